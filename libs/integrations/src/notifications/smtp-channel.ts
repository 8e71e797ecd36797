import { createTransport, type SendMailOptions } from 'nodemailer';
import type { DomainError } from '#domain/errors.js';
import { withinLimit } from '#outbound/within-limit.js';
import {
  ChannelNotConfiguredError,
  DeliveryFailedError,
  DeliveryRefusedError,
  type Delivery,
  type NotificationChannel,
} from './channel.js';

export interface SmtpOptions {
  /** Null: e-mail is not configured. */
  readonly url: string | null;
  /** Sender; null: e-mail is not configured. */
  readonly from: string | null;
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number;
}

/** What nodemailer adds to its errors. */
interface SmtpFault {
  /** Command that the server did not like, such as `RCPT TO`. */
  readonly command?: string;
  /** The server's answer, such as 550. */
  readonly responseCode?: number;
  readonly response?: string;
  readonly code?: string;
}

/** Text that a server sends is cut off after this many characters. */
const MAX_REASON = 300;

/** E-mail. Each attempt has a connection of its own: there are few mails, and a server may restart between them. */
export class SmtpChannel implements NotificationChannel {
  constructor(private readonly options: SmtpOptions) {}

  async send(delivery: Delivery, signal: AbortSignal): Promise<void> {
    const { url, from, timeoutMs } = this.options;
    if (url === null) throw new ChannelNotConfiguredError('no mail server is configured: SMTP_URL is not set');
    if (from === null) throw new ChannelNotConfiguredError('e-mail has no sender: NOTIFICATION_FROM is not set');
    const transport = createTransport({
      url,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      const mail = mailOf(delivery, from);
      await withinLimit(timeoutMs, signal, (limit) => transport.sendMail({ ...mail, signal: limit }));
    } catch (error) {
      throw faultOf(error);
    } finally {
      transport.close();
    }
  }
}

function mailOf({ id, executionId, address, message }: Delivery, from: string): SendMailOptions {
  const domain = /@([^\s<>@]+)>?\s*$/.exec(from)?.[1] ?? 'disaster-recovery.invalid';
  return {
    from,
    // An object is one address; a text would be parsed as a list of them.
    to: { name: '', address },
    subject: message.subject,
    text: message.text,
    messageId: `<${id}@${domain}>`,
    date: message.timestamp,
    // One thread for each execution.
    references: `<${executionId}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

/** 5xx for this recipient or this mail is final; a refused login is not, for somebody may mend it. */
function faultOf(error: unknown): DomainError {
  const { command, responseCode, response, code } = error as SmtpFault;
  if (responseCode === undefined) {
    const why = code === 'EABORT' ? 'it did not take the mail in time' : (code ?? 'unknown error');
    return new DeliveryFailedError(`the mail server can not be reached: ${why}`, { cause: error });
  }
  const said = `the mail server answered ${(response ?? String(responseCode)).slice(0, MAX_REASON)}`;
  const isFinal = responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
  return isFinal ? new DeliveryRefusedError(said) : new DeliveryFailedError(said, { cause: error });
}
