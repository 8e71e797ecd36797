/** How a notification travels. */
export const CHANNELS = ['email', 'webhook', 'chat'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Where a notification goes. `address` is an e-mail address, a URL, or the `secret://` that holds the URL. */
export interface Recipient {
  readonly channel: Channel;
  readonly address: string;
}

/** What a recipient must be, for whoever wrote something else. */
export const RECIPIENT_RULE =
  'an e-mail address, a webhook (https://…, http://… or secret://name), ' +
  'or a chat webhook (slack+https://… or slack+secret://name), without a password in it';

const MAX_EMAIL = 254;
const MAX_URL = 2_000;
/** No quoted local parts, no lists, nothing that could begin another header line. */
const EMAIL = /^[^\s@<>()[\]\\,;:"\p{C}]+@[^\s@<>()[\]\\,;:"\p{C}]+$/u;
const SECRET = /^secret:\/\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const CHAT = 'slack+';

/** Reads a recipient as plans and tests write it; null when it is none. */
export function parseRecipient(text: string): Recipient | null {
  if (text.startsWith(CHAT)) {
    const address = text.slice(CHAT.length);
    return isEndpoint(address) ? { channel: 'chat', address } : null;
  }
  if (isEndpoint(text)) return { channel: 'webhook', address: text };
  return text.length <= MAX_EMAIL && EMAIL.test(text) && !text.includes('://')
    ? { channel: 'email', address: text }
    : null;
}

function isEndpoint(text: string): boolean {
  if (SECRET.test(text)) return true;
  if (text.length > MAX_URL || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

/** A recipient for people's eyes: of a URL only its host, for the path of a chat webhook is a password. */
export function maskedRecipient(text: string): string {
  const parts = /^((?:slack\+)?https?:\/\/[^/?#]+)(.*)$/i.exec(text);
  return parts && parts[2] !== '' && parts[2] !== '/' ? `${parts[1]}/…` : text;
}
