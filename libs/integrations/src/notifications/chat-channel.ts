import type { Delivery, NotificationChannel } from './channel.js';
import { postJson } from './post.js';

/** Incoming webhooks of Slack and of whatever understands its `{text}`: Mattermost, Rocket.Chat, Google Chat. */
export class ChatChannel implements NotificationChannel {
  /** @param timeoutMs milliseconds for one attempt. */
  constructor(private readonly timeoutMs: number) {}

  async send({ address, message }: Delivery, signal: AbortSignal): Promise<void> {
    const text = escapeMarkup(`*${message.subject}*\n${message.text}`);
    await postJson(address, JSON.stringify({ text }), {}, { signal, timeoutMs: this.timeoutMs });
  }
}

/** Without these three nothing in a plan's name can call a whole channel (`<!channel>`) or pass for a link. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
