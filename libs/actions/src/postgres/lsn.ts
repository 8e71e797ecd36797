/**
 * A position in the write-ahead log as a number of bytes. PostgreSQL prints it as two hexadecimal numbers of 32 bits,
 * `16/B374D848`.
 */
export function lsnToBytes(lsn: string): bigint {
  const [high, low] = lsn.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

/** Bytes from `behind` to `ahead`; 0 when it is not behind at all. */
export function bytesBehind(ahead: string, behind: string): number {
  const distance = lsnToBytes(ahead) - lsnToBytes(behind);
  return distance > 0n ? Number(distance) : 0;
}

export const LSN_PATTERN = /^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/i;
