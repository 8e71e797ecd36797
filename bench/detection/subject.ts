import type { WriteClient } from '../../lab/client/write-client.js';

/** What the loss of a primary site cost, milliseconds from SIGKILL on. */
export interface Detected {
  /** Until the first write that was acknowledged afterwards. */
  readonly restoredMs: number;
  /** Until a failover was begun; null where nobody says so. */
  readonly decidedMs: number | null;
}

export interface Subject {
  readonly name: string;
  /** How often it is measured. */
  readonly rounds: number;
  /** One loss of everything at the primary site, in a laboratory of its own. */
  measure(): Promise<Detected>;
}

/** Writes that prove that the client is served. */
const WRITES_OF_PROOF = 25;
/** Milliseconds after which nobody will serve it any more. */
const PATIENCE_MS = 180_000;

/** @throws when the client is not served for minutes */
export function untilServed(client: WriteClient, writes = WRITES_OF_PROOF): Promise<void> {
  return client.moreAcknowledged(writes, AbortSignal.timeout(PATIENCE_MS));
}
