// Asks both databases, every 50 ms and on connections of its own, to take a write. Started by split-brain-witness.ts.
// On purpose it shares no code with whatever moves databases: it must not be wrong in the same way.
import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const EVERY_MS = 50;
/** A server that takes longer does not take the write now. */
const PATIENCE_MS = 300;

class Database {
  private client: pg.Client | undefined;
  private socket: Socket | undefined;

  constructor(private readonly url: string) {}

  /** @returns whether a write was committed, and acknowledged in time. */
  async takesWrite(): Promise<boolean> {
    try {
      const client = await this.connected();
      const { rowCount } = await client.query('UPDATE scenario_witness SET writes = writes + 1');
      return rowCount === 1;
    } catch (error) {
      // An answer, even a refusal, leaves the connection usable; anything else does not.
      if (!(error instanceof pg.DatabaseError) || error.severity === 'FATAL') this.drop();
      return false;
    }
  }

  /** However long it takes: only later is a slow answer one that comes too late. */
  async prepare(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'witness' });
    await client.connect();
    await client.query('CREATE TABLE IF NOT EXISTS scenario_witness AS SELECT 0 AS writes');
    await client.end();
  }

  drop(): void {
    this.socket?.destroy();
    this.client = undefined;
  }

  private async connected(): Promise<pg.Client> {
    if (this.client) return this.client;
    const socket = new Socket();
    this.socket = socket;
    const client = new pg.Client({
      connectionString: this.url,
      stream: () => socket,
      application_name: 'witness',
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
    });
    client.on('error', () => this.drop());
    await client.connect();
    this.client = client;
    return client;
  }
}

const { WITNESS_PRIMARY_URL: first, WITNESS_SECONDARY_URL: second, WITNESS_FILE: file } = process.env;
if (first === undefined || second === undefined || file === undefined) throw new Error('WITNESS_… must be set');

const primary = new Database(first);
const secondary = new Database(second);
const seen = { rounds: 0, primary: 0, secondary: 0 };
let going = true;

/** Written down at once: what was seen must not be lost with the witness. */
function record(line: object): void {
  appendFileSync(file!, `${JSON.stringify(line)}\n`);
}

function count(role: 'primary' | 'secondary'): void {
  seen[role] += 1;
  if (seen[role] === 1) record({ first: role });
}

async function look(): Promise<void> {
  const [byPrimary, bySecondary] = await Promise.all([primary.takesWrite(), secondary.takesWrite()]);
  seen.rounds += 1;
  if (byPrimary) count('primary');
  if (bySecondary) count('secondary');
  if (!byPrimary || !bySecondary) return;
  // The work may have moved between the two answers. Asked once more in turn, one of them has taken a write before and
  // after the other took one: then both were open at the same time.
  if ((await primary.takesWrite()) && (await secondary.takesWrite())) record({ both: new Date().toISOString() });
}

process.once('SIGTERM', () => (going = false));
process.once('disconnect', () => process.exit(0));
await primary.prepare();
process.send?.('ready');
while (going) {
  const next = delay(EVERY_MS);
  await look();
  await next;
}
record({ seen });
process.exit(0);
