import type { DeliveryPosition } from '#persistence/repositories/notification-delivery-repository.js';

const POSITION = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Where the next page begins. Opaque for clients. */
export function writeCursor({ createdAt, id }: DeliveryPosition): string {
  return Buffer.from(`${createdAt} ${id}`).toString('base64url');
}

/** Null for what we have not written. */
export function readCursor(cursor: string): DeliveryPosition | null {
  const [, createdAt, id] = POSITION.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (createdAt === undefined || id === undefined || Number.isNaN(Date.parse(createdAt))) return null;
  return { createdAt, id };
}
