import { z } from 'zod';
import { DomainError } from '#domain/errors.js';
import type { ActionContext } from '#engine/ports.js';
import { sendRequest } from '#outbound/request.js';
import type { SecretResolver } from '../ports.js';

/** Milliseconds for one request; a restore itself takes as long as it takes. */
const REQUEST_MS = 30_000;

export const serviceInputs = {
  /** Where the Backup Service's API begins, or `secret://name` of it. */
  url: z.string().regex(/^(https?|secret):\/\/\S+$/, 'must be an http(s):// URL or secret://name'),
  token: z
    .string()
    .regex(/^secret:\/\/\S+$/, 'must be secret://name')
    .optional(),
};

export interface ServiceAccess {
  readonly url: string;
  readonly token?: string | undefined;
}

/** The Backup Service refused, or answered something that its contract does not know. */
export class BackupServiceError extends DomainError {
  constructor(what: string, why: string, status: number) {
    super('backup_service_error', `the Backup Service: ${what}: ${why}`, { status });
  }
}

const restore = z.object({
  restore_id: z.string().min(1).max(200),
  backup_id: z.string().max(200).nullish(),
  status: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']),
  progress: z.number().nullish(),
  error: z.string().max(2000).nullish(),
});
export type ServiceRestore = z.output<typeof restore>;

const backups = z.object({
  backups: z.array(
    z.object({ backup_id: z.string().min(1).max(200), status: z.string(), completed_at: z.string().nullish() }),
  ),
});

/** The Backup Service's API, as docs/actions.md describes it. */
export class BackupServiceClient {
  constructor(
    private readonly secrets: SecretResolver,
    private readonly access: ServiceAccess,
    private readonly signal: AbortSignal,
  ) {}

  /** When the newest completed backup of a resource was completed; null when there is none. */
  async newest(resource: string): Promise<{ readonly id: string; readonly at: Date } | null> {
    const query = `resource=${encodeURIComponent(resource)}&status=completed&limit=1`;
    const { backups: listed } = this.read('backups', backups, await this.send('GET', `/backups?${query}`));
    const dated = listed.flatMap(({ backup_id: id, status, completed_at }) => {
      const at = new Date(completed_at ?? Number.NaN);
      return status === 'completed' && !Number.isNaN(at.getTime()) ? [{ id, at }] : [];
    });
    return dated.sort((a, b) => b.at.getTime() - a.at.getTime())[0] ?? null;
  }

  /** Asks for a restore; asked again with the same key, the service answers with the same restore. */
  async begin(key: string, body: object, context: ActionContext): Promise<ServiceRestore> {
    return this.read('POST /restores', restore, await this.send('POST', '/restores', { key, body, context }));
  }

  /** The restore that was asked for with the key; null when none was. */
  async byKey(key: string): Promise<ServiceRestore | null> {
    const answer = await this.send('GET', `/restores?idempotency_key=${encodeURIComponent(key)}`);
    const { restores } = this.read('GET /restores', z.object({ restores: z.array(restore) }), answer);
    return restores[0] ?? null;
  }

  async get(id: string): Promise<ServiceRestore> {
    const path = `/restores/${encodeURIComponent(id)}`;
    return this.read(`GET ${path}`, restore, await this.send('GET', path));
  }

  /** Ends a restore and removes what it has restored. @returns false when there is none of that id. */
  async remove(id: string, context: ActionContext): Promise<boolean> {
    const path = `/restores/${encodeURIComponent(id)}`;
    const answer = await this.send('DELETE', path, { context });
    if (answer.status === 404) return false;
    if (answer.status >= 300) throw new BackupServiceError(`DELETE ${path}`, `status ${answer.status}`, answer.status);
    return true;
  }

  private async send(
    method: string,
    path: string,
    more: { readonly key?: string; readonly body?: object; readonly context?: ActionContext } = {},
  ): Promise<{ readonly status: number; readonly body: string }> {
    const { key, body, context } = more;
    const base = (await this.secrets.resolve(this.access.url)).replace(/\/+$/, '');
    const token = this.access.token === undefined ? undefined : await this.secrets.resolve(this.access.token);
    const headers = {
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      // Under whose authority it comes: the service can refuse a stale one.
      ...(context === undefined
        ? {}
        : {
            'dr-plan-id': context.planId,
            'dr-execution-id': context.executionId,
            'dr-step-id': encodeURIComponent(context.step.id),
            'dr-epoch': String(context.epoch),
          }),
    };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    return sendRequest({ method, url: `${base}${path}`, headers, ...text }, this.signal, REQUEST_MS);
  }

  private read<S extends z.ZodType>(
    what: string,
    schema: S,
    { status, body }: { readonly status: number; readonly body: string },
  ): z.output<S> {
    if (status < 200 || status >= 300) throw new BackupServiceError(what, `status ${status}`, status);
    const read = schema.safeParse(parsed(body));
    if (!read.success) throw new BackupServiceError(what, 'an answer of another form than its contract', status);
    return read.data;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
