import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, Unique, type Relation } from 'typeorm';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** SPEC.md's table; procedures of the newest version of a plan. The same id may stand in several plans. */
@Entity('recovery_procedures')
@Unique('recovery_procedures_plan_id_procedure_id_key', ['plan_id', 'procedure_id'])
export class RecoveryProcedure {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Index('recovery_procedures_procedure_id')
  @Column('text')
  procedure_id: string;

  @Column('uuid')
  plan_id: string;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'recovery_procedures_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('text')
  name: string;

  @Column('text')
  description: string;

  /** Names of the steps; `definition` has them whole. */
  @Column('text', { array: true })
  steps: string[];

  /** Minutes. */
  @Column('integer')
  estimated_duration: number;

  @Column('text', { array: true })
  dependencies: string[];

  @Column('text')
  automation_level: string;

  @Column('timestamptz', { default: () => 'now()' })
  created_at: Date;

  @Column('timestamptz', { default: () => 'now()' })
  updated_at: Date;

  /** A `ProcedureDefinition`. */
  @Column('jsonb')
  definition: object;
}
