import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DomainError } from '#domain/errors.js';
import { InvalidInputError } from '#engine/errors.js';
import type { Action } from '#engine/ports.js';

/** A package of actions can not be used; the process must not start as if it could. */
export class ExtensionError extends DomainError {
  constructor(specifier: string, why: string, cause?: unknown) {
    super('extension_invalid', `ACTION_PACKAGES: ${specifier} ${why}`, { package: specifier }, { cause });
  }
}

/** A prefix of its own keeps a package's actions apart from the service's, now and in later versions. */
const NAME = /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_.]*$/;
const OWN_PREFIXES = [
  'switchover',
  'postgres',
  'haproxy',
  'dns',
  'health',
  'backup',
  'http',
  'command',
  'ssh',
  'manual',
  'wait',
];

/**
 * Imports the users' own packages. Each has an export `actions`: a list of what `disaster-recovery-service/action`
 * calls an Action, named `prefix.name`.
 * @param specifiers names of packages, or absolute paths of their main files.
 * @throws ExtensionError
 */
export async function loadExtensions(specifiers: readonly string[]): Promise<readonly Action[]> {
  const loaded = await Promise.all(specifiers.map(load));
  const names = new Set<string>();
  for (const [index, actions] of loaded.entries()) {
    for (const { name } of actions) {
      if (names.has(name)) throw new ExtensionError(specifiers[index]!, `has another action of the name ${name}`);
      names.add(name);
    }
  }
  return loaded.flat();
}

async function load(specifier: string): Promise<readonly Action[]> {
  let module: { readonly actions?: unknown };
  try {
    module = (await import(isAbsolute(specifier) ? pathToFileURL(specifier).href : specifier)) as typeof module;
  } catch (error) {
    throw new ExtensionError(specifier, `can not be imported: ${(error as Error).message}`, error);
  }
  const { actions } = module;
  if (!Array.isArray(actions)) throw new ExtensionError(specifier, 'has no list named `actions` among its exports');
  return actions.map((action: unknown) => checked(specifier, action));
}

function checked(specifier: string, action: unknown): Action {
  const candidate = (action ?? {}) as Partial<Record<keyof Action, unknown>>;
  const { name } = candidate;
  if (typeof name !== 'string' || !NAME.test(name) || OWN_PREFIXES.includes(name.split('.')[0]!)) {
    throw new ExtensionError(specifier, `names an action ${JSON.stringify(name)} instead of prefix.name of its own`);
  }
  const missing = (['parse', 'probe', 'apply', 'verify'] as const).filter(
    (key) => typeof candidate[key] !== 'function',
  );
  if (missing.length > 0) throw new ExtensionError(specifier, `has an action ${name} without ${missing.join(', ')}`);
  for (const key of ['observe', 'undo'] as const) {
    if (candidate[key] !== undefined && typeof candidate[key] !== 'function') {
      throw new ExtensionError(specifier, `has an action ${name} whose ${key} is not a function`);
    }
  }
  if (candidate.onlyLooks !== undefined && candidate.onlyLooks !== true) {
    throw new ExtensionError(specifier, `has an action ${name} whose onlyLooks is something else than true`);
  }
  return guarded(action as Action);
}

/** Whatever a package throws at inputs is a fault of the plan that has them, not of the service. */
function guarded(action: Action): Action {
  return {
    name: action.name,
    ...(action.onlyLooks ? { onlyLooks: true } : {}),
    parse(inputs) {
      try {
        return action.parse(inputs);
      } catch (error) {
        if (error instanceof InvalidInputError) throw error;
        throw new InvalidInputError(action.name, [error instanceof Error ? error.message : String(error)]);
      }
    },
    probe: (inputs, context) => action.probe(inputs, context),
    apply: (inputs, context) => action.apply(inputs, context),
    verify: (inputs, context, output) => action.verify(inputs, context, output),
    ...(action.observe ? { observe: (inputs, context) => action.observe!(inputs, context) } : {}),
    ...(action.undo ? { undo: (inputs, context) => action.undo!(inputs, context) } : {}),
  };
}
