import { recipientsOf, type Occasion } from '#domain/notification/preferences.js';
import { parseRecipient } from '#domain/notification/recipient.js';
import type { NewDelivery } from '#persistence/repositories/notification-outbox-repository.js';

/** Channel of what can not be read as a recipient; kept all the same, so that somebody sees it. */
const UNKNOWN = 'unknown';

/** One delivery for each recipient who wants to know. */
export function addressees(occasion: Occasion): readonly NewDelivery[] {
  return recipientsOf(occasion).map((recipient) => ({
    channel: parseRecipient(recipient)?.channel ?? UNKNOWN,
    recipient,
  }));
}
