import { finding, type Finding } from './finding.js';

/** Bytes of WAL that a slot which nobody reads from may keep before somebody has to know. */
export const RETAINED_BYTES = 1024 ** 3;

export const SLOT_ABANDONED = 'slot_abandoned';
export const SLOT_RETAINS_WAL = 'slot_retains_wal';

/** A replication slot on a server of a plan that nobody reads from. */
export interface IdleSlot {
  readonly componentId: string;
  readonly site: string;
  readonly name: string;
  readonly retainedBytes: number;
  /** The service has made it, and no plan names it any more. */
  readonly abandoned: boolean;
  /** The server sets it no limit, so it can fill the disk. */
  readonly unbounded: boolean;
}

/** What keeps WAL for nobody, until the disk of the server that serves is full. */
export function assessSlots(slots: readonly IdleSlot[]): readonly Finding[] {
  return slots.flatMap((slot): readonly Finding[] => {
    const { componentId, site, name, retainedBytes, abandoned, unbounded } = slot;
    const subject = `${componentId}.${site}.${name}`;
    const common = { severity: 'warning', subject, measured: `${Math.round(retainedBytes)} bytes` } as const;
    if (abandoned) {
      return [
        finding({
          ...common,
          code: SLOT_ABANDONED,
          message: `The slot ${name} of ${componentId} at the ${site} site was made by this service, and no plan names its standby any more: it is dropped soon. Name it in a control to keep it`,
        }),
      ];
    }
    if (retainedBytes < RETAINED_BYTES) return [];
    return [
      finding({
        ...common,
        code: SLOT_RETAINS_WAL,
        message:
          `The slot ${name} of ${componentId} at the ${site} site keeps WAL, and nobody reads it: bring its standby back, or drop it` +
          (unbounded ? '. max_slot_wal_keep_size is -1: set a limit, or this fills the disk' : ''),
        threshold: `${RETAINED_BYTES} bytes`,
      }),
    ];
  });
}
