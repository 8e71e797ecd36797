import { HttpException } from '@nestjs/common';
import { DomainError } from '#domain/errors.js';
import type { JsonObject } from '#domain/json.js';
import { challengeFor } from '#security/challenge.js';
import { isDatabaseUnavailable } from '#persistence/database-fault.js';
import { codeOfStatus, ERROR_STATUS } from './error-status.js';

/** SPEC.md's one form of errors. */
export interface ErrorBody {
  readonly error: string;
  readonly message: string;
  readonly details: JsonObject;
}

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorBody;
  /** Not expected: to be looked at by us, and nothing of it is told. */
  readonly internal: boolean;
}

const RETRY_AFTER_S = '2';

/** @param requestId leads from the answer of an unexpected error to its line in the log. */
export function errorAnswer(error: unknown, requestId: string): ErrorAnswer {
  if (error instanceof DomainError) return domainAnswer(error) ?? internalAnswer(requestId);
  if (error instanceof HttpException && error.getStatus() < 500) return httpAnswer(error);
  if (isDatabaseUnavailable(error)) {
    return expected('service_unavailable', 'The database does not answer; nothing was changed by this request', {});
  }
  return internalAnswer(requestId);
}

function domainAnswer(error: DomainError): ErrorAnswer | null {
  if (!ERROR_STATUS.has(error.code)) return null;
  return expected(error.code, error.message, error.details, { ...challengeFor(error), ...retryAfter(error) });
}

/** Whoever knows when it is worth to ask again says so in the details, and so in the header. */
function retryAfter({ details }: DomainError): Readonly<Record<string, string>> {
  const seconds = details['retry_after_seconds'];
  return typeof seconds === 'number' ? { 'Retry-After': String(seconds) } : {};
}

function httpAnswer(error: HttpException): ErrorAnswer {
  const code = codeOfStatus(error.getStatus());
  const issue = bodyIssue(error.cause);
  return expected(code, MESSAGES[code] ?? 'The request can not be read', issue === null ? {} : { issue });
}

const MESSAGES: Readonly<Record<string, string>> = {
  not_found: 'There is nothing at this address',
  payload_too_large: 'The request body is too large',
  unsupported_media_type: 'The request body must be application/json in UTF-8',
};

/** What body-parser and Express say, in our words: theirs quote the request. */
function bodyIssue(cause: unknown): string | null {
  if (cause instanceof URIError) return 'The address is not well encoded';
  if (typeof cause !== 'object' || cause === null || !('type' in cause)) return null;
  if (cause.type === 'entity.parse.failed') return 'The body is not valid JSON';
  if (cause.type === 'entity.too.large' && 'limit' in cause) return `At most ${String(cause.limit)} bytes are taken`;
  return typeof cause.type === 'string' ? cause.type : null;
}

function internalAnswer(requestId: string): ErrorAnswer {
  const message = 'Something went wrong on our side; the log has it under this request id';
  return { ...expected('internal_error', message, { request_id: requestId }), internal: true };
}

function expected(
  code: string,
  message: string,
  details: JsonObject,
  headers: Readonly<Record<string, string>> = {},
): ErrorAnswer {
  const status = ERROR_STATUS.get(code)!;
  return {
    status,
    headers: status === 503 ? { 'Retry-After': RETRY_AFTER_S, ...headers } : headers,
    body: { error: code, message, details },
    internal: false,
  };
}
