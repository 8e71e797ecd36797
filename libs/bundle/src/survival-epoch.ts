/**
 * More takeovers than a service makes in the life of a bundle: it gives out one epoch for each. So a run far from the
 * service stands above whatever the service has given out since the bundle was made, without being able to ask.
 */
const SURVIVAL_OFFSET = 1_000_000;

/**
 * What the epochs of a run with a bundle stand on. It rises with every second, so that of two runs with the same bundle
 * the later one stands above the earlier.
 */
export function survivalEpochBase(bundleEpoch: number, bundleCreatedAt: Date, now: Date): number {
  const seconds = Math.max(0, Math.floor((now.getTime() - bundleCreatedAt.getTime()) / 1000));
  return bundleEpoch + SURVIVAL_OFFSET + seconds;
}
