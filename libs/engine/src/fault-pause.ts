/**
 * How long an execution rests after a holder could not drive it (its journal does not fold, the worker is older than
 * the journal): twice as long with each fault in a row, so that it neither keeps the workers busy nor is given up. Only
 * after the first one another may try at once: it can have been that worker's own trouble.
 */
export const FAULT_PAUSE = { firstMs: 1_000, longestMs: 60_000 } as const;
