import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * A request that carried an Idempotency-Key. Under way while `locked_until` lies ahead, answered when there is a
 * `status`; with neither, nobody knows how it ended.
 */
@Entity('idempotency_keys')
export class IdempotencyKey {
  /** Digest of subject, route and key: paths may be longer than what an index takes. */
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  subject: string;

  /** Method and path. */
  @Column('text')
  route: string;

  @Column('text')
  key: string;

  /** Digest of what was asked for: query and body. */
  @Column('text')
  fingerprint: string;

  /** Whoever carries it out; a later one has another. */
  @Column('uuid')
  attempt: string;

  @Column('timestamptz', { nullable: true })
  locked_until: Date | null;

  @Column('integer', { nullable: true })
  status: number | null;

  @Column('jsonb', { nullable: true })
  headers: Record<string, string> | null;

  /** JSON; null for an answer without a body. Text, because jsonb has an order of its own. */
  @Column('text', { nullable: true })
  body: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  created_at: Date;

  @Index('idempotency_keys_expires_at')
  @Column('timestamptz')
  expires_at: Date;
}
