import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The compiled form of a module that is to run as a process of its own. Compiled code finds it beside itself; tests
 * run from the sources, of which Node can run none, and find it under dist/.
 */
export function compiled(module: URL): string {
  const beside = fileURLToPath(module);
  if (existsSync(beside)) return beside;
  const root = packageRoot(dirname(beside));
  const built = join(root, 'dist', relative(root, beside));
  if (!existsSync(built)) throw new Error(`${relative(root, built)} is missing: run "npm run build" first`);
  return built;
}

function packageRoot(directory: string): string {
  if (existsSync(join(directory, 'package.json'))) return directory;
  const parent = dirname(directory);
  if (parent === directory) throw new Error('there is no package.json above this module');
  return packageRoot(parent);
}
