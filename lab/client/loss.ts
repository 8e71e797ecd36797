import type { Acknowledgement } from './acknowledgement.js';

export interface Loss {
  /** Ids that were acknowledged and are not there. */
  readonly lost: readonly number[];
  /** From the newest surviving write before the newest lost one to that one; 0 when nothing is lost. */
  readonly lossWindowMs: number;
}

/**
 * What a client was promised and did not get.
 * @param surviving id → when written, as the database that goes on holds it.
 */
export function measureLoss(acknowledged: readonly Acknowledgement[], surviving: ReadonlyMap<number, number>): Loss {
  const lost = acknowledged.filter(({ id }) => !surviving.has(id));
  if (lost.length === 0) return { lost: [], lossWindowMs: 0 };
  const newestLost = lost.reduce((newest, { writtenAtMs }) => Math.max(newest, writtenAtMs), -Infinity);
  const firstWritten = acknowledged.reduce((first, { writtenAtMs }) => Math.min(first, writtenAtMs), Infinity);
  // With no survivor at all, everything since the first write is lost.
  let newestSurvivor = firstWritten;
  for (const writtenAtMs of surviving.values()) {
    if (writtenAtMs < newestLost && writtenAtMs > newestSurvivor) newestSurvivor = writtenAtMs;
  }
  return { lost: lost.map(({ id }) => id), lossWindowMs: newestLost - newestSurvivor };
}
