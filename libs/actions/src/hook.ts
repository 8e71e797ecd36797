import { z } from 'zod';
import { DomainError } from '#domain/errors.js';
import type { JsonObject } from '#domain/json.js';
import type { ActionCatalog, ActionContext } from '#engine/ports.js';

/** Any action of the catalogue, done as a part of another one. */
export const hookSchema = z.strictObject({
  action: z.string().min(1),
  with: z.record(z.string(), z.json()).default({}),
});
export type Hook = z.output<typeof hookSchema>;

/** A hook is done now or not at all: one that waits for a person can not be part of another action. */
export class HookWaitsError extends DomainError {
  constructor(action: string) {
    super('hook_waits', `${action} waits for a person, which a hook can not`, { action });
  }
}

/**
 * Does the action of a hook and proves its effect.
 * @throws whatever the action throws; HookWaitsError, UnknownActionError, InvalidInputError
 */
export async function runHook(catalog: ActionCatalog, hook: Hook, context: ActionContext): Promise<void> {
  const action = catalog.get(hook.action);
  const inputs = action.parse(hook.with as JsonObject);
  const output = await action.apply(inputs, context);
  if (output['waitFor'] === 'person') throw new HookWaitsError(hook.action);
  await action.verify(inputs, context, output as JsonObject);
}
