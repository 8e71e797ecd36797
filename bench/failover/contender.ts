import type { FailoverType } from '../../lab/demo/documents.js';
import type { Lab } from '../../lab/lab.js';

export interface Trial {
  readonly lab: Lab;
  readonly type: FailoverType;
  /** For what a contender keeps in files; removed afterwards. */
  readonly directory: string;
}

/** A contender that has done everything that can be done before somebody says "now". */
export interface Ready {
  /**
   * Fails over, for real and with all proofs of docs/performance.md.
   * @returns milliseconds from the order to the last proof.
   * @throws when any proof is missing.
   */
  failOver(): Promise<number>;
  close(): Promise<void>;
}

export interface Contender {
  readonly name: string;
  getReady(trial: Trial): Promise<Ready>;
}

/** A contender, or why it can not take part on this machine. */
export type Entry = Contender | { readonly name: string; readonly missing: string };
