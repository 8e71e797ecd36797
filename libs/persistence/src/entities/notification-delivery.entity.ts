import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, Unique, type Relation } from 'typeorm';
import { NotificationOutbox } from './notification-outbox.entity.js';

/** One event for one recipient. Its id is what receivers know it by, however often it is sent. */
@Entity('notification_deliveries')
@Unique('notification_deliveries_outbox_id_recipient_key', ['outbox_id', 'recipient'])
@Index('notification_deliveries_due', ['next_attempt_at'], { where: "status = 'pending'" })
@Index('notification_deliveries_newest', ['created_at', 'id'])
@Index('notification_deliveries_status_newest', ['status', 'created_at', 'id'])
export class NotificationDelivery {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column('bigint')
  outbox_id: string;

  @ManyToOne(() => NotificationOutbox, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'outbox_id', foreignKeyConstraintName: 'notification_deliveries_outbox_id_fkey' })
  outbox: Relation<NotificationOutbox>;

  /** email, webhook, chat, or unknown for what is no address. */
  @Column('text')
  channel: string;

  /** As the plan or test wrote it. */
  @Column('text')
  recipient: string;

  @Column('text', { default: 'pending' })
  status: string;

  @Column('integer', { default: 0 })
  attempts: number;

  /** While an attempt is under way: when it counts as lost. Null when it is over. */
  @Column('timestamptz', { nullable: true })
  next_attempt_at: Date | null;

  @Column('text', { nullable: true })
  last_error: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  created_at: Date;

  @Column('timestamptz', { nullable: true })
  delivered_at: Date | null;
}
