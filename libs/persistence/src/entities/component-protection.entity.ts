import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** How the database of the site that is not active was seen last, and which worker looks at it. */
@Entity('component_protections')
export class ComponentProtection {
  @PrimaryColumn('uuid')
  plan_id: string;

  @PrimaryColumn('text')
  component_id: string;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'component_protections_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  /** The site that was not active when it was seen. */
  @Column('text')
  site: string;

  @Column('text')
  state: string;

  @Column('timestamptz', { default: () => 'now()' })
  since: Date;

  @Column('timestamptz', { nullable: true })
  seen_at: Date | null;

  @Column('text', { default: '' })
  detail: string;

  @Column('jsonb', { nullable: true })
  sight: object | null;

  /** Of the active site's server, when it was seen last as a primary. */
  @Column('integer', { nullable: true })
  active_timeline: number | null;

  @Column('text', { nullable: true })
  watcher: string | null;

  @Column('timestamptz', { nullable: true })
  watcher_expires_at: Date | null;
}
