/** Steps of the sequential runbook, and of each of those that run at once. */
export const STEPS = 20;
/** Runbooks at once. */
export const RUNBOOKS = 200;
/** The graph: every step of a level waits for all of the level before. */
export const LEVELS = 5;
export const WIDTH = 10;

/** Something that does durable no-op steps. Each method does its work once and returns the milliseconds that it took. */
export interface Subject {
  readonly name: string;
  /** Of others: the benchmark goes on without it when it fails. */
  readonly isPeer: boolean;
  /** One runbook of STEPS steps, one after the other. */
  sequential(): Promise<number>;
  /** RUNBOOKS such runbooks at once. */
  concurrent(): Promise<number>;
  /** One runbook of LEVELS × WIDTH steps. */
  graph(): Promise<number>;
}

/** A subject that has to be stopped. */
export interface StartedSubject extends Subject {
  stop(): Promise<void>;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Calls `work` this many times at once. */
export function atOnce<T>(count: number, work: (index: number) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => work(index)));
}
