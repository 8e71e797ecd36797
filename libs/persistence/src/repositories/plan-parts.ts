import type { EntityManager } from 'typeorm';
import type { PlanDocument } from '#domain/plan/plan-document.js';

const WRITE_CONFIGURATION = /* sql */ `
  INSERT INTO failover_configurations
    (plan_id, primary_site, secondary_site, failover_triggers, failover_automation, failover_timeout)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (plan_id) DO UPDATE SET primary_site = excluded.primary_site, secondary_site = excluded.secondary_site,
    failover_triggers = excluded.failover_triggers, failover_automation = excluded.failover_automation,
    failover_timeout = excluded.failover_timeout, updated_at = now()
`;

const DELETE_OTHER_PROCEDURES = /* sql */ `
  DELETE FROM recovery_procedures WHERE plan_id = $1 AND procedure_id <> ALL ($2::text[])
`;

/** A procedure that stays keeps its row, and one that has not changed is not written. */
const WRITE_PROCEDURE = /* sql */ `
  INSERT INTO recovery_procedures
    (plan_id, procedure_id, name, description, steps, estimated_duration, dependencies, automation_level, definition)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (plan_id, procedure_id) DO UPDATE SET name = excluded.name, description = excluded.description,
    steps = excluded.steps, estimated_duration = excluded.estimated_duration, dependencies = excluded.dependencies,
    automation_level = excluded.automation_level, definition = excluded.definition, updated_at = now()
  WHERE recovery_procedures.definition <> excluded.definition
`;

/**
 * Brings SPEC.md's tables `failover_configurations` and `recovery_procedures` to what a document says; in the
 * transaction that makes it the newest version.
 */
export async function writePlanParts(manager: EntityManager, planRowId: string, document: PlanDocument): Promise<void> {
  const { primary_site, secondary_site, failover_triggers, failover_automation, failover_timeout } =
    document.failover_configuration;
  await manager.query(WRITE_CONFIGURATION, [
    planRowId,
    JSON.stringify(primary_site),
    JSON.stringify(secondary_site),
    failover_triggers,
    failover_automation,
    failover_timeout,
  ]);
  const procedures = document.recovery_procedures;
  await manager.query(DELETE_OTHER_PROCEDURES, [planRowId, procedures.map(({ procedure_id }) => procedure_id)]);
  for (const procedure of procedures) {
    await manager.query(WRITE_PROCEDURE, [
      planRowId,
      procedure.procedure_id,
      procedure.name,
      procedure.description,
      procedure.steps.map((step) => (typeof step === 'string' ? step : step.name)),
      procedure.estimated_duration,
      procedure.dependencies,
      procedure.automation_level,
      JSON.stringify(procedure),
    ]);
  }
}
