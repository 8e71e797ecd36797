import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** People and systems as tokens named them; a projection, filled when a token is used. */
@Entity('admin_users')
export class AdminUser {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column('text', { unique: true })
  subject: string;

  @Column('text', { array: true, default: () => "'{}'" })
  roles: string[];

  @Column('timestamptz', { default: () => 'now()' })
  first_seen_at: Date;

  @Column('timestamptz', { default: () => 'now()' })
  last_seen_at: Date;
}
