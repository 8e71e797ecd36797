import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerAddress } from 'smtp-server';

export interface Mail {
  readonly to: string;
  readonly source: string;
}

/** A real SMTP server that takes mails, or refuses them for a while. */
export class MailServer {
  readonly mails: Mail[] = [];
  /** Answers to `RCPT TO`, taken one after the other; when there are none left, everybody is known. */
  readonly refusals: { readonly code: number; readonly message: string }[] = [];
  private readonly server: SMTPServer;

  private constructor() {
    this.server = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      onRcptTo: (_address: SMTPServerAddress, _session, callback) => {
        const refusal = this.refusals.shift();
        callback(refusal ? Object.assign(new Error(refusal.message), { responseCode: refusal.code }) : undefined);
      },
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const source = Buffer.concat(chunks).toString();
          for (const { address } of session.envelope.rcptTo) this.mails.push({ to: address, source });
          callback();
        });
      },
    });
    // A client that is killed in the middle of a mail.
    this.server.on('error', () => undefined);
  }

  static async start(): Promise<MailServer> {
    const mailServer = new MailServer();
    mailServer.server.listen(0, '127.0.0.1');
    await once(mailServer.server.server, 'listening');
    return mailServer;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** What a recipient has got, by the subjects. */
  subjectsOf(to: string): readonly string[] {
    return this.mails.filter((mail) => mail.to === to).map((mail) => header(mail, 'Subject'));
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

/** A header, with its folded lines. */
export function header({ source }: Mail, name: string): string {
  const found = new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(source);
  return (found?.[1] ?? '').replace(/\r?\n[ \t]/g, ' ');
}
