import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ALERTS_DOWN, ALERTS_UP } from './1795406000000-analytics/alerts.js';
import { ROLL_UPS_DOWN, ROLL_UPS_UP } from './1795406000000-analytics/roll-ups.js';
import { SITE_HEALTH_DOWN, SITE_HEALTH_UP } from './1795406000000-analytics/site-health.js';

/** Roll-ups of tests and failovers kept by triggers, samples of site health, alerts. No data: the next one fills them. */
export class Analytics1795406000000 implements MigrationInterface {
  readonly name = 'Analytics1795406000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROLL_UPS_UP);
    await runner.query(SITE_HEALTH_UP);
    await runner.query(ALERTS_UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(ALERTS_DOWN);
    await runner.query(SITE_HEALTH_DOWN);
    await runner.query(ROLL_UPS_DOWN);
  }
}
