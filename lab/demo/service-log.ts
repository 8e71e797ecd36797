import { createWriteStream, type WriteStream } from 'node:fs';

const KEPT_LINES = 30;

/** What API, worker and supervisor say: in a file, and the last of it at hand for when the demo fails. */
export class ServiceLog {
  readonly tail: string[] = [];
  private readonly stream: WriteStream;

  constructor(readonly file: string) {
    this.stream = createWriteStream(file);
  }

  write(line: string): void {
    this.stream.write(`${line}\n`);
    this.tail.push(line);
    if (this.tail.length > KEPT_LINES) this.tail.shift();
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.stream.end(resolve));
  }
}
