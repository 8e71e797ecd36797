import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AdminUser } from './admin-user.entity.js';
import { Execution } from './execution.entity.js';

/** That somebody has ended the cool-down after a failover. */
@Entity('cooldown_acknowledgements')
export class CooldownAcknowledgement {
  @PrimaryColumn('text')
  execution_id: string;

  @OneToOne(() => Execution, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'execution_id', foreignKeyConstraintName: 'cooldown_acknowledgements_execution_id_fkey' })
  execution: Relation<Execution>;

  @Column('uuid')
  acknowledged_by: string;

  @ManyToOne(() => AdminUser)
  @JoinColumn({ name: 'acknowledged_by', foreignKeyConstraintName: 'cooldown_acknowledgements_acknowledged_by_fkey' })
  acknowledger: Relation<AdminUser>;

  @Column('timestamptz', { default: () => 'now()' })
  acknowledged_at: Date;

  @Column('text', { nullable: true })
  comment: string | null;
}
