import { z } from 'zod';
import { expectationSchema } from './expectation.js';

/** Requests that change nothing, so that they may be sent any number of times. */
const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

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
export type Request = z.output<typeof request>;

const probe = request.safeExtend({
  /** An answer like this says that the effect is coming about: nothing is sent meanwhile, and the probe asks again. */
  under_way: expectationSchema.optional(),
});
export type Probe = z.output<typeof probe>;

const until = z.strictObject({
  /** Seconds from the first request on; the time-out of the step may end it before. */
  within: z.number().positive().max(86_400),
  /** Seconds between two requests. */
  every: z.number().min(0.02).max(600).default(0.5),
});
export type Until = z.output<typeof until>;

export const httpStepSchema = request
  .safeExtend({
    /** The request is sent again and again until the answer is as expected. */
    until: until.optional(),
    /** Tells by an answer as expected that the effect is there. */
    probe: probe.optional(),
    /** The probe is asked before the first request, too: an effect that is there already is not brought about again. */
    probe_first: z.boolean().optional(),
    undo: request.optional(),
  })
  .refine(
    ({ method, until: repeated }) => repeated === undefined || SAFE.includes(method),
    `until is for requests that change nothing: ${SAFE.join(', ')}`,
  )
  .refine(({ probe_first: first, probe: asked }) => !first || asked !== undefined, 'probe_first needs a probe');
export type HttpStep = z.output<typeof httpStepSchema>;
