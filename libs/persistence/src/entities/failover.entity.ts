import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { JsonObject } from '#domain/json.js';
import { Execution } from './execution.entity.js';

/** What a failover is beside being an execution. */
@Entity('failovers')
export class Failover {
  @PrimaryColumn('text')
  failover_id: string;

  @OneToOne(() => Execution, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'failover_id', foreignKeyConstraintName: 'failovers_failover_id_fkey' })
  execution: Relation<Execution>;

  @Column('text')
  failover_type: string;

  @Column('text')
  reason: string;

  @Column('text', { array: true })
  components: string[];

  @Column('jsonb')
  failover_options: JsonObject;

  @Column('jsonb')
  execution_options: JsonObject;
}
