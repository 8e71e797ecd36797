import { DrApiError, isErrorBody } from './errors.js';

interface Answered {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** What a request was answered with that has to succeed. @throws DrApiError when the answer is an error */
export async function succeeded<A extends Answered>(request: Promise<A>): Promise<Exclude<A['data'], undefined>> {
  const { data, error, response } = await request;
  if (response.ok) return data as Exclude<A['data'], undefined>;
  const body = isErrorBody(error) ? error : null;
  const text = typeof error === 'string' ? error : JSON.stringify(error);
  throw new DrApiError(response.status, new URL(response.url).pathname, body, text);
}
