import { existsSync } from 'node:fs';
import { findProgram } from '#embedded/find-program.js';
import { AppProcess } from '../../lab/app/app-process.js';
import { clock, WriteClient } from '../../lab/client/write-client.js';
import { DEFAULT_TIMING, PatroniCluster, type PatroniPrograms } from '../../lab/patroni/patroni-cluster.js';
import type { PatroniTiming } from '../../lab/patroni/patroni-config.js';
import { Cleanup } from '../../lab/process/cleanup.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { createOrders } from '../../lab/site/orders.js';
import { type EdgeTiming, startPatroniEdge } from './patroni-edge.js';
import { type Subject, untilServed } from './subject.js';

interface Variant {
  readonly name: string;
  readonly rounds: number;
  readonly patroni: PatroniTiming;
  readonly edge: EdgeTiming;
}

/** As in the example of HAProxy's configuration that comes with Patroni. */
const EXAMPLE: EdgeTiming = { inter: '3s', fall: 3, rise: 2 };
/** Our own rhythm. */
const QUICK: EdgeTiming = { inter: '500ms', fall: 3, rise: 1 };

const VARIANTS: readonly Variant[] = [
  { name: 'default settings', rounds: 3, patroni: DEFAULT_TIMING, edge: EXAMPLE },
  { name: 'documented minimum', rounds: 3, patroni: { ttl: 20, loop_wait: 1, retry_timeout: 3 }, edge: QUICK },
  { name: 'below it', rounds: 5, patroni: { ttl: 5, loop_wait: 1, retry_timeout: 2 }, edge: QUICK },
];

const POSTGRES_BIN = '/usr/lib/postgresql/15/bin';

interface Programs extends PatroniPrograms {
  readonly haproxy: string;
}

/** Patroni with etcd and HAProxy, at three settings; or what is missing for it. */
export function patroni(): readonly Subject[] | { readonly missing: string } {
  const [haproxy, etcd, program] = [findProgram('haproxy'), findProgram('etcd'), findProgram('patroni')];
  if (!haproxy || !etcd || !program || !existsSync(POSTGRES_BIN)) {
    return { missing: 'Patroni is left out: it needs patroni, etcd, haproxy and PostgreSQL 15 of Debian.' };
  }
  const programs = { haproxy, etcd, patroni: program, postgresBin: POSTGRES_BIN };
  return VARIANTS.map((variant) => ({
    name: `Patroni, ${variant.name}`,
    rounds: variant.rounds,
    measure: () => measure(programs, variant),
  }));
}

/**
 * Patroni and PostgreSQL of the leader are killed. The app and etcd stay, which is kinder than losing a site.
 * Nobody says when Patroni has decided.
 */
async function measure(programs: Programs, variant: Variant): ReturnType<Subject['measure']> {
  const cleanup = new Cleanup();
  try {
    const cluster = await PatroniCluster.up(programs, variant.patroni);
    cleanup.add('the cluster', () => cluster.stop());
    const { leader, standby } = cluster;
    const edge = await startPatroniEdge(programs.haproxy, [leader, standby], variant.edge);
    cleanup.add('HAProxy', () => edge.stop());
    const url = cluster.databaseUrl(edge.port);
    await waitUntil(
      async () => {
        edge.mustRun();
        await createOrders(url);
        return true;
      },
      { what: 'HAProxy leads to the leader', deadlineMs: 60_000 },
    );
    const app = await AppProcess.start('patroni', url);
    cleanup.add('the app', () => app.stop());
    const client = new WriteClient({ url: app.url });
    cleanup.add('the client', () => client.stop());
    client.start();
    await untilServed(client);
    const fromMs = clock();
    await leader.lose();
    await untilServed(client);
    return { restoredMs: client.outageMs({ fromMs, toMs: clock() }), decidedMs: null };
  } finally {
    await cleanup.run();
  }
}
