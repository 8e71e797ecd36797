import { z } from 'zod';
import type { Action } from '#engine/ports.js';
import { PeerUnreachableError } from '../errors.js';
import { mismatch } from '../http/expectation.js';
import { sendRequest } from '#outbound/request.js';
import { inputParser } from '../parse-inputs.js';
import type { SecretResolver } from '../ports.js';
import { untilHealthy, type Look } from './until-healthy.js';

const schema = z.strictObject({
  url: z.string().regex(/^(https?|secret):\/\/\S+$/, 'must be an http(s):// URL or secret://name'),
  /** Milliseconds for one attempt. */
  timeout_ms: z.number().positive(),
  /** Absent: any of 2xx. */
  expect_status: z.number().int().min(100).max(599).optional(),
  max_latency_ms: z.number().positive().optional(),
});
type Inputs = z.output<typeof schema>;

/** Waits until a URL answers as it should. */
export function healthHttp(secrets: SecretResolver): Action<Inputs> {
  return {
    name: 'health.http',
    onlyLooks: true,
    parse: inputParser('health.http', schema),
    probe: () => Promise.resolve({ answer: 'not_done' }),
    async apply(inputs, { signal }) {
      const url = await secrets.resolve(inputs.url);
      const target = URL.canParse(url) ? new URL(url).host : 'the url';
      return untilHealthy(target, signal, () => request({ ...inputs, url }, signal));
    },
    verify: () => Promise.resolve({}),
  };
}

/** One look at a URL, which may be a `secret://` reference. */
export async function lookHttp(secrets: SecretResolver, inputs: Inputs, signal: AbortSignal): Promise<Look> {
  return request({ ...inputs, url: await secrets.resolve(inputs.url) }, signal);
}

async function request(
  { url, timeout_ms: timeoutMs, expect_status: status, max_latency_ms: maxLatency }: Inputs,
  signal: AbortSignal,
): Promise<Look> {
  const expected = {
    ...(status === undefined ? {} : { status: [status] }),
    ...(maxLatency === undefined ? {} : { max_latency_ms: maxLatency }),
  };
  try {
    const answer = await sendRequest({ method: 'GET', url }, signal, timeoutMs);
    const wrong = mismatch(answer, expected);
    return wrong === null ? { latencyMs: answer.latencyMs } : { unhealthy: wrong };
  } catch (error) {
    if (error instanceof PeerUnreachableError) return { unhealthy: error.why };
    throw error;
  }
}
