import type { ServerResponse } from 'node:http';

/** Characters that may wait for a client who does not take them; beyond that the connection is cut. */
const MAX_WAITING = 4 * 1024 * 1024;

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // nginx would collect what should arrive at once.
  'X-Accel-Buffering': 'no',
  // Nothing else follows on it: a process that stops must not wait for idle connections.
  Connection: 'close',
};

/** One client of a stream. Holds back what the client does not take yet, within a bound. */
export class SseConnection {
  private waiting: string[] = [];
  private waitingChars = 0;
  private hasMoved = true;
  private onRoom: (() => void)[] = [];
  private isOpen = true;

  constructor(private readonly response: ServerResponse) {
    response.on('drain', () => this.flush());
    response.once('close', () => this.closed());
  }

  get open(): boolean {
    return this.isOpen;
  }

  begin(firstFrame: string): void {
    this.response.writeHead(200, HEADERS);
    this.response.socket?.setNoDelay(true);
    this.push(firstFrame);
  }

  /** Sends as soon as the client takes it; cuts the connection of one who has fallen too far behind. */
  push(frame: string): void {
    if (!this.isOpen) return;
    this.waiting.push(frame);
    this.waitingChars += frame.length;
    this.flush();
    if (this.waitingChars > MAX_WAITING) this.cut();
  }

  /** Resolves when the client has taken what was there before, or is gone. */
  async room(): Promise<void> {
    if (!this.isOpen || this.isIdle) return;
    await new Promise<void>((resolve) => this.onRoom.push(resolve));
  }

  /** Whether the client has taken everything. */
  get isIdle(): boolean {
    return this.waiting.length === 0 && !this.response.writableNeedDrain;
  }

  /** @returns whether the client has taken anything of what waited since the last time this was asked. */
  isMoving(): boolean {
    const moving = this.hasMoved || this.isIdle;
    this.hasMoved = false;
    return moving;
  }

  /** After everything that was pushed. The client may connect again. */
  end(): void {
    if (!this.isOpen) return;
    for (const frame of this.waiting) this.response.write(frame);
    this.response.end();
    this.closed();
  }

  /** At once. The client may connect again and goes on where it was. */
  cut(): void {
    this.response.destroy();
    this.closed();
  }

  private flush(): void {
    let sent = 0;
    while (sent < this.waiting.length && !this.response.writableNeedDrain) {
      const frame = this.waiting[sent++]!;
      this.waitingChars -= frame.length;
      this.response.write(frame);
    }
    if (sent > 0) {
      this.hasMoved = true;
      this.waiting = this.waiting.slice(sent);
    }
    if (this.isIdle) this.tellRoom();
  }

  private closed(): void {
    this.isOpen = false;
    this.waiting = [];
    this.waitingChars = 0;
    this.tellRoom();
  }

  private tellRoom(): void {
    const told = this.onRoom;
    this.onRoom = [];
    for (const resolve of told) resolve();
  }
}
