import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { AnalyticsMeasures } from './analytics-counts.js';

/** A change that the roll-ups do not have yet. Written by triggers, moved by `analytics_fold`. */
@Entity('analytics_deltas')
export class AnalyticsDelta extends AnalyticsMeasures {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  /** No foreign key: it may outlive its plan by as long as it takes to be moved. */
  @Column('uuid')
  plan_id: string;

  @Column('text')
  kind: string;

  @Column('text')
  type: string;

  @Column('timestamptz')
  bucket: Date;
}
