import { join } from 'node:path';
import { z } from 'zod';
import type { JsonObject } from '#domain/json.js';
import type { Action } from '#engine/ports.js';
import { EffectMissingError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import { PostgresQueryError } from '../postgres/errors.js';
import { binInput, placeInputs, type RestoreSettings } from './allowed.js';
import { DataDiffersError } from './errors.js';
import {
  differences,
  expectedTables,
  expectsSomething,
  manifestInput,
  readManifest,
  type ExpectedTable,
} from './expectations.js';
import { loginInputs } from './login.js';
import { withRestored, type Login } from './restored-session.js';
import { digestOf } from './table-digest.js';
import { toolError, tryTool } from './tool.js';
import { exists, SOCKET_PORT, Workspace } from './workspace.js';

/** What pg_amcheck ends with when it has found something. */
const CORRUPT = 2;

function schemaFor(settings: RestoreSettings) {
  return z.strictObject({
    ...placeInputs(settings),
    ...loginInputs,
    bin: binInput(settings),
    tables: expectedTables.default([]),
    /** A file in the data directory that came with the backup; then it has to be there. */
    manifest: manifestInput.optional(),
  });
}
type Inputs = z.output<ReturnType<typeof schemaFor>>;

/**
 * Reads what was restored: the tables that something is known of, held against what they should be, and the structure of
 * all others by pg_amcheck, where the server has it. A step that had nothing to hold anything against proves nothing,
 * and fails.
 */
export function backupVerifyData(settings: RestoreSettings): Action<Inputs> {
  return {
    name: 'backup.verify_data',
    parse: inputParser('backup.verify_data', schemaFor(settings)),
    // That the data were right before a crash is soon asked again.
    probe: () => Promise.resolve({ answer: 'not_done' }),

    async apply(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      await workspace.restored(context);
      const { signal } = context;
      const promised = inputs.manifest === undefined ? [] : await readManifest(workspace, inputs.manifest);
      const expected = [...inputs.tables, ...promised];
      const compared = await compare(workspace, inputs, expected, signal);
      const amcheck = await checkStructure(workspace, inputs, signal);
      if (compared.faults.length > 0) throw new DataDiffersError(compared.faults);
      const asserted = expected.filter(expectsSomething).length;
      if (asserted === 0 && amcheck !== 'passed') {
        throw new EffectMissingError(
          'nothing says what the data should be: give tables or a manifest, or install pg_amcheck with amcheck',
        );
      }
      return { tables: compared.tables, compared: asserted, amcheck };
    },

    verify: () => Promise.resolve({}),
  };
}

async function compare(
  workspace: Workspace,
  login: Login,
  expected: readonly ExpectedTable[],
  signal: AbortSignal,
): Promise<{ readonly tables: readonly JsonObject[]; readonly faults: readonly string[] }> {
  const tables: JsonObject[] = [];
  const faults: string[] = [];
  for (const database of new Set(expected.map((one) => one.database ?? login.database))) {
    await withRestored(workspace, { ...login, database }, signal, async (sql) => {
      for (const one of expected.filter((each) => (each.database ?? login.database) === database)) {
        try {
          const found = await digestOf(sql, one.table);
          tables.push({ table: one.table, rows: found.rows, checksum: found.checksum });
          faults.push(...differences(one, found));
        } catch (error) {
          // No such table, or a page that can not be read: what the server says of it holds no row.
          if (!(error instanceof PostgresQueryError)) throw error;
          faults.push(`${one.table}: ${error.message}`);
        }
      }
    });
  }
  return { tables, faults };
}

/** @throws DataDiffersError when it finds corruption, BackupToolError when it can not look */
async function checkStructure(
  workspace: Workspace,
  { bin, user, database }: Inputs,
  signal: AbortSignal,
): Promise<'passed' | 'not_available'> {
  const program = join(bin, 'pg_amcheck');
  const there = await withRestored(workspace, { user, database }, signal, (sql) =>
    sql(`SELECT FROM pg_available_extensions WHERE name = 'amcheck'`),
  );
  if (there.length === 0 || !(await exists(program))) return 'not_available';
  const call = {
    program,
    arguments: [
      `--host=${workspace.path}`,
      `--port=${SOCKET_PORT}`,
      `--username=${user}`,
      `--maintenance-db=${database}`,
      '--no-password',
      '--install-missing',
      '--all',
    ],
    environment: {},
    directory: workspace.path,
    account: workspace.account,
    secrets: [],
  };
  const result = await tryTool(call, signal);
  if (result.exitCode === 0) return 'passed';
  if (result.exitCode === CORRUPT) {
    throw new DataDiffersError(['pg_amcheck found corruption', ...result.stdout.trim().split('\n').slice(0, 10)]);
  }
  throw toolError(call, result);
}
