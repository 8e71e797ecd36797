import { Entity, PrimaryColumn } from 'typeorm';
import { AnalyticsCounts } from './analytics-counts.js';

/** Tests, or failovers, of all plans in a quarter of an hour. */
@Entity('analytics_quarters')
export class AnalyticsQuarter extends AnalyticsCounts {
  @PrimaryColumn('timestamptz')
  bucket: Date;

  /** `test` or `failover`. */
  @PrimaryColumn('text')
  kind: string;
}
