import {
  Injectable,
  StreamableFile,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { catchError, mergeMap, of, type Observable } from 'rxjs';
import { DomainError } from '#domain/errors.js';
import type { StoredAnswer } from '#persistence/repositories/idempotency-repository.js';
import type { Caller } from '#security/identity.js';
import { errorAnswer, type ErrorBody } from '../errors/error-answer.js';
import { requestIdOf } from '../logging/request-log.js';
import { CommitWatch, type Watched } from './commit-watch.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import { NEVER_REPEATED } from './never-repeated.js';
import { IdempotencyService, type Attempt } from './idempotency.service.js';

/** What belongs to the answer; everything else is of the moment. */
const KEPT_HEADERS = ['ETag', 'Link', 'Location'];
const TOO_MANY_REQUESTS = 429;
const REFLECTOR = new Reflector();

/** `Idempotency-Key` on POST: draft-ietf-httpapi-idempotency-key-header. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly requests: IdempotencyService,
    private readonly commits: CommitWatch,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request & { readonly user?: Caller }>();
    if (REFLECTOR.get<boolean | undefined>(NEVER_REPEATED, context.getHandler()) === true) return next.handle();
    // Other methods are idempotent by themselves; whoever is nobody has no keys.
    if (request.method !== 'POST' || request.user === undefined) return next.handle();
    const key = idempotencyKeyOf(request.headersDistinct['idempotency-key']);
    if (key === null) return next.handle();
    const response = context.switchToHttp().getResponse<Response>();
    const beginning = await this.requests.begin({
      subject: request.user.subject,
      route: `${request.method} ${request.path}`,
      key,
      content: [request.query, request.body],
    });
    if (beginning.kind === 'answered') return of(replay(beginning.answer, response));
    const { attempt } = beginning;
    const watched: Watched = { mayHaveCommitted: false };
    return this.commits
      .during(watched, () => next.handle())
      .pipe(
        catchError(async (error: unknown) => {
          await noteFailure(attempt, error, requestIdOf(response), watched);
          throw error;
        }),
        mergeMap(async (body: unknown) => {
          await noteSuccess(attempt, body, response);
          return body;
        }),
      );
  }
}

async function noteSuccess(attempt: Attempt, body: unknown, response: Response): Promise<void> {
  if (body instanceof StreamableFile) return attempt.unknown();
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = response.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const text = JSON.stringify(body) as string | undefined;
  return attempt.answered({
    status: response.statusCode,
    headers: Object.fromEntries(headers),
    body: text ?? null,
  });
}

/** A refusal is an answer, and stays one. What failed on our side, or came too often, may be tried again. */
function noteFailure(attempt: Attempt, error: unknown, requestId: string, watched: Watched): Promise<void> {
  const { status, body } = errorAnswer(error, requestId);
  if (status < 500 && status !== TOO_MANY_REQUESTS) {
    return attempt.answered({ status, headers: {}, body: JSON.stringify(body) });
  }
  return watched.mayHaveCommitted ? attempt.unknown() : attempt.withoutEffect();
}

function replay({ status, headers, body }: StoredAnswer, response: Response): unknown {
  response.status(status).set({ ...headers, 'Idempotency-Replayed': 'true' });
  if (status < 400) return body === null ? undefined : JSON.parse(body);
  const { error, message, details } = JSON.parse(body!) as ErrorBody;
  throw new DomainError(error, message, details);
}
