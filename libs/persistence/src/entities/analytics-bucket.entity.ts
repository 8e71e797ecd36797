import { Entity, Index, PrimaryColumn } from 'typeorm';
import { AnalyticsMeasures } from './analytics-counts.js';

/** Tests of a type, or failovers of a type, of one plan in one bucket of time. */
@Entity('analytics_buckets')
@Index('analytics_buckets_grain_bucket', ['grain', 'bucket'])
export class AnalyticsBucket extends AnalyticsMeasures {
  @PrimaryColumn('uuid')
  plan_id: string;

  /** `quarter` of an hour, `month` of UTC, or `all` time. */
  @PrimaryColumn('text')
  grain: string;

  @PrimaryColumn('timestamptz')
  bucket: Date;

  /** `test` or `failover`. */
  @PrimaryColumn('text')
  kind: string;

  @PrimaryColumn('text')
  type: string;
}
