/** Turns references into what they stand for. */
export interface SecretResolver {
  /**
   * Resolves `secret://name`; anything else is passed through as it is.
   * @throws DomainError `secret_not_found`, which names the secret and never holds a value.
   */
  resolve(reference: string): Promise<string>;
}

/** A canary write that the source has confirmed as committed. */
export interface AcknowledgedCanary {
  readonly seq: number;
  /** Time of the source's own clock. */
  readonly writtenAt: Date;
  /** Position in the source's WAL up to which its disk had everything, this canary included. */
  readonly lsn: string;
}

/** What the monitor has written to protected databases, kept by the service and not by the databases themselves. */
export interface CanaryLog {
  /** @returns null when no canary of this component was ever acknowledged. */
  lastAcknowledged(planId: string, componentId: string): Promise<AcknowledgedCanary | null>;
}
