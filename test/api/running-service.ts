import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Json } from '#domain/json.js';
import type { TokenRequest } from '#security/token.js';
import type { RunningService } from '../../apps/supervisor/src/service.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

export interface Call {
  /** Sent as it is when it is a string. */
  readonly body?: unknown;
  /** Null: none. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the worker keeps for itself, at times of its own: not written by any request. */
const OF_THE_WORKER: ReadonlySet<string> = new Set([
  'alerts',
  'analytics_buckets',
  'analytics_deltas',
  'analytics_quarters',
  'canary_states',
  'component_protections',
  'lag_minutes',
  'lag_samples',
  'notification_deliveries',
  'plan_readiness',
  'readiness_findings',
  'returning_primary_events',
  'rto_predictions',
  'site_check_states',
  'site_health_days',
  'site_health_minutes',
  'test_schedules',
  'trigger_decisions',
]);

/** An isolated service, with requests of any kind to it and a look into its database. */
export class ServiceUnderTest {
  private constructor(
    readonly isolated: IsolatedService,
    private readonly database: pg.Client,
    private readonly adminToken: string,
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<ServiceUnderTest> {
    const log: string[] = [];
    const childOutput = (name: string, line: string) => log.push(`${name}: ${line}`);
    const isolated = await startIsolatedService(env, { childOutput }).catch((cause: unknown) => {
      throw new Error(`the service did not start: ${log.join('\n')}`, { cause });
    });
    const database = new pg.Client({ connectionString: isolated.service.databaseUrl });
    await database.connect();
    return new ServiceUnderTest(isolated, database, await isolated.token());
  }

  get service(): RunningService {
    return this.isolated.service;
  }

  async stop(): Promise<void> {
    await this.database.end();
    await this.isolated.stop();
  }

  token(request: Partial<TokenRequest> = {}): Promise<string> {
    return this.isolated.token(request);
  }

  async call(
    method: string,
    path: string,
    { body, token = this.adminToken, headers = {} }: Call = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.service.address}${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : (JSON.parse(text) as Json),
    };
  }

  /** Rows of each of the service's tables. */
  async rowCounts(): Promise<Readonly<Record<string, number>>> {
    const tables = await this.database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
    );
    const counts: Record<string, number> = {};
    for (const { name } of tables.rows.filter((table) => !OF_THE_WORKER.has(table.name))) {
      const { rows } = await this.database.query<{ count: string }>(
        `SELECT count(*) FROM ${pg.escapeIdentifier(name)}`,
      );
      counts[name] = Number(rows[0]!.count);
    }
    return counts;
  }

  async sql<Row extends pg.QueryResultRow>(statement: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.database.query<Row>(statement, [...values])).rows;
  }
}

/** Waits for a condition of the world; the deadline only says when to stop hoping. */
export async function until<T>(condition: () => Promise<T | null>, what: string, deadlineMs = 60_000): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const value = await condition();
    if (value !== null) return value;
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await delay(20);
  }
}

export interface ContractDocument {
  readonly request: { readonly [field: string]: Json };
  readonly response: { readonly [field: string]: Json };
}

/** One of SPEC.md's documents, word for word. */
export async function contractDocument(name: string): Promise<ContractDocument> {
  const url = new URL(`../contract/documents/${name}.json`, import.meta.url);
  return JSON.parse(await readFile(url, 'utf8')) as ContractDocument;
}

export async function contractErrors(): Promise<{ readonly [status: string]: Json }> {
  const url = new URL('../contract/documents/errors.json', import.meta.url);
  return JSON.parse(await readFile(url, 'utf8')) as { readonly [status: string]: Json };
}

/** The field of a JSON object; the test fails where there is none. */
export function field(value: Json, name: string): Json {
  const found = (value as { readonly [key: string]: Json })[name];
  if (found === undefined) throw new Error(`there is no field ${name} in ${JSON.stringify(value)}`);
  return found;
}

export function text(value: Json, name: string): string {
  const found = field(value, name);
  if (typeof found !== 'string') throw new Error(`${name} is no text in ${JSON.stringify(value)}`);
  return found;
}
