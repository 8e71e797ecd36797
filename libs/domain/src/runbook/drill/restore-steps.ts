import type { JsonObject } from '../../json.js';
import type { Backup, Component, RestoreTarget } from '../../plan/plan-document.js';
import type { RecipeSteps } from '../recipe.js';
import type { StepDraft } from '../step-list.js';

/** All that a restore drill may ever do. None of them takes an address: they know only the directory of the drill. */
export const RESTORE_ACTIONS: ReadonlySet<string> = new Set([
  'backup.restic_restore',
  'backup.pgbackrest_restore',
  'backup.start',
  'backup.promote',
  'backup.measure_loss',
  'backup.verify_data',
  'backup.check_pages',
  'backup.remove',
]);

const DEFAULT_TIMEOUT_S = 3600;
const SHORT_MS = 120_000;
/** A restore that failed late is not tried all night. */
const RESTORE_RETRIES = 1;

/** What a test restores backups by, instead of failing over. */
export function isRestoreTest(testType: string): boolean {
  return testType.trim().toLowerCase() === 'restore';
}

/** Why the backup of a component can not be tried; null when it can. */
export function unrestorable({ component_id: id, backup, targets }: Component): string | null {
  if (backup === undefined) return `${id} has no backup: say where its backups are`;
  if (backup.driver === 'service') {
    return `${id} is backed up by the Backup Service, which restores by itself: a restore drill needs restic or pgbackrest`;
  }
  return targets?.restore === undefined
    ? `${id} has no targets.restore: say where a test may restore its backup`
    : null;
}

interface RestoreContext {
  readonly component: Component;
  /** Makes step ids unique in the runbook; ends with a dot. */
  readonly prefix: string;
  readonly after: readonly string[];
}

/**
 * Restores a component's newest backup to a directory of its own, starts it where nobody can reach it, promotes it there
 * and looks through it. Every failure lets the test go on, so that it reaches its clean-up.
 */
export function restoreSteps({ component, prefix, after }: RestoreContext): RecipeSteps {
  const { backup, target, place } = boundTo(component, prefix);
  const { bin, shared_buffers, preload_libraries, tables, manifest } = target;
  const id = (step: string): string => `${prefix}${component.component_id}.${step}`;
  const long = { timeoutMs: (target.timeout ?? DEFAULT_TIMEOUT_S) * 1000, onFailure: 'continue' } as const;
  const login = given({ user: target.user, database: target.database });
  const { name } = component;
  const common = { componentId: component.component_id, idempotent: true } as const;
  const steps: readonly StepDraft[] = [
    {
      ...common,
      id: id('restore'),
      name: `${name}: restore the newest backup`,
      phase: 'synchronize',
      action: backup.action,
      inputs: { ...place, ...backup.inputs },
      after,
      // A test that is stopped half way takes back what it has restored.
      undoable: true,
      policy: { ...long, retries: RESTORE_RETRIES },
    },
    {
      ...common,
      id: id('start'),
      name: `${name}: start what was restored, and replay all it has`,
      phase: 'synchronize',
      action: 'backup.start',
      inputs: { ...place, ...login, bin, ...backup.archive, ...given({ shared_buffers, preload_libraries }) },
      after: [id('restore')],
      proves: ['data_synchronized'],
      policy: long,
    },
    {
      ...common,
      id: id('promote'),
      name: `${name}: promote what was restored`,
      phase: 'promote',
      action: 'backup.promote',
      inputs: { ...place, ...login },
      after: [id('start')],
      proves: ['connectivity'],
      policy: long,
    },
    {
      ...common,
      id: id('measure_loss'),
      name: `${name}: measure what would have been lost`,
      phase: 'verify',
      action: 'backup.measure_loss',
      inputs: { ...place, ...login },
      after: [id('promote')],
      proves: ['data_loss_measured'],
      policy: { timeoutMs: SHORT_MS, onFailure: 'continue' },
    },
    {
      ...common,
      id: id('verify_data'),
      name: `${name}: compare tables, and check the structure of all`,
      phase: 'verify',
      action: 'backup.verify_data',
      inputs: { ...place, ...login, bin, ...given({ tables, manifest }) },
      after: [id('measure_loss')],
      proves: ['data_integrity'],
      // Wrong data do not become right by being read again.
      policy: { ...long, retries: 0 },
    },
    {
      ...common,
      id: id('check_pages'),
      name: `${name}: check every page`,
      phase: 'verify',
      action: 'backup.check_pages',
      inputs: { ...place, bin },
      after: [id('verify_data')],
      proves: ['data_integrity'],
      policy: { ...long, retries: 0 },
    },
  ];
  return { steps, gates: [id('check_pages')] };
}

/** Removes everything that the drill has made. One that fails waits for a person, who repairs and repeats it. */
export function restoreCleanUp(
  components: readonly Component[],
  prefix: string,
  before: readonly StepDraft[],
): readonly StepDraft[] {
  return components.map((component) => ({
    id: `${prefix}cleanup.${component.component_id}`,
    name: `${component.name}: stop and remove what was restored`,
    phase: 'cleanup',
    componentId: component.component_id,
    action: 'backup.remove',
    inputs: { ...boundTo(component, prefix).place },
    after: before.map((step) => step.id),
    idempotent: true,
    policy: { timeoutMs: SHORT_MS * 5, onFailure: 'pause' },
  }));
}

interface Bound {
  readonly backup: { readonly action: string; readonly inputs: JsonObject; readonly archive: JsonObject };
  readonly target: RestoreTarget;
  readonly place: { readonly directory: string; readonly name: string };
}

function boundTo({ component_id, backup, targets }: Component, prefix: string): Bound {
  const target = targets?.restore;
  if (backup === undefined || target === undefined) throw new Error(`${component_id} has no backup to be restored`);
  // Each execution, scenario and component has a directory of its own.
  const place = { directory: target.directory, name: `${prefix}${component_id}` };
  return { backup: restoreOf(backup, target), target, place };
}

function restoreOf(backup: Backup, { recover_to }: RestoreTarget): Bound['backup'] {
  switch (backup.driver) {
    case 'restic': {
      const { repository, password, path, host, tag, env } = backup;
      const inputs = { repository, password, path, ...given({ host, tag, env }) };
      return { action: 'backup.restic_restore', inputs, archive: {} };
    }
    case 'pgbackrest': {
      const { stanza, config, env } = backup;
      const inputs = { stanza, ...given({ config, env, type: recover_to }) };
      return { action: 'backup.pgbackrest_restore', inputs, archive: given({ env }) };
    }
    case 'service':
      throw new Error('the Backup Service restores by itself');
  }
}

/** Without what is absent. Plans are plain data: their interfaces only have no index signature. */
function given(fields: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as JsonObject;
}
