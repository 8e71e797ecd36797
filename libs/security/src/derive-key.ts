import { hkdfSync } from 'node:crypto';

/** A key of 32 bytes for one purpose, so that no two purposes ever share one. */
export function deriveKey(secretsKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretsKey, Buffer.alloc(0), `disaster-recovery/${purpose}`, 32));
}
