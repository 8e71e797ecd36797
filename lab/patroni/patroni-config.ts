import { join } from 'node:path';

/** Seconds, as Patroni's documentation names them. */
export interface PatroniTiming {
  readonly ttl: number;
  readonly loop_wait: number;
  readonly retry_timeout: number;
}

export interface ClusterConfig {
  readonly scope: string;
  /** `host:port` of etcd. */
  readonly etcd: string;
  readonly timing: PatroniTiming;
  readonly programs: { readonly patroni: string; readonly postgresBin: string };
  readonly databasePassword: string;
  /** Asked for by whatever of the REST API changes anything. */
  readonly api: { readonly username: string; readonly password: string };
}

interface NodeConfig {
  readonly name: string;
  readonly home: string;
  readonly apiPort: number;
  readonly databasePort: number;
}

/** Patroni's configuration file; on etcd 3.4 it has to say `etcd3`. */
export function patroniConfig(cluster: ClusterConfig, node: NodeConfig): object {
  const { scope, etcd, timing, programs, databasePassword: password, api } = cluster;
  const [apiAddress, databaseAddress] = [`127.0.0.1:${node.apiPort}`, `127.0.0.1:${node.databasePort}`];
  return {
    scope,
    name: node.name,
    log: { dir: node.home, level: 'INFO' },
    restapi: { listen: apiAddress, connect_address: apiAddress, authentication: api },
    etcd3: { hosts: [etcd] },
    bootstrap: {
      dcs: {
        ...timing,
        postgresql: { use_pg_rewind: true, parameters: { shared_buffers: '16MB', max_connections: 60 } },
      },
      initdb: [{ encoding: 'UTF8' }, 'no-sync', 'data-checksums'],
    },
    postgresql: {
      listen: databaseAddress,
      connect_address: databaseAddress,
      data_dir: join(node.home, 'data'),
      bin_dir: programs.postgresBin,
      pgpass: join(node.home, 'pgpass'),
      authentication: {
        superuser: { username: 'postgres', password },
        replication: { username: 'replicator', password },
        rewind: { username: 'rewinder', password },
      },
      parameters: { unix_socket_directories: '' },
      pg_hba: ['host all all 127.0.0.1/32 scram-sha-256', 'host replication all 127.0.0.1/32 scram-sha-256'],
    },
  };
}
