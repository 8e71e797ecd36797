import type { Loss } from '../client/loss.js';
import type { EdgeKind } from '../edge/edge.js';
import type { Execution, FailoverStatus, FailoverType } from './documents.js';

/** Everything that was seen of one failover, by the service and from outside of it. */
export interface RunResult {
  readonly type: FailoverType;
  readonly edge: EdgeKind;
  readonly planId: string;
  readonly execution: Execution;
  readonly failover: FailoverStatus;
  readonly targets: { readonly rtoMs: number; readonly rpoMs: number };
  /** The longest time in which no write of the client was acknowledged. */
  readonly outageMs: number;
  readonly acknowledged: number;
  readonly clientErrors: ReadonlyMap<string, number>;
  readonly loss: Loss;
  /** Names of the sites that took a write afterwards. */
  readonly writableSites: readonly string[];
  readonly expectedSite: string;
}
