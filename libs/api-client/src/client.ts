import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.js';

/** Paths, parameters, bodies and answers as docs/openapi.json has them: what does not fit it does not compile. */
export type DrClient = Client<paths>;

export interface DrClientOptions {
  /** Where the service listens, such as http://127.0.0.1:3000. */
  readonly baseUrl: string;
  /** A bearer token. */
  readonly token: string;
  /** How long one request may take, milliseconds. */
  readonly timeoutMs?: number;
  /** Ends every request of this client. */
  readonly signal?: AbortSignal | undefined;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * A client of the service's API. Its requests resolve with `data` or `error`, whatever the status; `succeeded` makes an
 * exception of the latter. They reject when there is no answer at all, or none in time.
 */
export function createDrClient({ baseUrl, token, timeoutMs = DEFAULT_TIMEOUT_MS, signal }: DrClientOptions): DrClient {
  return createClient<paths>({
    baseUrl,
    headers: { authorization: `Bearer ${token}` },
    fetch: (request) => {
      const outer = signal === undefined ? [request.signal] : [request.signal, signal];
      // oxlint-disable-next-line no-restricted-properties -- its timer holds the limit, its caller the request and the signal
      return fetch(request, { signal: AbortSignal.any([...outer, limitOf(timeoutMs)]) });
    },
  });
}

/**
 * Fires after `ms` milliseconds. The body of the answer is read after `fetch` and has to come in time, too, so nobody can
 * say when to end the timer: it runs to its end, but keeps no process alive. `AbortSignal.timeout` would be collected as
 * garbage, for `AbortSignal.any` holds what it is made of weakly; this one is held by its timer.
 */
function limitOf(ms: number): AbortSignal {
  const limit = new AbortController();
  const late = (): void => limit.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  setTimeout(late, ms).unref();
  return limit.signal;
}
