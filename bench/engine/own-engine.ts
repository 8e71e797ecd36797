import type { DataSource } from 'typeorm';
import { executionOutcome } from '#domain/execution/execution-outcome.js';
import type { Runbook, RunbookStep } from '#domain/runbook/runbook.js';
import { Engine, type RunResult } from '#engine/engine.js';
import type { Action, ActionCatalog } from '#engine/ports.js';
import { systemClock } from '#engine/system-clock.js';
import { createDataSource } from '#persistence/data-source.js';
import { poolOf } from '#persistence/journal/pool.js';
import { PostgresJournal } from '#persistence/journal/postgres-journal.js';
import { PostgresLeases } from '#persistence/journal/postgres-leases.js';
import { migrate } from '#persistence/migrate.js';
import { newPublicId } from '#persistence/public-id.js';
import type { AdminUserRecord, PlanRecord } from '#persistence/records.js';
import { AdminUserRepository } from '#persistence/repositories/admin-user-repository.js';
import { insertExecution } from '#persistence/repositories/insert-execution.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { contractRequest } from '../support/contract.js';
import { LEVELS, RUNBOOKS, STEPS, timed, WIDTH, type Subject } from './subject.js';

/** As a worker has them by default. */
const POOL_SIZE = 10;
const LEASE_TTL_MS = 3_000;
const GRACE_MS = 1_000;

/** One engine, which is measured by two kinds of step. */
export interface OwnEngine {
  /** Steps of which the engine has to take it that they change something: none begins before its start is on the disk. */
  readonly acting: Subject;
  /** Steps whose action says that it only looks. */
  readonly looking: Subject;
  /** Inserts an execution that waits for a person in its only step. @returns its id. */
  addWaiting(): Promise<string>;
  run(executionId: string): Promise<RunResult>;
  /** How many executions are held by a worker. */
  held(): Promise<number>;
  stop(): Promise<void>;
}

/** Does nothing, successfully: what is measured is all around it. */
const act: Action = {
  name: 'bench.act',
  parse: (inputs) => inputs,
  probe: () => Promise.resolve({ answer: 'not_done' }),
  apply: () => Promise.resolve({}),
  verify: () => Promise.resolve({}),
};

const look: Action = { ...act, name: 'bench.look', onlyLooks: true };

const approval: Action = {
  ...act,
  name: 'bench.approval',
  apply: () => Promise.resolve({ waitFor: 'person', task: 'approve' }),
};

const known = new Map([act, look, approval].map((action) => [action.name, action]));

const actions: ActionCatalog = {
  get: (name) => known.get(name)!,
  has: (name) => known.has(name),
};

/** The engine with its journal and leases in a migrated database, as a worker puts it together. */
export async function startOwnEngine(url: string): Promise<OwnEngine> {
  await migrate(url);
  const source = await createDataSource({ url, poolSize: POOL_SIZE }).initialize();
  const pool = poolOf(source);
  const engine = new Engine(
    {
      journal: new PostgresJournal(pool),
      leases: new PostgresLeases(pool),
      liveActions: actions,
      tabletopActions: actions,
      drillActions: actions,
      switchoverActions: actions,
      clock: systemClock,
      observer: {
        entries: () => undefined,
        fault: (_, error) => {
          throw error;
        },
      },
      outcome: executionOutcome,
    },
    { owner: 'bench', leaseTtlMs: LEASE_TTL_MS, graceMs: GRACE_MS },
  );
  const fixtures = await insertPlans(source);
  const add = (index: number, steps: readonly RunbookStep[]): Promise<string> => insert(source, fixtures, index, steps);
  const toTheEnd = async (id: string): Promise<void> => {
    const { how } = await engine.run(id);
    if (how !== 'ended') throw new Error(`${id} did not end: ${how}`);
  };
  const subject = (name: string, action: Action): Subject => ({
    name,
    isPeer: false,
    sequential: async () => {
      const id = await add(0, chainOf(STEPS, action));
      return timed(() => toTheEnd(id));
    },
    concurrent: async () => {
      const ids: string[] = [];
      for (let index = 0; index < RUNBOOKS; index++) ids.push(await add(index, chainOf(STEPS, action)));
      return timed(() => Promise.all(ids.map(toTheEnd)));
    },
    graph: async () => {
      const id = await add(0, graphOf(LEVELS, WIDTH, action));
      return timed(() => toTheEnd(id));
    },
  });
  return {
    acting: subject('this engine, steps that act', act),
    looking: subject('this engine, steps that only look', look),
    addWaiting: () => add(0, [step('approve', [], approval)]),
    run: (id) => engine.run(id),
    held: async () => {
      const { rows } = await pool.query<{ held: string }>(
        'SELECT count(*) AS held FROM executions WHERE lease_owner IS NOT NULL',
      );
      return Number(rows[0]!.held);
    },
    stop: async () => {
      await engine.stop();
      await source.destroy();
    },
  };
}

interface Fixtures {
  readonly admin: AdminUserRecord;
  readonly plans: readonly PlanRecord[];
}

/** A plan for each of the runbooks that run at once. */
async function insertPlans(source: DataSource): Promise<Fixtures> {
  const admin = await new AdminUserRepository(source).ensure('bench', ['admin']);
  const document = (await contractRequest('1-create-disaster-recovery-plan')) as unknown as PlanDocument;
  const repository = new PlanRepository(source);
  const plans: PlanRecord[] = [];
  for (let i = 0; i < RUNBOOKS; i++) {
    const planId = newPublicId('plan');
    plans.push(await repository.create({ planId, document, mode: 'live', createdBy: admin, nextTest: null }));
  }
  return { admin, plans };
}

async function insert(
  source: DataSource,
  { admin, plans }: Fixtures,
  index: number,
  steps: readonly RunbookStep[],
): Promise<string> {
  const plan = plans[index]!;
  const executionId = newPublicId('exec');
  const runbook: Runbook = {
    kind: 'procedure',
    mode: 'live',
    planId: plan.planId,
    planVersion: plan.version,
    failoverType: null,
    direction: null,
    parallel: true,
    timeoutMs: 3_600_000,
    outageStartedAt: null,
    steps,
  };
  await source.transaction((manager) =>
    insertExecution(manager, { executionId, plan, runbook, request: {}, priority: 'high', initiatedBy: admin }),
  );
  return executionId;
}

function step(id: string, dependsOn: readonly string[], action: Action): RunbookStep {
  return {
    id,
    name: id,
    phase: 'procedure',
    componentId: null,
    action: action.name,
    inputs: {},
    dependsOn,
    policy: { timeoutMs: 30_000, retries: 0, backoffMs: 200, onFailure: 'pause' },
    idempotent: false,
    undoable: false,
    proves: [],
    pointOfNoReturn: false,
  };
}

function chainOf(length: number, action: Action): readonly RunbookStep[] {
  return Array.from({ length }, (_, index) => step(`step_${index}`, index === 0 ? [] : [`step_${index - 1}`], action));
}

function graphOf(levels: number, width: number, action: Action): readonly RunbookStep[] {
  const idsOf = (level: number): string[] => Array.from({ length: width }, (_, index) => `step_${level}_${index}`);
  return Array.from({ length: levels }, (_, level) =>
    idsOf(level).map((id) => step(id, level === 0 ? [] : idsOf(level - 1), action)),
  ).flat();
}
