import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { boundStatement, MessageSplitter, type WireMessage } from './wire.js';

/** Sees every prepared statement that goes through. What it returns holds the message back until it resolves. */
export interface StatementWatcher {
  /** Before PostgreSQL sees it. @param parameters the Bind message, which holds the parameters. */
  sent(statement: string, parameters: Buffer): Promise<void> | undefined;
  /** After PostgreSQL has done it and committed, before the client knows. @param rows how many came back. */
  answered(statement: string, parameters: Buffer, rows: number): Promise<void> | undefined;
}

/** Stands between one worker and PostgreSQL, and can stop the two at any statement without either of them knowing. */
export class PostgresProxy {
  private readonly connections = new Set<Connection>();

  private constructor(
    private readonly server: Server,
    target: number,
    watcher: StatementWatcher,
  ) {
    server.on('connection', (client) => {
      const connection = new Connection(client, target, watcher);
      this.connections.add(connection);
      client.once('close', () => this.connections.delete(connection));
    });
  }

  static async listen(target: number, watcher: StatementWatcher): Promise<PostgresProxy> {
    const server = createServer({ noDelay: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new PostgresProxy(server, target, watcher);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.end();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** A statement whose answer is on its way. */
interface Asked {
  readonly statement: string;
  readonly parameters: Buffer;
  readonly answer: Buffer[];
  rows: number;
}

class Connection {
  private readonly server: Socket;
  private asked: Asked | null = null;
  /** One message after the other, also while one is held. */
  private upstream: Promise<void> = Promise.resolve();
  private downstream: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: Socket,
    target: number,
    private readonly watcher: StatementWatcher,
  ) {
    this.server = connect({ port: target, host: '127.0.0.1', noDelay: true });
    const fromClient = new MessageSplitter('client');
    const fromServer = new MessageSplitter('server');
    client.on('data', (chunk: Buffer) => {
      for (const message of fromClient.push(chunk)) this.upstream = this.upstream.then(() => this.send(message));
    });
    this.server.on('data', (chunk: Buffer) => {
      for (const message of fromServer.push(chunk)) this.downstream = this.downstream.then(() => this.answer(message));
    });
    for (const socket of [client, this.server]) {
      socket.on('error', () => undefined); // 'close' follows
      socket.once('close', () => this.end());
    }
  }

  /** What is held then never arrives. */
  end(): void {
    this.client.destroy();
    this.server.destroy();
  }

  private async send(message: WireMessage): Promise<void> {
    if (message.type === 'B') {
      const statement = boundStatement(message);
      await this.watcher.sent(statement, message.bytes);
      this.asked = { statement, parameters: message.bytes, answer: [], rows: 0 };
    }
    if (!this.server.destroyed) this.server.write(message.bytes);
  }

  private async answer({ type, bytes }: WireMessage): Promise<void> {
    const { asked } = this;
    if (asked === null) return this.pass(bytes);
    asked.answer.push(bytes);
    if (type === 'D') asked.rows++;
    if (type !== 'Z') return;
    // Ready for the next query: what the statement did is committed.
    this.asked = null;
    await this.watcher.answered(asked.statement, asked.parameters, asked.rows);
    this.pass(Buffer.concat(asked.answer));
  }

  private pass(bytes: Buffer): void {
    if (!this.client.destroyed) this.client.write(bytes);
  }
}
