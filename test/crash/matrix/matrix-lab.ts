import { Queue } from 'bullmq';
import type { DataSource } from 'typeorm';
import type { JournalEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import type { ExecutionStatus, StepStatus } from '#domain/execution/transitions.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { createDataSource } from '#persistence/data-source.js';
import { newPublicId } from '#persistence/public-id.js';
import type { AdminUserRecord } from '#persistence/records.js';
import { AdminUserRepository } from '#persistence/repositories/admin-user-repository.js';
import { ExecutionRepository } from '#persistence/repositories/execution-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { queueConnection } from '#queue/connection.js';
import { Doorbell } from '#queue/doorbell.js';
import { QUEUE_OF, type BellJob } from '#queue/queues.js';
import { Cleanup } from '../../../lab/process/cleanup.js';
import { ADMIN, startIsolatedService, type IsolatedService } from '../../../lab/service/isolated-service.js';
import { Witness } from '../../support/witness.js';
import { planDocument } from './plan.js';
import { effectOf, runbookOf, type Scenario } from './scenarios.js';
import { WorkerPool } from './worker-pool.js';

/** Milliseconds for which a lease holds here: short, for each cell waits for one to run out. */
const LEASE_TTL_MS = 1_000;

/**
 * Milliseconds that a look takes. One that takes hardly longer than its start waits for company in the journal would be
 * written with what follows it in some runs and not in others, and no write could be counted on.
 */
const LOOK_MS = 30;

/** One execution of a scenario. */
export interface Run {
  readonly executionId: string;
  readonly planId: string;
  /** Before the names of its effects. */
  readonly key: string;
  readonly scenario: Scenario;
  readonly runbook: Runbook;
}

export interface ExecutionRow {
  readonly status: ExecutionStatus;
  readonly pause_reason: string | null;
  readonly lease_owner: string | null;
  readonly lease_is_live: boolean;
  readonly last_seq: number;
  /** Milliseconds, as the execution's outcome says; null when it measured none. */
  readonly rto_ms: number | null;
}

export interface StepRow {
  readonly step_id: string;
  readonly status: StepStatus;
  readonly attempts: number;
}

/** The service with workers to kill, and a witness outside of it that counts what is really done. */
export class MatrixLab {
  private runs = 0;

  private constructor(
    readonly service: IsolatedService,
    readonly witness: Witness,
    readonly workers: WorkerPool,
    readonly queue: Queue<BellJob>,
    private readonly source: DataSource,
    private readonly admin: AdminUserRecord,
    private readonly cleanup: Cleanup,
  ) {}

  /** @param redisUrl the queue's; without one it is kept in PostgreSQL. */
  static async start({ workers = 3, redisUrl }: { workers?: number; redisUrl?: string } = {}): Promise<MatrixLab> {
    const cleanup = new Cleanup();
    try {
      const witness = await Witness.start();
      cleanup.add('the witness', () => witness.stop());
      // The supervised worker drives nothing: those of the pool do, which reach PostgreSQL through their proxies.
      const settings = { WORKER_QUEUES: 'notifications', ...(redisUrl === undefined ? {} : { QUEUE_URL: redisUrl }) };
      const service = await startIsolatedService(settings);
      cleanup.add('the service', () => service.stop());
      const { databaseUrl, secrets } = service.service;
      const source = await createDataSource({ url: databaseUrl, poolSize: 6 }).initialize();
      cleanup.add('the connections', () => source.destroy());
      const backend = redisUrl === undefined ? 'postgres' : 'redis';
      const queue = new Queue<BellJob>(
        QUEUE_OF.failover,
        queueConnection({ url: redisUrl ?? databaseUrl, backend, prefix: 'drs' }),
      );
      queue.on('error', () => undefined); // a bell that fails says so itself
      cleanup.add('the queue', () => queue.close());
      const pool = new WorkerPool(
        databaseUrl,
        {
          ...secrets,
          QUEUE_URL: redisUrl ?? databaseUrl,
          WORKER_QUEUES: 'failovers',
          LEASE_TTL_MS: String(LEASE_TTL_MS),
          SWEEP_INTERVAL_MS: '150',
          LOG_LEVEL: 'warn',
        },
        workers,
      );
      cleanup.add('the workers', () => pool.stop());
      await pool.atLeast(2);
      const admin = await new AdminUserRepository(source).ensure(ADMIN, ['admin']);
      return new MatrixLab(service, witness, pool, queue, source, admin, cleanup);
    } catch (error) {
      await cleanup.run();
      throw error;
    }
  }

  stop(): Promise<void> {
    return this.cleanup.run();
  }

  /** A run that has its id, so that traps can be set for it, and does not exist yet. */
  prepare(scenario: Scenario): Run {
    const key = `run${++this.runs}`;
    const planId = newPublicId('plan');
    for (const { name, refusals, guarantee } of scenario.deeds) {
      if (refusals !== undefined) this.witness.refuseNext(effectOf(key, name), refusals);
      if (guarantee === 'looked') this.witness.answerSlowly(effectOf(key, name), LOOK_MS);
    }
    const runbook = runbookOf(scenario, key, planId, this.witness);
    return { executionId: newPublicId('failover'), planId, key, scenario, runbook };
  }

  /** Writes the execution and rings for it, as the API does; a bell that is not taken is left to the sweeper. */
  async begin(run: Run): Promise<void> {
    const plan = await new PlanRepository(this.source).create({
      planId: run.planId,
      document: planDocument(),
      mode: 'live',
      createdBy: this.admin,
      nextTest: null,
    });
    await new ExecutionRepository(this.source).createFailover({
      failoverId: run.executionId,
      failoverType: 'unplanned',
      reason: run.scenario.name,
      components: [],
      failoverOptions: {},
      executionOptions: {},
      plan,
      runbook: run.runbook,
      priority: 'critical',
      initiatedBy: this.admin,
    });
    const bell = new Doorbell(new Map([['failover', this.queue]]));
    const ring = { executionId: run.executionId, kind: 'failover', priority: 'critical', epoch: 0 } as const;
    await bell.ring(ring).catch(() => undefined);
  }

  async row({ executionId }: Run): Promise<ExecutionRow> {
    const rows = await this.source.query<ExecutionRow[]>(
      `SELECT status, pause_reason, lease_owner, coalesce(lease_expires_at > now(), false) AS lease_is_live,
         last_seq::integer, (outcome #>> '{measurements,rto_ms}')::float8 AS rto_ms FROM executions WHERE execution_id = $1`,
      [executionId],
    );
    return rows[0]!;
  }

  steps({ executionId }: Run): Promise<readonly StepRow[]> {
    return this.source.query<StepRow[]>(
      'SELECT step_id, status, attempts FROM execution_steps WHERE execution_id = $1 ORDER BY position',
      [executionId],
    );
  }

  async journal({ executionId }: Run): Promise<readonly JournalRecord[]> {
    const rows = await this.source.query<{ seq: string; epoch: string | null; at: Date; entry: JournalEntry }[]>(
      'SELECT seq, epoch, at, entry FROM execution_journal WHERE execution_id = $1 ORDER BY seq',
      [executionId],
    );
    return rows.map(({ seq, epoch, at, entry }) => ({
      seq: Number(seq),
      epoch: epoch === null ? null : Number(epoch),
      at,
      entry,
    }));
  }

  /** Entries of the engine, gathered by the write that made them durable: one statement, one time of the database. */
  async writes({ executionId }: Run): Promise<readonly (readonly JournalEntry[])[]> {
    const rows = await this.source.query<{ entries: JournalEntry[] }[]>(
      `SELECT jsonb_agg(entry ORDER BY seq) AS entries FROM execution_journal
       WHERE execution_id = $1 AND epoch IS NOT NULL GROUP BY at ORDER BY min(seq)`,
      [executionId],
    );
    return rows.map(({ entries }) => entries);
  }

  async execute(sql: string): Promise<void> {
    await this.source.query(sql);
  }
}
