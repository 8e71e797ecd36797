import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A row that has expired is as good as none. */
const CLAIM = /* sql */ `
  INSERT INTO idempotency_keys AS held (id, subject, route, key, fingerprint, attempt, locked_until, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 millisecond', now() + $8 * interval '1 millisecond')
  ON CONFLICT (id) DO UPDATE SET
    fingerprint = excluded.fingerprint, attempt = excluded.attempt, locked_until = excluded.locked_until,
    status = NULL, headers = NULL, body = NULL, created_at = now(), expires_at = excluded.expires_at
  WHERE held.expires_at <= now()
  RETURNING id
`;

const FIND = /* sql */ `
  SELECT fingerprint, status, headers, body, created_at, coalesce(locked_until > now(), false) AS under_way
  FROM idempotency_keys WHERE id = $1
`;

const RENEW = /* sql */ `
  UPDATE idempotency_keys SET locked_until = now() + $3 * interval '1 millisecond'
  WHERE id = $1 AND attempt = $2 AND status IS NULL
`;

const ANSWER = /* sql */ `
  UPDATE idempotency_keys SET status = $3, headers = $4, body = $5, locked_until = NULL
  WHERE id = $1 AND attempt = $2
`;

const LEAVE_OPEN = /* sql */ `UPDATE idempotency_keys SET locked_until = NULL WHERE id = $1 AND attempt = $2`;

const RELEASE = /* sql */ `DELETE FROM idempotency_keys WHERE id = $1 AND attempt = $2`;

const SWEEP = /* sql */ `
  DELETE FROM idempotency_keys WHERE id IN (
    SELECT id FROM idempotency_keys WHERE expires_at <= now() LIMIT $1 FOR UPDATE SKIP LOCKED
  )
`;

export interface IdempotencyClaim {
  readonly id: string;
  readonly subject: string;
  readonly route: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly attempt: string;
}

export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; null: none. */
  readonly body: string | null;
}

/** What is known of a request that came before with the same key. */
export type EarlierRequest = { readonly fingerprint: string; readonly since: Date } & (
  { readonly state: 'answered'; readonly answer: StoredAnswer } | { readonly state: 'under_way' | 'unknown' }
);

interface KeyRow {
  readonly fingerprint: string;
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly body: string | null;
  readonly created_at: Date;
  readonly under_way: boolean;
}

/** Requests by their Idempotency-Key. The primary key lets one of any number of replicas carry each out. */
@Injectable()
export class IdempotencyRepository {
  constructor(private readonly source: DataSource) {}

  /** @returns null when the caller is to carry the request out, and else what came before. */
  async claim(claim: IdempotencyClaim, lockMs: number, keepMs: number): Promise<EarlierRequest | null> {
    const { id, subject, route, key, fingerprint, attempt } = claim;
    for (;;) {
      const values = [id, subject, route, key, fingerprint, attempt, lockMs, keepMs];
      if ((await this.source.query<unknown[]>(CLAIM, values)).length > 0) return null;
      const [row] = await this.source.query<KeyRow[]>(FIND, [id]);
      // Between the two statements the other one may have released it: then it is free again.
      if (row) return earlierRequest(row);
    }
  }

  /** Says that whoever claimed it still works on it. */
  async renew({ id, attempt }: IdempotencyClaim, lockMs: number): Promise<void> {
    await this.source.query(RENEW, [id, attempt, lockMs]);
  }

  async answer({ id, attempt }: IdempotencyClaim, { status, headers, body }: StoredAnswer): Promise<void> {
    await this.source.query(ANSWER, [id, attempt, status, JSON.stringify(headers), body]);
  }

  /** It ended, and nobody can say how. */
  async leaveOpen({ id, attempt }: IdempotencyClaim): Promise<void> {
    await this.source.query(LEAVE_OPEN, [id, attempt]);
  }

  /** It ended without any effect: the key may be used again. */
  async release({ id, attempt }: IdempotencyClaim): Promise<void> {
    await this.source.query(RELEASE, [id, attempt]);
  }

  /** Removes keys that have expired, at most so many. */
  async sweep(atMost: number): Promise<void> {
    await this.source.query(SWEEP, [atMost]);
  }
}

function earlierRequest(row: KeyRow): EarlierRequest {
  const { fingerprint, status, headers, body, created_at: since } = row;
  if (status !== null)
    return { state: 'answered', fingerprint, since, answer: { status, headers: headers ?? {}, body } };
  return { state: row.under_way ? 'under_way' : 'unknown', fingerprint, since };
}
