import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { EngineEntry } from '#domain/execution/journal-entry.js';
import { createDataSource } from '#persistence/data-source.js';
import { poolOf } from '#persistence/journal/pool.js';
import { PostgresJournal } from '#persistence/journal/postgres-journal.js';
import { PostgresLeases } from '#persistence/journal/postgres-leases.js';
import { migrate } from '#persistence/migrate.js';
import type { ExecutionRecord } from '#persistence/records.js';
import { ExecutionRepository } from '#persistence/repositories/execution-repository.js';
import { issueToken } from '#security/token.js';
import type { Child } from '../../lab/process/child.js';
import { startNodeChild } from '../../lab/process/node-child.js';
import { seedFailover, seedPlan } from '../persistence/fixtures.js';
import { startDatabase, type TestDatabase } from './database.js';

const SECRET = randomBytes(32).toString('base64url');

export interface ApiProcess {
  readonly address: string;
  readonly token: string;
  readonly process: Child;
}

/** The API on a database of its own, without a worker: what happens to executions, the test writes. */
export class LiveService {
  private readonly started: Child[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly source: DataSource,
  ) {}

  static async start(): Promise<LiveService> {
    const database = await startDatabase();
    await migrate(database.url);
    return new LiveService(database, await createDataSource({ url: database.url, poolSize: 10 }).initialize());
  }

  async stop(): Promise<void> {
    await Promise.all(this.started.map((child) => child.stop()));
    await this.source.destroy();
    await this.database.stop();
  }

  async startApi(env: Readonly<Record<string, string>> = {}): Promise<ApiProcess> {
    const { child, message } = await startNodeChild({
      name: 'API',
      module: new URL('../../apps/api/src/main.js', import.meta.url),
      env: {
        QUEUE_URL: '',
        LOG_LEVEL: 'warn',
        ...env,
        DATABASE_URL: this.database.url,
        JWT_SECRET: SECRET,
        SECRETS_KEY: SECRET,
        HOST: '127.0.0.1',
        PORT: '0',
      },
    });
    this.started.push(child);
    return { ...(message as { address: string }), token: await this.token(['viewer']), process: child };
  }

  token(roles: readonly string[]): Promise<string> {
    return issueToken({ subject: 'admin_1', roles: [...roles], expiresInSeconds: 3600, secret: SECRET });
  }

  /** A failover that the caller drives. */
  async begin(): Promise<DrivenExecution> {
    const execution = await seedFailover(this.source, await seedPlan(this.source));
    const lease = await new PostgresLeases(poolOf(this.source)).acquire(execution.executionId, 'test', 3_600_000);
    return new DrivenExecution(this.source, execution, lease!.epoch);
  }

  /** The journal as it is in the database: by execution, in order. */
  async journal(): Promise<ReadonlyMap<string, readonly { seq: number; type: string }[]>> {
    const rows = await this.source.query<{ execution_id: string; seq: string; type: string }[]>(
      `SELECT execution_id, seq, entry ->> 'type' AS type FROM execution_journal ORDER BY execution_id, seq`,
    );
    const journals = new Map<string, { seq: number; type: string }[]>();
    for (const { execution_id, seq, type } of rows) {
      const journal = journals.get(execution_id) ?? [];
      journals.set(execution_id, [...journal, { seq: Number(seq), type }]);
    }
    return journals;
  }
}

/** An execution whose journal is written by a test. */
export class DrivenExecution {
  private readonly journal: PostgresJournal;

  constructor(
    private readonly source: DataSource,
    readonly execution: ExecutionRecord,
    readonly epoch: number,
  ) {
    this.journal = new PostgresJournal(poolOf(source));
  }

  get id(): string {
    return this.execution.executionId;
  }

  async append(...entries: readonly EngineEntry[]): Promise<void> {
    const { lastSeq } = await new ExecutionRepository(this.source).get(this.id);
    if ((await this.journal.append(this.id, this.epoch, lastSeq, entries)) === null) throw new Error('not appended');
  }

  /** What a run writes that goes well, as the engine groups it into appends. */
  run(output: Readonly<Record<string, string>> = {}): readonly (readonly EngineEntry[])[] {
    const { steps } = this.execution.runbook;
    const begin = (index: number): EngineEntry => ({ type: 'step_started', stepId: steps[index]!.id, attempt: 1 });
    const done = (index: number): EngineEntry => ({
      type: 'step_succeeded',
      stepId: steps[index]!.id,
      output,
      durationMs: 1,
      foundDone: false,
    });
    return [
      [{ type: 'execution_started' }, begin(0)],
      ...steps.slice(1).map((_, index) => [done(index), begin(index + 1)]),
      [done(steps.length - 1), { type: 'execution_ended', status: 'completed', error: null, outcome: null }],
    ];
  }
}
