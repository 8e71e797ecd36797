// `node scripts/openapi.mjs` writes docs/openapi.json from the code; with --check it only says whether they differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PreparationError, ensureBuilt, ensureInstalled, root } from './lib/prepare.mjs';

const FILE = 'docs/openapi.json';

try {
  await ensureInstalled();
  await ensureBuilt();
} catch (error) {
  if (!(error instanceof PreparationError)) throw error;
  console.error(error.message);
  process.exit(1);
}
const { openApiDocument } = await import(pathToFileURL(join(root, 'dist/apps/api/src/openapi/document.js')).href);
const wanted = `${JSON.stringify(openApiDocument(), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(join(root, FILE), wanted);
} else if (committed() !== wanted) {
  console.error(
    `${FILE} is not what the code says: run "node scripts/openapi.mjs", look at the difference, commit it.`,
  );
  process.exitCode = 1;
}

function committed() {
  try {
    return readFileSync(join(root, FILE), 'utf8');
  } catch {
    return null;
  }
}
