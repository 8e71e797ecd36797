import type { LimitPlace } from '#persistence/repositories/rate-limit-repository.js';

/** Where hits are counted: for all replicas together, each place taken by exactly one of them. */
export interface LimitStore {
  take(key: string, limit: number, windowSeconds: number): Promise<LimitPlace>;
  /** The hit no longer counts. */
  giveBack(key: string, hit: string): Promise<void>;
}

export const LIMIT_STORE = Symbol('LIMIT_STORE');
