/** A write that a client was told is safe. Times are epoch milliseconds with fractions. */
export interface Acknowledgement {
  readonly id: number;
  /** By the client's clock, which never jumps. */
  readonly acknowledgedAtMs: number;
  /** By the clock of the database that took it. */
  readonly writtenAtMs: number;
}
