// The arrows of docs/architecture.md as a check: `npm run check -- boundaries`.
// What a part may import is said once, in the tables below; everything not in them is refused.

/** Our own libraries that each library may import. A new library must be added here before it can import anything. */
const libraries = {
  domain: [],
  engine: ['domain'],
  outbound: ['domain'],
  actions: ['domain', 'engine', 'outbound'],
  integrations: ['domain', 'outbound'],
  'file-journal': ['domain', 'engine'],
  bundle: ['domain'],
  persistence: ['config', 'domain', 'engine'],
  queue: ['config', 'domain'],
  security: ['config', 'domain', 'persistence'],
  config: [],
  embedded: [],
  'api-client': [],
};

/** What each part outside of libs/ may import of ours, as path patterns. Applications never import each other. */
const parts = {
  'apps/[^/]+': ['libs'],
  lab: ['libs/(?:api-client|domain|embedded|security)', 'apps/supervisor'],
  bench: ['libs', 'lab', 'apps/supervisor'],
  test: ['libs', 'lab', 'bench', 'apps/supervisor', 'scripts'],
  scripts: [],
};

const ours = '^(?:apps|libs|lab|bench|test|scripts)/';
const specs = '[.]spec[.]ts$';
/** Helpers of a library's own specs, which the build leaves out. */
const testing = '/testing/';
const testOnly = ['^(?:test|bench)/', specs, testing];

/** A rule "from this path, of ours only these". The helpers of test/support are left to the rule no-tests-in-products. */
const arrow = (name, from, allowed) => ({
  name,
  comment: `${name} may import of ours only: itself${allowed.map((path) => `, ${path}`).join('')}`,
  severity: 'error',
  // $1 is the part itself: for apps/[^/]+ that is this application and no other.
  from: { path: `^(${from})/`, pathNot: testing },
  to: { path: ours, pathNot: ['^$1/', '^test/support/', ...allowed.map((path) => `^${path}/`)] },
});

export default {
  forbidden: [
    ...Object.entries(libraries).map(([name, allowed]) =>
      arrow(
        `libs-${name}`,
        `libs/${name}`,
        allowed.map((other) => `libs/${other}`),
      ),
    ),
    ...Object.entries(parts).map(([part, allowed]) => arrow(part.replace('/[^/]+', ''), part, allowed)),
    {
      name: 'libs-undeclared',
      comment: 'This library is not in the table of .dependency-cruiser.mjs: say there what it may import.',
      severity: 'error',
      from: { path: '^libs/', pathNot: `^libs/(?:${Object.keys(libraries).join('|')})/` },
      to: {},
    },
    {
      name: 'domain-is-pure',
      comment: 'libs/domain imports no package and no built-in: no framework, no clock, no network.',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: [specs, testing] },
      to: { pathNot: '^libs/domain/' },
    },
    {
      name: 'engine-needs-only-events-and-timers',
      comment: 'libs/engine imports no package, and of the built-ins only events and timers.',
      severity: 'error',
      from: { path: '^libs/engine/', pathNot: [specs, testing] },
      to: { pathNot: ['^libs/', '^(?:node:)?(?:events|timers|timers/promises)$'] },
    },
    {
      name: 'no-circular',
      comment:
        'Two files that need each other are one file, or hide a third. (TypeORM relations: use `Relation<T>` and type imports.)',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      comment: 'What the checker cannot resolve it cannot judge, so that is an error too.',
      severity: 'error',
      // Peers of benchmarks have packages of their own, installed when a benchmark asks for them.
      from: { pathNot: '^bench/peers/' },
      // A process that a test starts may import what is built, which need not be there yet.
      to: { couldNotResolve: true, pathNot: '^(?:[.][.]/)+dist/' },
    },
    {
      name: 'no-dev-dependencies-at-run-time',
      comment: 'A production install lacks this package: move it from devDependencies to dependencies.',
      severity: 'error',
      from: { path: '^(?:apps|libs|lab)/', pathNot: [specs, testing] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '/@types/' },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'This package is not in package.json; it is only there because another package needs it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-tests-in-products',
      comment: 'A product does not import tests.',
      severity: 'error',
      from: { pathNot: testOnly },
      to: { path: testOnly },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:dist|reports|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type imports count: an arrow drawn only in types is an arrow.
    tsPreCompilationDeps: true,
    // "types" leads the subpath imports of package.json (#domain/* and the like) to the sources instead of dist/.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  },
};
