import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AdminUser } from './admin-user.entity.js';

/** Encrypted values that plans refer to as `secret://name`. */
@Entity('secrets')
export class Secret {
  @PrimaryColumn('text')
  name: string;

  @Column('bytea')
  ciphertext: Buffer;

  @Column('bytea')
  nonce: Buffer;

  @Column('text')
  key_id: string;

  @Column('timestamptz', { default: () => 'now()' })
  updated_at: Date;

  @Column('uuid')
  updated_by: string;

  @ManyToOne(() => AdminUser)
  @JoinColumn({ name: 'updated_by', foreignKeyConstraintName: 'secrets_updated_by_fkey' })
  updater: Relation<AdminUser>;
}
