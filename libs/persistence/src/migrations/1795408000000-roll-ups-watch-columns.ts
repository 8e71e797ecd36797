import type { MigrationInterface, QueryRunner } from 'typeorm';

const WATCHED = 'status, mode, plan_id, requested_at, completed_at, outcome';

const row = (name: string): string =>
  WATCHED.split(', ')
    .map((column) => `${name}.${column}`)
    .join(', ');

const trigger = (when: string): string => /* sql */ `
  CREATE OR REPLACE TRIGGER analytics_executions_updated ${when} ON executions
    FOR EACH ROW WHEN (NEW.kind = 'failover' AND (${row('OLD')}) IS DISTINCT FROM (${row('NEW')}))
    EXECUTE FUNCTION analytics_executions_updated();
`;

/**
 * The roll-ups' trigger on executions is not even looked at by a write that names none of the columns it watches: the
 * journal's writes of ordinary steps, which are most of all writes.
 */
export class RollUpsWatchColumns1795408000000 implements MigrationInterface {
  readonly name = 'RollUpsWatchColumns1795408000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(trigger(`AFTER UPDATE OF ${WATCHED}`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(trigger('AFTER UPDATE'));
  }
}
