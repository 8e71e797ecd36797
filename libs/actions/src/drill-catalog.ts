import { UnknownActionError } from '#engine/errors.js';
import type { ActionCatalog } from '#engine/ports.js';

/**
 * The catalogue of tests of live plans: the real actions, without those that a test never does. What is not there can
 * not be called, whatever a runbook says.
 * @param isForbidden names the actions that are left out.
 */
export function createDrillCatalog(live: ActionCatalog, isForbidden: (action: string) => boolean): ActionCatalog {
  return {
    has: (name) => !isForbidden(name) && live.has(name),
    get(name) {
      if (isForbidden(name)) throw new UnknownActionError(name);
      return live.get(name);
    },
  };
}
