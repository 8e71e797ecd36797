import { z } from 'zod';
import type { Action } from '#engine/ports.js';
import { PeerUnreachableError } from '../errors.js';
import { mismatch } from '../http/expectation.js';
import { sendRequest } from '#outbound/request.js';
import { inputParser } from '../parse-inputs.js';
import type { SecretResolver } from '../ports.js';
import { untilHealthy } from './until-healthy.js';

const schema = z.strictObject({
  url: z.string().regex(/^(https?|secret):\/\/\S+$/, 'must be an http(s):// URL or secret://name'),
  /** Milliseconds for one attempt. */
  timeout_ms: z.number().positive(),
  /** Absent: any of 2xx. */
  expect_status: z.number().int().min(100).max(599).optional(),
  max_latency_ms: z.number().positive().optional(),
});

/** Waits until a URL answers as it should. */
export function healthHttp(secrets: SecretResolver): Action<z.output<typeof schema>> {
  return {
    name: 'health.http',
    parse: inputParser('health.http', schema),
    probe: () => Promise.resolve({ answer: 'not_done' }),
    async apply({ url, timeout_ms: timeoutMs, expect_status: status, max_latency_ms: maxLatency }, { signal }) {
      const resolved = await secrets.resolve(url);
      const expected = {
        ...(status === undefined ? {} : { status: [status] }),
        ...(maxLatency === undefined ? {} : { max_latency_ms: maxLatency }),
      };
      const target = URL.canParse(resolved) ? new URL(resolved).host : 'the url';
      return untilHealthy(target, signal, async () => {
        try {
          const answer = await sendRequest({ method: 'GET', url: resolved }, signal, timeoutMs);
          const wrong = mismatch(answer, expected);
          return wrong === null ? { latencyMs: answer.latencyMs } : { unhealthy: wrong };
        } catch (error) {
          if (error instanceof PeerUnreachableError) return { unhealthy: error.why };
          throw error;
        }
      });
    },
    verify: () => Promise.resolve({}),
  };
}
