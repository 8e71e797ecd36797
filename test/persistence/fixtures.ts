import { readFileSync } from 'node:fs';
import type { DataSource } from 'typeorm';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { compileFailover } from '#domain/runbook/compile-failover.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { newPublicId } from '#persistence/public-id.js';
import type { AdminUserRecord, ExecutionRecord, PlanRecord } from '#persistence/records.js';
import { AdminUserRepository } from '#persistence/repositories/admin-user-repository.js';
import { ExecutionRepository } from '#persistence/repositories/execution-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';

const CONTRACT = new URL('../contract/documents/1-create-disaster-recovery-plan.json', import.meta.url);

export function contractPlan(): PlanDocument {
  return (JSON.parse(readFileSync(CONTRACT, 'utf8')) as { request: PlanDocument }).request;
}

export interface Seed {
  readonly admin: AdminUserRecord;
  readonly plan: PlanRecord;
}

export async function seedPlan(source: DataSource): Promise<Seed> {
  const admin = await new AdminUserRepository(source).ensure('admin_1', ['admin']);
  const document = contractPlan();
  const plan = await new PlanRepository(source).create({
    planId: newPublicId('plan'),
    document,
    mode: 'simulation',
    createdBy: admin,
    nextTest: null,
  });
  return { admin, plan };
}

export function runbookOf(plan: PlanRecord): Runbook {
  return compileFailover(
    {
      planId: plan.planId,
      version: plan.version,
      document: plan.document,
      activeSite: plan.activeSite,
      mode: plan.mode,
    },
    {
      failoverType: 'planned',
      componentIds: null,
      verifyBefore: true,
      verifyAfter: true,
      updateDns: true,
      updateLoadBalancer: true,
      retryAttempts: 0,
      parallel: true,
      timeoutMs: 60_000,
      outageStartedAt: null,
    },
  );
}

export async function seedFailover(source: DataSource, { admin, plan }: Seed): Promise<ExecutionRecord> {
  return new ExecutionRepository(source).createFailover({
    failoverId: newPublicId('failover'),
    failoverType: 'planned',
    reason: 'a test',
    components: plan.document.components.map((component) => component.component_id),
    failoverOptions: {},
    executionOptions: {},
    plan,
    runbook: runbookOf(plan),
    priority: 'high',
    initiatedBy: admin,
  });
}

/**
 * Further executions like one that is there, with its journal and its steps, in one statement each, however many.
 * @param set what is different of their rows.
 */
export async function copyExecution(
  source: { query(text: string, values?: unknown[]): Promise<unknown> },
  executionId: string,
  count: number,
  { set }: { readonly set: string },
): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => newPublicId('exec'));
  await source.query(
    `INSERT INTO executions (execution_id, kind, plan_id, plan_version, status, mode, priority, runbook, request,
       requested_at, started_at, initiated_by, last_seq, request_seq, seen_seq, lease_epoch)
     SELECT id, 'procedure', plan_id, plan_version, 'completed', mode, priority, runbook, request, requested_at,
       started_at, initiated_by, last_seq, request_seq, seen_seq, lease_epoch
     FROM executions, unnest($2::text[]) AS id WHERE execution_id = $1`,
    [executionId, ids],
  );
  await source.query(
    `INSERT INTO execution_steps (execution_id, step_id, position, status, attempts, started_at)
     SELECT id, step_id, position, status, attempts, started_at
     FROM execution_steps, unnest($2::text[]) AS id WHERE execution_id = $1`,
    [executionId, ids],
  );
  await source.query(
    `INSERT INTO execution_journal (execution_id, seq, epoch, at, entry)
     SELECT id, seq, epoch, at, entry FROM execution_journal, unnest($2::text[]) AS id WHERE execution_id = $1`,
    [executionId, ids],
  );
  await source.query(`UPDATE executions SET ${set} WHERE execution_id = ANY ($1)`, [ids]);
  return ids;
}
