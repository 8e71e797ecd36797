import { parseRecipient, RECIPIENT_RULE } from '#domain/notification/recipient.js';
import { ListWhere } from './fields.js';

const MAX_RECIPIENTS = 500;

/** Who is to be told: e-mail addresses, webhooks and chat webhooks. */
export const Recipients = () =>
  ListWhere(
    'recipients',
    MAX_RECIPIENTS,
    (item) => typeof item === 'string' && parseRecipient(item) !== null,
    RECIPIENT_RULE,
  );
