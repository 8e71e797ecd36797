import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { JsonObject } from '#domain/json.js';
import { decideTrigger, type DecidedTrigger } from '#domain/trigger/decide-trigger.js';
import type { Priority } from '#domain/plan/plan-document.js';
import {
  completeExecutionOptions,
  completeFailoverOptions,
  failoverRequest,
} from '#domain/runbook/failover-command.js';
import { compileFailover } from '#domain/runbook/compile-failover.js';
import { PlanArchivedError } from '../errors.js';
import { pinnedPlan } from '../pinned-plan.js';
import { newPublicId } from '../public-id.js';
import type { NewFailover, PlanRecord } from '../records.js';
import { ensureAdminUser } from '../repositories/admin-user-repository.js';
import { insertFailover, isActiveFailoverConflict } from '../repositories/insert-failover.js';
import { planRecord, SELECT_PLAN, type PlanRow } from '../repositories/plan-row.js';
import { lockForDecision } from './automation-state.js';
import { logDecision } from './decision-log.js';
import { readSituation } from './read-situation.js';
import type { TriggerRequest } from './trigger-request.js';

/** Who starts what no person has asked for. */
export const SYSTEM_ACTOR = 'system:automatic-failover';

export interface EvaluatedTrigger {
  readonly decisionId: string;
  readonly decided: DecidedTrigger;
  /** What was started; the bell is to be rung for it. */
  readonly started: { readonly failoverId: string; readonly priority: Priority } | null;
}

/** The event is over, or has started something already: nobody waits for a decision. */
const TAKE_EVENT = /* sql */ `SELECT FROM trigger_events WHERE event_key = $1 AND state = 'pending' FOR UPDATE`;
const EVENT_STARTED = /* sql */ `UPDATE trigger_events SET state = 'started' WHERE event_key = $1`;

/** Decides triggers. All guards, the decision and the failover are one transaction, whoever else decides meanwhile. */
@Injectable()
export class TriggerEvaluator {
  constructor(private readonly source: DataSource) {}

  /** @returns null when there is nothing to decide: another site is active, or the event is over. */
  async evaluate(request: TriggerRequest): Promise<EvaluatedTrigger | null> {
    try {
      return await this.once(request);
    } catch (error) {
      // Somebody has started a failover, or archived the plan, after we looked: look again, and say so.
      if (isActiveFailoverConflict(error) || error instanceof PlanArchivedError) return this.once(request);
      throw error;
    }
  }

  private once(request: TriggerRequest): Promise<EvaluatedTrigger | null> {
    return this.source.transaction((manager) => decide(manager, request));
  }
}

async function decide(manager: EntityManager, request: TriggerRequest): Promise<EvaluatedTrigger | null> {
  const { planRowId, trigger, source } = request;
  await lockForDecision(manager, planRowId);
  const [row] = await manager.query<PlanRow[]>(`${SELECT_PLAN} WHERE plan.id = $1`, [planRowId]);
  if (row === undefined) return null;
  const plan = planRecord(row);
  if (request.source === 'monitor' && request.site !== plan.activeSite) return null;
  if (request.source !== 'monitor' && request.eventKey !== null) {
    const pending = await manager.query<object[]>(TAKE_EVENT, [request.eventKey]);
    if (pending.length === 0) return null;
  }
  const decided = decideTrigger(await readSituation(manager, plan, trigger, source));
  const failover = decided.decision === 'started' ? await newFailover(manager, plan, request, decided) : null;
  if (failover !== null) await insertFailover(manager, failover);
  if (failover !== null && request.source !== 'monitor') await manager.query(EVENT_STARTED, [request.eventKey]);
  const decisionId = await logDecision(manager, {
    planRowId,
    trigger,
    source,
    site: plan.activeSite,
    decided,
    evidence: evidenceOf(request, decided),
    executionId: failover?.failoverId ?? null,
  });
  return { decisionId, decided, started: failover && { failoverId: failover.failoverId, priority: failover.priority } };
}

/** As a request for an unplanned failover of everything with default options would make it. */
async function newFailover(
  manager: EntityManager,
  plan: PlanRecord,
  request: TriggerRequest,
  decided: DecidedTrigger,
): Promise<NewFailover> {
  const { document } = plan;
  const components = document.components.map(({ component_id }) => component_id);
  const failoverOptions = completeFailoverOptions({});
  const executionOptions = completeExecutionOptions(document, {});
  const outageStartedAt = decided.outageStartedAt === null ? null : new Date(decided.outageStartedAt);
  const automatic = request.source !== 'api';
  // Who says so by name has started it, and may not be the one who approves it.
  const initiator = request.source === 'monitor' ? SYSTEM_ACTOR : request.by;
  return {
    failoverId: newPublicId('failover'),
    failoverType: 'unplanned',
    reason: reasonOf(plan, request, decided),
    components,
    failoverOptions: { ...failoverOptions },
    executionOptions: { ...executionOptions },
    plan,
    runbook: compileFailover(pinnedPlan(plan), {
      ...failoverRequest('unplanned', components, failoverOptions, executionOptions, outageStartedAt),
      automatic,
    }),
    priority: executionOptions.priority,
    initiatedBy: await ensureAdminUser(manager, initiator, []),
    triggeredBy: {
      trigger: request.trigger,
      source: request.source,
      automatic,
      ...evidenceOf(request, decided),
    },
  };
}

function reasonOf(plan: PlanRecord, request: TriggerRequest, { views, outageStartedAt }: DecidedTrigger): string {
  if (request.source !== 'monitor') return `${request.trigger} (${request.source}): ${request.reason}`;
  const seenFrom = views.filter(({ active }) => active === 'failing').map(({ location }) => location);
  const since = outageStartedAt === null ? '' : ` since ${new Date(outageStartedAt).toISOString()}`;
  return `${request.trigger}: the ${plan.activeSite} site${since}, as seen from ${seenFrom.join(', ')}`;
}

function evidenceOf(request: TriggerRequest, decided: DecidedTrigger): JsonObject {
  return {
    required: decided.required,
    vantage_points: decided.views.map((view) => ({
      location: view.location,
      suspect: view.suspect,
      active_site: view.active,
      since: view.since === null ? null : new Date(view.since).toISOString(),
      other_site: view.target,
      errors: [...view.errors],
    })),
    ...(request.source === 'monitor' ? {} : { by: request.by, reason: request.reason, details: request.details }),
  };
}
