import { z } from 'zod';
import type { JournalEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import { InvalidExportError } from './errors.js';

const text = z.string().max(100_000);
const object = z.record(z.string(), z.json());
const failure = z.strictObject({ code: text, message: text, details: object });

/** The form of every field that entries have; which entry may come when is the state machine's to say. */
const entry = z.object({
  type: z.string(),
  by: z.string().min(1).max(200),
  comment: text,
  data: object,
  stepId: text,
  stepIds: z.array(text),
  attempt: z.int().min(1),
  error: failure.nullable(),
  retryInMs: z.number(),
  task: text,
  output: object,
  durationMs: z.number().min(0),
  foundDone: z.boolean(),
  detail: text,
  to: z.enum(['primary', 'secondary']),
  status: z.string(),
  outcome: z.json(),
  owner: text,
  reason: text,
  cause: text,
  why: text,
  resolution: text,
});

const form = z.strictObject({
  bundle: z.unknown(),
  execution_id: z.string().regex(/^(failover|exec)_[0-9a-z]{22}$/, 'must be an id that drctl has given'),
  records: z
    .array(
      z.strictObject({
        seq: z.int().min(1),
        epoch: z.int().min(1).nullable(),
        at: z.iso.datetime(),
        entry: entry.partial().required({ type: true }).catchall(z.json()),
      }),
    )
    .min(1)
    .max(100_000),
});

export interface ParsedExport {
  readonly bundle: unknown;
  readonly execution_id: string;
  readonly records: readonly JournalRecord[];
}

/** @throws InvalidExportError naming the first field that is wrong. */
export function parseExport(document: unknown): ParsedExport {
  const parsed = form.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InvalidExportError(`${issue!.path.join('.')}: ${issue!.message}`);
  }
  const { records, ...rest } = parsed.data;
  return {
    bundle: rest.bundle,
    execution_id: rest.execution_id,
    records: records.map((record) => ({
      ...record,
      at: new Date(record.at),
      entry: record.entry as unknown as JournalEntry,
    })),
  };
}
