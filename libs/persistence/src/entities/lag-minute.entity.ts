import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** The worst that was measured of a standby in a minute; kept for 30 days. Null: nothing was. */
@Entity('lag_minutes')
@Index('lag_minutes_minute', ['minute'])
export class LagMinute {
  @PrimaryColumn('uuid')
  plan_id: string;

  @PrimaryColumn('text')
  component_id: string;

  @PrimaryColumn('timestamptz')
  minute: Date;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'lag_minutes_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('integer')
  samples: number;
  @Column('double precision', { nullable: true })
  bytes: number | null;

  @Column('double precision', { nullable: true })
  replay_ms: number | null;

  @Column('double precision', { nullable: true })
  canary_ms: number | null;
}
