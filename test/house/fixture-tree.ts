import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** What the checks read beside the sources; a planted tree is judged by the real configuration. */
const CONFIGURATION = ['package.json', 'tsconfig.json', '.dependency-cruiser.mjs', '.oxlintrc.json'];

export interface FixtureTree {
  readonly folder: string;
  /** Runs a program of node_modules there and gives what it printed, whatever its exit code. */
  run(script: string, ...args: string[]): Promise<{ code: number; output: string }>;
  remove(): void;
}

/** A small repository in a temporary folder: the given files, under this repository's own rules. */
export function plantTree(files: Record<string, string>): FixtureTree {
  const folder = mkdtempSync(join(tmpdir(), 'house-rules-'));
  for (const name of CONFIGURATION) cpSync(name, join(folder, name));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'dir');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return {
    folder,
    run: (script, ...args) =>
      new Promise((done) => {
        const command = [join('node_modules', script), ...args];
        execFile(process.execPath, command, { cwd: folder, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
          done({
            code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1,
            output: stdout || stderr,
          });
        });
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
