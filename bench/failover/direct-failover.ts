import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { NameServer, type RecordName } from '#actions/dns/name-server.js';
import { parseTsigKey } from '#actions/dns/tsig.js';
import { askRuntime } from '../../lab/edge/runtime-client.js';
import type { FailoverTask } from './task.js';

const POLL_MS = 2;
const READ_ONLY = `current_setting('default_transaction_read_only') = 'on'`;
const WRITERS = `pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
  AND (backend_start <= pg_conf_load_time() OR backend_xid IS NOT NULL)`;

/** Each step with the proof that every contender gives, one after the other, as straight as it can be written. */
export class DirectFailover {
  private readonly names: NameServer;
  private readonly record: RecordName;

  private constructor(
    private readonly task: FailoverTask,
    private readonly planned: boolean,
    private readonly primary: pg.Client,
    private readonly secondary: pg.Client,
  ) {
    const { address, key, name, zone } = task.dns;
    this.names = new NameServer(address, parseTsigKey(key), new AbortController().signal);
    this.record = { zone, name: `${name}.${zone}`, type: 'A' };
  }

  static async connect(task: FailoverTask, planned: boolean): Promise<DirectFailover> {
    const [primary, secondary] = await Promise.all([open(task.primaryUrl), open(task.secondaryUrl)]);
    return new DirectFailover(task, planned, primary, secondary);
  }

  /** @throws when any step or its proof fails */
  async run(): Promise<void> {
    await Promise.all([this.planned ? this.checkPrimary() : undefined, this.checkStandby(), this.checkDns()]);
    const lsn = this.planned ? await this.fence(this.primary) : await this.fenceIfPossible();
    await (lsn === null ? this.waitForTheRest() : this.waitReplay(lsn));
    await this.promote();
    await this.verifyWritable();
    await this.switchTraffic();
    await this.switchDns();
    if ((await status(this.task.siteHealthUrl)) !== 200) throw new Error('the new site is not healthy');
  }

  private async checkPrimary(): Promise<void> {
    const { standby, streams } = await one<{ standby: boolean; streams: boolean }>(
      this.primary,
      `SELECT pg_is_in_recovery() AS standby, count(*) > 0 AS streams FROM pg_stat_replication WHERE state = 'streaming'`,
    );
    if (standby || !streams) throw new Error('the primary is not one with a standby');
  }

  private async checkStandby(): Promise<void> {
    if (!(await this.isStandby())) throw new Error('the standby is none');
  }

  private async checkDns(): Promise<void> {
    if (!(await this.names.isAuthoritative(this.record.zone))) throw new Error('not the server of the zone');
    const { values } = await this.names.read(this.record);
    await this.names.tryUpdate(this.record, '0.0.0.0');
    if (values.join() !== this.task.dns.values.primary) throw new Error(`the name is ${values.join()}`);
  }

  private async fence(primary: pg.Client): Promise<string> {
    await primary.query('ALTER SYSTEM SET default_transaction_read_only = on');
    await primary.query('SELECT pg_reload_conf()');
    const expel = () =>
      one<{ on: boolean; writers: number }>(
        primary,
        `SELECT ${READ_ONLY} AS on, count(pg_terminate_backend(pid))::int AS writers FROM ${WRITERS}`,
      );
    await until(async () => {
      const { on, writers } = await expel();
      return on && writers === 0;
    });
    await primary.query(`BEGIN READ WRITE; SELECT pg_logical_emit_message(true, 'failover', 'fence'); COMMIT`);
    const { lsn } = await one<{ lsn: string }>(primary, 'SELECT pg_current_wal_flush_lsn()::text AS lsn');
    const { holds } = await one<{ holds: boolean }>(
      primary,
      `SELECT ${READ_ONLY} AND NOT EXISTS (SELECT FROM ${WRITERS}) AS holds`,
    );
    if (!holds) throw new Error('someone writes behind the fence');
    return lsn;
  }

  private async fenceIfPossible(): Promise<null> {
    // The warm connection is as dead as the server; only a new one tells whether it can be reached.
    const primary = await open(this.task.primaryUrl).catch(() => null);
    if (primary !== null) {
      await this.fence(primary);
      await primary.end();
    }
    return null;
  }

  private waitReplay(lsn: string): Promise<void> {
    const text = `SELECT pg_last_wal_replay_lsn() >= '${lsn}' AS there`;
    return until(async () => (await one<{ there: boolean }>(this.secondary, text)).there);
  }

  /** Nothing can be on its way any more, and the startup process has found nothing left to replay. */
  private waitForTheRest(): Promise<void> {
    const text = `SELECT NOT EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming')
      AND wait_event = 'RecoveryRetrieveRetryInterval' AS settled FROM pg_stat_activity WHERE backend_type = 'startup'`;
    return until(async () => (await one<{ settled: boolean }>(this.secondary, text)).settled);
  }

  private async promote(): Promise<void> {
    await this.secondary.query('SELECT pg_promote(false)');
    await until(async () => !(await this.isStandby()));
  }

  private async verifyWritable(): Promise<void> {
    await this.secondary.query('CREATE TABLE IF NOT EXISTS failover_proof (id bigint)');
    const id = Math.floor(Math.random() * 1e12);
    await this.secondary.query('INSERT INTO failover_proof VALUES ($1)', [id]);
    const fresh = await open(this.task.secondaryUrl);
    const { rowCount } = await fresh.query('SELECT FROM failover_proof WHERE id = $1', [id]);
    if (rowCount !== 1) throw new Error('the row is not there');
    void fresh.end();
  }

  private async switchTraffic(): Promise<void> {
    const { backend, servers, haproxyPort, edgeHealthUrl } = this.task;
    const before = await this.serverStates();
    if (!before.has(servers.primary) || !before.has(servers.secondary)) throw new Error('HAProxy lacks a server');
    const line = [
      `set server ${backend}/${servers.secondary} state ready`,
      `set server ${backend}/${servers.primary} state maint`,
      `shutdown sessions server ${backend}/${servers.primary}`,
    ];
    await askRuntime(haproxyPort, line.join(';'));
    const after = await this.serverStates();
    if (after.get(servers.secondary) !== '2' || after.get(servers.primary) !== '0') throw new Error('not switched');
    await until(async () => (await status(edgeHealthUrl)) === 200);
  }

  /** Operational state by name: 2 is running. */
  private async serverStates(): Promise<ReadonlyMap<string, string>> {
    const answer = await askRuntime(this.task.haproxyPort, `show servers state ${this.task.backend}`);
    const rows = answer.split('\n').map((line) => line.split(' '));
    return new Map(rows.filter((cells) => /^\d+$/.test(cells[0]!) && cells.length > 6).map((c) => [c[3]!, c[5]!]));
  }

  private async switchDns(): Promise<void> {
    const { values, ttl } = this.task.dns;
    await this.names.replace(this.record, values.secondary, ttl);
    await until(async () => (await this.names.read(this.record)).values.join() === values.secondary);
  }

  private async isStandby(): Promise<boolean> {
    return (await one<{ is: boolean }>(this.secondary, 'SELECT pg_is_in_recovery() AS is')).is;
  }
}

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 5_000 });
  client.on('error', () => undefined); // a query on it fails, which is enough
  await client.connect();
  return client;
}

async function one<R extends pg.QueryResultRow>(client: pg.Client, text: string): Promise<R> {
  const { rows } = await client.query<R>(text);
  if (rows[0] === undefined) throw new Error('no answer');
  return rows[0];
}

async function until(look: () => Promise<boolean>): Promise<void> {
  while (!(await look())) await delay(POLL_MS);
}

function status(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent: false }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.once('error', reject);
    sent.end();
  });
}
