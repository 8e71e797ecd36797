import type { EntityManager } from 'typeorm';
import type { JsonObject } from '#domain/json.js';
import type { Site } from '#domain/plan/plan-document.js';
import type { DecidedTrigger } from '#domain/trigger/decide-trigger.js';
import type { Trigger, TriggerSource } from '#domain/trigger/trigger.js';
import { newPublicId } from '../public-id.js';

export interface LoggedDecision {
  readonly planRowId: string;
  readonly trigger: Trigger;
  readonly source: TriggerSource;
  readonly site: Site;
  readonly decided: DecidedTrigger;
  readonly evidence: JsonObject;
  readonly executionId: string | null;
}

/** The newest of its kind, when it says the same and was confirmed lately. What people ask for is kept one by one. */
const FOLD = /* sql */ `
  UPDATE trigger_decisions SET count = count + 1, last_at = now(), reasons = $6, evidence = $7
  WHERE id = (
    SELECT id FROM trigger_decisions WHERE plan_id = $1 AND trigger = $2 AND source = $3 ORDER BY id DESC LIMIT 1
  )
    AND source <> 'api' AND site = $4 AND decision = $5 AND decision <> 'started'
    AND last_at > now() - interval '10 minutes'
    AND jsonb_path_query_array(reasons, '$[*].code') = jsonb_path_query_array($6::jsonb, '$[*].code')
  RETURNING decision_id
`;

const INSERT = /* sql */ `
  INSERT INTO trigger_decisions (plan_id, trigger, source, site, decision, reasons, evidence, decision_id, execution_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
`;

/** Within the lock of the plan's decisions. @returns the id under which the decision is found. */
export async function logDecision(manager: EntityManager, logged: LoggedDecision): Promise<string> {
  const { planRowId, trigger, source, site, decided, evidence, executionId } = logged;
  const values = [
    planRowId,
    trigger,
    source,
    site,
    decided.decision,
    JSON.stringify(decided.reasons),
    JSON.stringify(evidence),
  ];
  const [folded] = await manager.query<[{ decision_id: string }[], number]>(FOLD, values);
  if (folded[0]) return folded[0].decision_id;
  const decisionId = newPublicId('decision');
  await manager.query(INSERT, [...values, decisionId, executionId]);
  return decisionId;
}
