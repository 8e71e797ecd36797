import type { JsonObject } from '#domain/json.js';
import type { Action, ActionCatalog } from '#engine/ports.js';

/** The output of every step of a walk-through. */
export const TABLETOP_OUTPUT: JsonObject = { simulated: true, note: 'walk-through only: nothing was done' };

/**
 * The catalogue of executions whose mode is `simulation`: it has every action, and none of them does anything.
 * Kept apart from the real one on purpose. No action has an `if` for simulation, so no forgotten `if` can make a
 * walk-through touch the world, or a live failover pretend.
 */
export function createTabletopCatalog(): ActionCatalog {
  return { has: () => true, get: tabletopAction };
}

function tabletopAction(name: string): Action<JsonObject> {
  return {
    name,
    onlyLooks: true,
    parse: (inputs) => inputs,
    probe: () => Promise.resolve({ answer: 'not_done' }),
    apply: () => Promise.resolve(TABLETOP_OUTPUT),
    verify: () => Promise.resolve({}),
    undo: () => Promise.resolve(TABLETOP_OUTPUT),
  };
}
