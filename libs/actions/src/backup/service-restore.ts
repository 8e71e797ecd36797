import { z } from 'zod';
import type { JsonObject } from '#domain/json.js';
import type { Action, ActionContext } from '#engine/ports.js';
import { EffectMissingError, PeerUnreachableError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import { pause } from '../pause.js';
import type { SecretResolver } from '../ports.js';
import { BackupServiceClient, BackupServiceError, serviceInputs, type ServiceRestore } from './service-client.js';

/** Milliseconds between two looks at a restore, at first and at most. */
const POLL_MS = 200;
const MAX_POLL_MS = 10_000;

const schema = z.strictObject({
  ...serviceInputs,
  /** What the service calls the thing that was backed up. */
  resource: z.string().min(1).max(200),
  /** The newest completed one when absent. */
  backup_id: z.string().min(1).max(200).optional(),
  target_database: z.string().min(1).max(200),
  verify_integrity: z.boolean().default(true),
  skip_constraints: z.boolean().default(false),
});
type Inputs = z.output<typeof schema>;

/** A restore that the Backup Service does: asked for once, however often the step is begun, and watched until it is over. */
export function serviceRestore(secrets: SecretResolver): Action<Inputs> {
  const client = (inputs: Inputs, { signal }: ActionContext) => new BackupServiceClient(secrets, inputs, signal);

  return {
    name: 'backup.service_restore',
    parse: inputParser('backup.service_restore', schema),

    async probe(inputs, context) {
      try {
        const found = await client(inputs, context).byKey(keyOf(context));
        return found?.status === 'completed' ? { answer: 'done', output: outputOf(found) } : { answer: 'not_done' };
      } catch (error) {
        if (error instanceof PeerUnreachableError) return { answer: 'unknown', detail: error.message };
        throw error;
      }
    },

    async apply(inputs, context) {
      const service = client(inputs, context);
      const { resource, backup_id, target_database, verify_integrity, skip_constraints } = inputs;
      const earlier = await service.byKey(keyOf(context));
      const begun =
        earlier !== null && isUnderWay(earlier)
          ? earlier
          : await service.begin(
              keyOf(context),
              {
                resource,
                ...(backup_id === undefined ? {} : { backup_id }),
                target_database,
                verify_integrity,
                skip_constraints,
              },
              context,
            );
      return outputOf(await untilOver(service, begun, context));
    },

    async verify(inputs, context, output) {
      const id = output['restore_id'] as string;
      const found = await client(inputs, context).get(id);
      if (found.status !== 'completed') throw new EffectMissingError(`restore ${id} is ${found.status}`);
      return {};
    },

    /** Has the service end the restore and remove what it restored; the key names this execution's own and no other. */
    async undo(inputs, context) {
      const service = client(inputs, context);
      const found = await service.byKey(keyOf(context));
      return { removed: found !== null && (await service.remove(found.restore_id, context)) };
    },
  };
}

function keyOf({ executionId, step }: ActionContext): string {
  return `${executionId}:${step.id}`;
}

function isUnderWay({ status }: ServiceRestore): boolean {
  return status === 'queued' || status === 'running' || status === 'completed';
}

async function untilOver(
  service: BackupServiceClient,
  begun: ServiceRestore,
  { signal }: ActionContext,
): Promise<ServiceRestore> {
  let seen = begun;
  for (let wait = POLL_MS; ; wait = Math.min(wait * 2, MAX_POLL_MS)) {
    if (seen.status === 'completed') return seen;
    if (seen.status === 'failed' || seen.status === 'cancelled') {
      throw new BackupServiceError(`restore ${seen.restore_id}`, seen.error ?? seen.status, 200);
    }
    await pause(wait, signal);
    try {
      seen = await service.get(seen.restore_id);
    } catch (error) {
      // The restore goes on without us; that nobody answers for a while says nothing of it.
      if (!(error instanceof PeerUnreachableError)) throw error;
    }
  }
}

function outputOf({ restore_id, backup_id }: ServiceRestore): JsonObject {
  return { restore_id, backup_id: backup_id ?? null };
}
