import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { DomainError } from '#domain/errors.js';
import { networkReason, PeerUnreachableError } from './errors.js';
import { stoppable } from './stoppable.js';
import { guardedLookup, requireAllowedHost, type Lookup } from './address-guard.js';

/** Bytes of an answer's body; more is refused, for it is kept in memory. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** Why a peer counts as unreachable that has not answered within the time of the request. */
export const NO_ANSWER = 'no answer in time';

export interface OutboundRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface OutboundAnswer {
  readonly status: number;
  readonly body: string;
  /** Milliseconds from the first byte out, connecting included, to the last byte in. */
  readonly latencyMs: number;
}

export class AnswerTooLargeError extends DomainError {
  constructor(host: string) {
    super('answer_too_large', `${host} answered with more than ${MAX_BODY_BYTES} bytes`, { host });
  }
}

export class InvalidUrlError extends DomainError {
  constructor() {
    super('invalid_url', 'the url is not of the form http(s)://host/path');
  }
}

/**
 * Sends one request on a connection of its own. Redirects are not followed: they are answers, and could lead to where
 * nobody wanted to go. Of the URL only host and port get into errors; its path and query may hold a token.
 * @throws PeerUnreachableError, ForbiddenAddressError, AnswerTooLargeError, InvalidUrlError, ActionAbortedError
 */
export async function sendRequest(
  { method, url, headers = {}, body }: OutboundRequest,
  signal: AbortSignal,
  timeoutMs: number,
  lookup?: Lookup,
): Promise<OutboundAnswer> {
  const target = URL.canParse(url) ? new URL(url) : null;
  if (!target || !['http:', 'https:'].includes(target.protocol)) throw new InvalidUrlError();
  requireAllowedHost(target.hostname);
  const began = performance.now();
  const request = (target.protocol === 'https:' ? httpsRequest : httpRequest)(target, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(body) },
    lookup: guardedLookup(lookup),
    agent: false,
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
    request.end(body);
  }).then(async (response) => ({ status: response.statusCode ?? 0, body: await read(response, target.host) }));
  try {
    const { status, body: text } = await stoppable(answer, {
      what: `a request to ${target.host}`,
      signal,
      timeoutMs,
      stop: () => request.destroy(),
      onTimeout: () => new PeerUnreachableError(target.host, NO_ANSWER),
    });
    return { status, body: text, latencyMs: Math.round((performance.now() - began) * 10) / 10 };
  } catch (error) {
    request.destroy();
    if (error instanceof DomainError) throw error;
    throw new PeerUnreachableError(target.host, networkReason(error));
  }
}

async function read(response: IncomingMessage, host: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new AnswerTooLargeError(host);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
