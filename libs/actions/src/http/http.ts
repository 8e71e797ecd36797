import { z } from 'zod';
import type { JsonObject } from '#domain/json.js';
import type { Action, ActionContext } from '#engine/ports.js';
import { ActionAbortedError, EffectMissingError, PeerUnreachableError } from '../errors.js';
import { sendRequest, type OutboundAnswer } from '#outbound/request.js';
import type { Lookup } from '#outbound/address-guard.js';
import { inputParser } from '../parse-inputs.js';
import { pause } from '../pause.js';
import type { SecretResolver } from '../ports.js';
import { expectationSchema, mismatch } from './expectation.js';

/** Milliseconds for one request when the step's own timeout is longer. */
const REQUEST_MS = 60_000;
/** Milliseconds between two looks at the effect, at first and at most. */
const POLL_MS = 20;
const MAX_POLL_MS = 1_000;

const request = z
  .strictObject({
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']),
    /** `http(s)://…` or `secret://name` of one. */
    url: z.string().regex(/^(https?|secret):\/\/\S+$/, 'must be an http(s):// URL or secret://name'),
    /** A value of the form `secret://name` is replaced by the secret. */
    headers: z.record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/), z.string()).optional(),
    body: z.string().optional(),
    json: z.json().optional(),
    expect: expectationSchema.optional(),
  })
  .refine(({ body, json }) => body === undefined || json === undefined, 'body and json exclude each other');
type Request = z.output<typeof request>;

const schema = request.safeExtend({
  /** Tells by an answer as expected that the effect is there. */
  probe: request.optional(),
  undo: request.optional(),
});

/**
 * Tells the receiver under whose authority a request comes, so that it can refuse a stale one. No step can say them
 * otherwise.
 */
function authorityHeaders({ planId, executionId, step, epoch }: ActionContext): Readonly<Record<string, string>> {
  return {
    'dr-plan-id': planId,
    'dr-execution-id': executionId,
    // A plan's author names steps; a header takes fewer characters than a name.
    'dr-step-id': encodeURIComponent(step.id),
    'dr-epoch': String(epoch),
  };
}

/** Any HTTP request with assertions; what it changes is known only through the `probe` that its author gives. */
export function httpAction(secrets: SecretResolver, lookup?: Lookup): Action<z.output<typeof schema>> {
  const send = async (one: Request, context: ActionContext): Promise<OutboundAnswer> => {
    const headers: Record<string, string> = one.json === undefined ? {} : { 'content-type': 'application/json' };
    for (const [key, value] of Object.entries(one.headers ?? {})) {
      headers[key.toLowerCase()] = await secrets.resolve(value);
    }
    Object.assign(headers, authorityHeaders(context));
    const url = await secrets.resolve(one.url);
    const body = one.json === undefined ? one.body : JSON.stringify(one.json);
    return sendRequest(
      { method: one.method, url, headers, ...(body === undefined ? {} : { body }) },
      context.signal,
      REQUEST_MS,
      lookup,
    );
  };

  const sendExpecting = async (one: Request, context: ActionContext): Promise<JsonObject> => {
    const answer = await send(one, context);
    const wrong = mismatch(answer, one.expect);
    if (wrong !== null) throw new EffectMissingError(`${one.method}: ${wrong}`, { status: answer.status });
    return outputOf(answer);
  };

  return {
    name: 'http',
    parse: inputParser('http', schema),

    async probe({ probe }, context) {
      if (!probe) return { answer: 'unknown', detail: 'the step has no probe' };
      try {
        const answer = await send(probe, context);
        if (mismatch(answer, probe.expect) === null) return { answer: 'done', output: outputOf(answer) };
        return { answer: 'not_done' };
      } catch (error) {
        if (error instanceof PeerUnreachableError) return { answer: 'unknown', detail: error.message };
        throw error;
      }
    },

    apply: sendExpecting,

    /** With a probe: until it sees the effect, which may come about some time after the request was answered. */
    async verify({ probe }, context) {
      if (!probe) return {};
      let last = '';
      for (let wait = POLL_MS; ; wait = Math.min(wait * 2, MAX_POLL_MS)) {
        try {
          const wrong = mismatch(await send(probe, context), probe.expect);
          if (wrong === null) return {};
          last = wrong;
        } catch (error) {
          if (!(error instanceof PeerUnreachableError)) throw error;
          last = error.message;
        }
        try {
          await pause(wait, context.signal);
        } catch (error) {
          if (!(error instanceof ActionAbortedError)) throw error;
          throw new EffectMissingError(`the probe does not see the effect: ${last}`);
        }
      }
    },

    undo: ({ undo }, context) =>
      undo ? sendExpecting(undo, context) : Promise.resolve({ undone: false, why: 'the step has no undo' }),
  };
}

function outputOf({ status, latencyMs }: OutboundAnswer): JsonObject {
  return { status, latency_ms: latencyMs };
}
