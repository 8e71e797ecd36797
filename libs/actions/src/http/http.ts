import type { JsonObject } from '#domain/json.js';
import type { Action, ActionContext, ProbeAnswer } from '#engine/ports.js';
import { ActionAbortedError, EffectMissingError, PeerUnreachableError } from '../errors.js';
import { NO_ANSWER, sendRequest, type OutboundAnswer } from '#outbound/request.js';
import type { Lookup } from '#outbound/address-guard.js';
import { inputParser } from '../parse-inputs.js';
import { pause } from '../pause.js';
import type { SecretResolver } from '../ports.js';
import { mismatch } from './expectation.js';
import { httpStepSchema, type HttpStep, type Probe, type Request, type Until } from './inputs.js';

/** Milliseconds for one request when the step's own timeout is longer. */
const REQUEST_MS = 60_000;
/** Milliseconds for one of many: the next one may be answered. */
const REPEATED_MS = 5_000;
/** Milliseconds between two looks at the effect, at first and at most. */
const POLL_MS = 20;
const MAX_POLL_MS = 1_000;

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
export function httpAction(secrets: SecretResolver, lookup?: Lookup): Action<HttpStep> {
  const send = async (one: Request, context: ActionContext, timeoutMs = REQUEST_MS): Promise<OutboundAnswer> => {
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
      timeoutMs,
      lookup,
    );
  };

  const sendExpecting = async (one: Request, context: ActionContext, timeoutMs?: number): Promise<JsonObject> => {
    const answer = await send(one, context, timeoutMs);
    const wrong = mismatch(answer, one.expect);
    if (wrong !== null) throw new EffectMissingError(`${one.method}: ${wrong}`, { status: answer.status });
    return outputOf(answer);
  };

  /** Sends until the answer is as expected; ends with what was wrong at last. */
  const sendUntil = async (one: Request, { within, every }: Until, context: ActionContext): Promise<JsonObject> => {
    const began = performance.now();
    for (let last: Error | undefined; ;) {
      const leftMs = within * 1_000 - (performance.now() - began);
      try {
        return await sendExpecting(one, context, Math.max(1, Math.min(REPEATED_MS, leftMs)));
      } catch (error) {
        if (error instanceof ActionAbortedError && last) throw last;
        if (!(error instanceof EffectMissingError || error instanceof PeerUnreachableError)) throw error;
        // A request that the end of the time cut short says less than the answer before it.
        const isCut = leftMs < REPEATED_MS && error instanceof PeerUnreachableError && error.why === NO_ANSWER;
        last = last && isCut ? last : error;
      }
      const seen = last;
      if (performance.now() - began + every * 1_000 > within * 1_000) {
        throw new EffectMissingError(`not within ${within} s: ${seen.message}`);
      }
      await pauseOr(every * 1_000, context.signal, () => seen);
    }
  };

  /** Asks the probe until it says that the effect is there, or that nothing is under way. */
  const ask = async (probe: Probe, context: ActionContext): Promise<ProbeAnswer> => {
    const underWay = (): Error => new EffectMissingError('the effect is under way, and not there yet');
    for (let wait = POLL_MS; ; wait = Math.min(wait * 2, MAX_POLL_MS)) {
      try {
        const answer = await send(probe, context);
        if (mismatch(answer, probe.expect) === null) return { answer: 'done', output: outputOf(answer) };
        if (probe.under_way === undefined || mismatch(answer, probe.under_way) !== null) return { answer: 'not_done' };
      } catch (error) {
        if (error instanceof PeerUnreachableError) return { answer: 'unknown', detail: error.message };
        if (error instanceof ActionAbortedError && wait > POLL_MS) throw underWay();
        throw error;
      }
      await pauseOr(wait, context.signal, underWay);
    }
  };

  return {
    name: 'http',
    parse: inputParser('http', httpStepSchema),

    async probe({ probe }, context) {
      return probe ? ask(probe, context) : { answer: 'unknown', detail: 'the step has no probe' };
    },

    async apply(step, context) {
      if (step.probe && step.probe_first) {
        const seen = await ask(step.probe, context);
        if (seen.answer === 'done') return { ...seen.output, already_there: true };
        if (seen.answer === 'unknown') throw new EffectMissingError(`nothing was sent: ${seen.detail}`);
      }
      return step.until ? sendUntil(step, step.until, context) : sendExpecting(step, context);
    },

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
          if (error instanceof ActionAbortedError && last !== '') throw unseen(last);
          if (!(error instanceof PeerUnreachableError)) throw error;
          last = error.message;
        }
        await pauseOr(wait, context.signal, () => unseen(last));
      }
    },

    undo: ({ undo }, context) =>
      undo ? sendExpecting(undo, context) : Promise.resolve({ undone: false, why: 'the step has no undo' }),
  };
}

function unseen(last: string): EffectMissingError {
  return new EffectMissingError(`the probe does not see the effect: ${last}`);
}

/** What was seen says more than that the time was up. */
async function pauseOr(ms: number, signal: AbortSignal, seen: () => Error): Promise<void> {
  try {
    await pause(ms, signal);
  } catch (error) {
    if (error instanceof ActionAbortedError) throw seen();
    throw error;
  }
}

function outputOf({ status, latencyMs }: OutboundAnswer): JsonObject {
  return { status, latency_ms: latencyMs };
}
