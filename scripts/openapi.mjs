// `node scripts/openapi.mjs` writes docs/openapi.json from the code and the client's types from the document; with
// --check it only says which of them differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PreparationError, ensureBuilt, ensureInstalled, root } from './lib/prepare.mjs';

const checking = process.argv.includes('--check');

try {
  await ensureInstalled();
  await ensureBuilt();
} catch (error) {
  if (!(error instanceof PreparationError)) throw error;
  console.error(error.message);
  // What does not compile may be whoever uses the types that are about to be written; the compiler has written the rest.
  if (checking || error.code !== 'build_failed') process.exit(1);
}
const { openApiDocument } = await import(pathToFileURL(join(root, 'dist/apps/api/src/openapi/document.js')).href);
const document = openApiDocument();
const wanted = {
  'docs/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  'libs/api-client/src/schema.ts': await types(document),
};

for (const [file, text] of Object.entries(wanted)) {
  if (!checking) {
    writeFileSync(join(root, file), text);
  } else if (committed(file) !== text) {
    console.error(
      `${file} is not what the code says: run "node scripts/openapi.mjs", look at the difference, commit it.`,
    );
    process.exitCode = 1;
  }
}

async function types(source) {
  const { default: openapiTS, astToString } = await import('openapi-typescript');
  // A default is what the service takes in the caller's place: callers need not send it.
  const nodes = await openapiTS(structuredClone(source), { defaultNonNullable: false });
  return `// Written by scripts/openapi.mjs from docs/openapi.json.\n${astToString(nodes)}`;
}

function committed(file) {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return null;
  }
}
