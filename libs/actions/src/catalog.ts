import { UnknownActionError } from '#engine/errors.js';
import type { Action, ActionCatalog, Clock } from '#engine/ports.js';
import type { RestoreSettings } from './backup/allowed.js';
import { backupActions } from './backup/actions.js';
import { commandAction } from './command/command.js';
import { dnsCheck } from './dns/check.js';
import { dnsUpdate } from './dns/update.js';
import { haproxyServer } from './haproxy/server.js';
import { haproxySwitch } from './haproxy/switch.js';
import { healthHttp } from './health/http.js';
import { healthPostgres } from './health/postgres.js';
import { healthTcp } from './health/tcp.js';
import { httpAction } from './http/http.js';
import { manual } from './manual/manual.js';
import type { CanaryLog, SecretResolver } from './ports.js';
import { postgresCheck } from './postgres/check.js';
import { postgresFence } from './postgres/fence.js';
import { postgresMeasureLoss } from './postgres/measure-loss.js';
import { postgresPromote } from './postgres/promote.js';
import { postgresRejoin } from './postgres/rejoin.js';
import { PostgresSessions } from './postgres/sessions.js';
import { postgresSynchronous } from './postgres/synchronous.js';
import { postgresVerifyWritable } from './postgres/verify-writable.js';
import { postgresWaitReplay } from './postgres/wait-replay.js';
import { sshAction } from './ssh/ssh.js';
import { wait } from './wait/wait.js';

export interface ActionDependencies {
  readonly secrets: SecretResolver;
  readonly canaries: CanaryLog;
  /** Signs canaries; at least 32 random bytes, the same for the monitor that writes them. */
  readonly canaryKey: Buffer;
  readonly clock: Clock;
  /** Absolute paths of the programs that `command` may run. */
  readonly allowedCommands: readonly string[];
  /** What backups may be restored by, and where. */
  readonly restore: RestoreSettings;
  /** Actions of the users' own packages, as `loadExtensions` returns them. */
  readonly extensions: readonly Action[];
}

export interface LiveActionCatalog extends ActionCatalog {
  readonly names: readonly string[];
  /** Closes the connections kept between steps; an action at work on one fails. */
  close(): void;
}

/** Every action that acts on the world. */
export function createActionCatalog({
  secrets,
  canaries,
  canaryKey,
  clock,
  allowedCommands,
  restore,
  extensions,
}: ActionDependencies): LiveActionCatalog {
  const sessions = new PostgresSessions(secrets);
  const actions = new Map<string, Action>();
  // Inputs are what the action's own `parse` has returned, so the type that the map forgets is kept by the engine.
  const add = <I>(action: Action<I>) => actions.set(action.name, action as Action);
  add(postgresCheck(sessions));
  const catalog = catalogOf(actions, () => sessions.close());
  add(postgresFence(sessions, catalog));
  add(postgresRejoin(sessions, catalog));
  add(postgresSynchronous(sessions));
  add(postgresWaitReplay(sessions));
  add(postgresPromote(sessions));
  add(postgresMeasureLoss(sessions, canaryKey, canaries));
  add(postgresVerifyWritable(sessions, canaryKey));
  add(haproxyServer());
  add(haproxySwitch());
  add(dnsCheck(secrets));
  add(dnsUpdate(secrets));
  add(httpAction(secrets));
  add(healthHttp(secrets));
  add(healthTcp());
  add(healthPostgres(sessions));
  add(commandAction(secrets, allowedCommands));
  add(sshAction(secrets));
  add(manual());
  add(wait(clock));
  for (const action of backupActions({ settings: restore, secrets, canaries, canaryKey, clock })) add(action);
  for (const action of extensions) add(action);
  return catalog;
}

function catalogOf(actions: ReadonlyMap<string, Action>, close: () => void): LiveActionCatalog {
  return {
    get names() {
      return [...actions.keys()];
    },
    has: (name) => actions.has(name),
    get(name) {
      const action = actions.get(name);
      if (!action) throw new UnknownActionError(name);
      return action;
    },
    close,
  };
}
