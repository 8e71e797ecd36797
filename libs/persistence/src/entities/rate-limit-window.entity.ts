import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What one caller has used of one limit. */
@Entity('rate_limit_windows')
export class RateLimitWindow {
  /** `<limit>:<subject>`. */
  @PrimaryColumn('text')
  key: string;

  /** When each request came that counts, oldest first; those that have left the window go with the next request. */
  @Column('timestamptz', { array: true })
  hits: Date[];

  /** No hit counts any more. */
  @Index('rate_limit_windows_expires_at')
  @Column('timestamptz')
  expires_at: Date;
}
