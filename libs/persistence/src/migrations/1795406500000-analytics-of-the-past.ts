import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rolls up the tests and failovers that were there before the triggers. */
export class AnalyticsOfThePast1795406500000 implements MigrationInterface {
  readonly name = 'AnalyticsOfThePast1795406500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('SELECT analytics_rebuild()');
  }

  /** The roll-ups go with their tables. */
  async down(): Promise<void> {}
}
