import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The request of one of the contract's documents, which the tests keep. */
export async function contractRequest(document: string): Promise<Record<string, unknown>> {
  // From dist/bench/support back to the sources: data files are not built.
  const file = join(import.meta.dirname, '..', '..', '..', 'test', 'contract', 'documents', `${document}.json`);
  return (JSON.parse(await readFile(file, 'utf8')) as { request: Record<string, unknown> }).request;
}
