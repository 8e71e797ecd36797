import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import type { Child } from '../../process/child.js';
import { startNodeChild } from '../../process/node-child.js';
import { waitUntil } from '../../process/wait-until.js';
import { withSession } from '../../site/orders.js';
import type { Lab } from '../../lab.js';

export interface Testimony {
  /** Moments in which both databases took writes. */
  readonly both: readonly string[];
  /** How often it looked, and how often each took the write: a witness that saw nothing has nothing to say. */
  readonly seen: { readonly rounds: number; readonly primary: number; readonly secondary: number };
}

interface Line {
  /** Takes writes for the first time. */
  readonly first?: 'primary' | 'secondary';
  readonly both?: string;
  readonly seen?: Testimony['seen'];
}

/** A process that asks both databases of a laboratory for writes, all the time. */
export class SplitBrainWitness {
  private constructor(
    private readonly child: Child,
    private readonly file: string,
  ) {}

  /** While the primary takes writes and the standby streams. */
  static async start({ sites }: Pick<Lab, 'sites'>, file: string): Promise<SplitBrainWitness> {
    const { child } = await startNodeChild({
      name: 'the witness',
      module: new URL('./main.js', import.meta.url),
      env: {
        WITNESS_PRIMARY_URL: sites.primary.databaseUrl,
        WITNESS_SECONDARY_URL: sites.secondary.databaseUrl,
        WITNESS_FILE: file,
      },
    });
    // Where a standby is promoted before the witness's table has come to it, nobody would ever see it take a write.
    await waitUntil(() => withSession(sites.secondary.databaseUrl, prepared), { what: 'both sites know the witness' });
    return new SplitBrainWitness(child, file);
  }

  /** Whether it has seen, by now, that site take a write. */
  async hasSeen(role: 'primary' | 'secondary'): Promise<boolean> {
    return (await this.lines()).some(({ first }) => first === role);
  }

  /** Whether it has seen, by now, both take writes at the same time. */
  async hasSeenBoth(): Promise<boolean> {
    return (await this.lines()).some(({ both }) => both !== undefined);
  }

  /** @throws when it had ended before, and so has not seen everything. */
  async testify(): Promise<Testimony> {
    await this.child.stop();
    const lines = await this.lines();
    const seen = lines.find((line) => line.seen !== undefined)?.seen;
    if (!seen) throw new Error(`the witness did not stay to the end: ${this.child.lastWords}`);
    return { both: lines.flatMap((line) => line.both ?? []), seen };
  }

  stop(): Promise<void> {
    return this.child.stop();
  }

  private async lines(): Promise<readonly Line[]> {
    // Nothing was seen yet where there is no file.
    const text = await readFile(this.file, 'utf8').catch(() => '');
    // A line that is just being written has no end yet.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  }
}

async function prepared(session: pg.Client): Promise<boolean> {
  const { rows } = await session.query("SELECT FROM pg_tables WHERE tablename = 'scenario_witness'");
  return rows.length > 0;
}
