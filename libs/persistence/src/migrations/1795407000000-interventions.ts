import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a paused execution is due by itself: approvals that are waited for may come too late. */
export class Interventions1795407000000 implements MigrationInterface {
  readonly name = 'Interventions1795407000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE executions ADD COLUMN wake_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE executions DROP COLUMN wake_at');
  }
}
