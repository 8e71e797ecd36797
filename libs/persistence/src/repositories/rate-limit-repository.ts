import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

const WINDOW = /* sql */ `$3::double precision * interval '1 second'`;

/** Hits that still count. `clock_timestamp()`, not `now()`: the row may have been waited for. */
const COUNTING = /* sql */ `FROM unnest(held.hits) AS hit WHERE hit > clock_timestamp() - ${WINDOW}`;

/**
 * One statement, so that whoever waits for the row judges what the one before has left. Answers no row, and writes
 * nothing, when the limit is used up.
 */
const TAKE = /* sql */ `
  INSERT INTO rate_limit_windows AS held (key, hits, expires_at)
  VALUES ($1, ARRAY[clock_timestamp()], clock_timestamp() + ${WINDOW})
  ON CONFLICT (key) DO UPDATE SET
    hits = ARRAY(SELECT hit ${COUNTING} ORDER BY hit) || clock_timestamp(),
    expires_at = clock_timestamp() + ${WINDOW}
  WHERE (SELECT count(*) ${COUNTING}) < $2
  RETURNING cardinality(hits) AS used, hits[cardinality(hits)]::text AS hit,
    extract(epoch FROM hits[1] + ${WINDOW} - clock_timestamp())::double precision AS until_next_s
`;

const UNTIL_NEXT = /* sql */ `
  SELECT extract(epoch FROM min(hit) + $2::double precision * interval '1 second' - clock_timestamp())::double precision
    AS until_next_s
  FROM rate_limit_windows, unnest(hits) AS hit
  WHERE key = $1 AND hit > clock_timestamp() - $2::double precision * interval '1 second'
`;

/** Of two hits of the same microsecond either may go. */
const GIVE_BACK = /* sql */ `
  UPDATE rate_limit_windows SET
    hits = hits[:array_position(hits, $2::timestamptz) - 1] || hits[array_position(hits, $2::timestamptz) + 1:]
  WHERE key = $1 AND array_position(hits, $2::timestamptz) IS NOT NULL
`;

const SWEEP = /* sql */ `
  DELETE FROM rate_limit_windows WHERE key IN (
    SELECT key FROM rate_limit_windows WHERE expires_at <= now() LIMIT $1 FOR UPDATE SKIP LOCKED
  )
`;

/** A place within a limit, or the news that there is none now. */
export interface LimitPlace {
  /** Null: the limit is used up. */
  readonly hit: string | null;
  /** Places used within the window, this one included. */
  readonly used: number;
  /** Seconds until the oldest place becomes free. */
  readonly untilNextSeconds: number;
}

/** Sliding windows of hits, shared by everybody who uses the same database. */
@Injectable()
export class RateLimitRepository {
  constructor(private readonly source: DataSource) {}

  async take(key: string, limit: number, windowSeconds: number): Promise<LimitPlace> {
    const taken = await this.source.query<{ used: number; hit: string; until_next_s: number }[]>(TAKE, [
      key,
      limit,
      windowSeconds,
    ]);
    const [row] = taken;
    if (row) return { hit: row.hit, used: row.used, untilNextSeconds: row.until_next_s };
    const [next] = await this.source.query<{ until_next_s: number | null }[]>(UNTIL_NEXT, [key, windowSeconds]);
    return { hit: null, used: limit, untilNextSeconds: next?.until_next_s ?? 0 };
  }

  async giveBack(key: string, hit: string): Promise<void> {
    await this.source.query(GIVE_BACK, [key, hit]);
  }

  /** Removes windows that count nothing any more, at most so many. */
  async sweep(atMost: number): Promise<void> {
    await this.source.query(SWEEP, [atMost]);
  }
}
