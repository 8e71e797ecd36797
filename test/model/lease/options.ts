import type { Runbook } from '#domain/runbook/runbook.js';

/** Rules of the product, each taken away: the checker must find what happens then. */
export type Mutation =
  | 'append does not check the epoch'
  | 'append does not check the seq'
  | 'acquire does not raise the epoch'
  | 'a lease is trusted for its whole life'
  | 'a lease is trusted from when the journal was read'
  | 'the right is not checked before the world is changed'
  | 'release marks everything as seen'
  | 'a worker that stops marks what it has read as seen'
  | 'a step begun before is done again without a probe'
  | 'a step begins before that is durable';

/**
 * What the world does with the epoch that an action brings along. `none`: nothing. `acts`: it refuses to be changed
 * under an epoch older than one that has changed it. `looks and acts`: also older than one that has looked at it.
 */
export type Fencing = 'none' | 'acts' | 'looks and acts';

export interface ModelOptions {
  readonly runbook: Runbook;
  /** Ids of steps whose effect can be looked at. */
  readonly probeable: ReadonlySet<string>;
  readonly fencing: Fencing;
  /** What is claimed of effects: with a world that fences, all of it; else but for what arrives after a takeover. */
  readonly claim: 'exactly once' | 'once in time';
  readonly workers: number;
  /** Life of a lease, and how long its holder trusts it, in ticks. */
  readonly ttl: number;
  readonly trust: number;
  /** Whether a holder's clock may lose one tick in the life of a lease. */
  readonly drift: boolean;
  /** How often a worker that lives can not renew its lease in time: it was frozen, or cut off. */
  readonly freezes: number;
  /** How often a worker dies or is told to stop; one has to stay. */
  readonly deaths: number;
  readonly stops: number;
  /** Questions to the store whose answer, or which themselves, get lost. */
  readonly losses: number;
  /** Actions that fail, with or without their effect. */
  readonly failures: number;
  readonly requests: { readonly cancel: number; readonly retry: number; readonly skip: number };
  readonly mutation?: Mutation;
}

/** Ticks for which a worker trusts a lease that it has just taken or renewed. */
export function trusted({ ttl, trust, mutation }: Pick<ModelOptions, 'ttl' | 'trust' | 'mutation'>): number {
  return mutation === 'a lease is trusted for its whole life' ? ttl : trust;
}
