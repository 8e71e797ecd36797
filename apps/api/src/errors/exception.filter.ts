import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, NotFoundException } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { InvalidPlanError } from '../plans/errors.js';
import { LOGGER } from '../logging/logger.js';
import { requestIdOf } from '../logging/request-log.js';
import { allowedMethods, type RoutedApplication } from './allowed-methods.js';
import { errorAnswer, type ErrorAnswer } from './error-answer.js';

const WRITES_A_PLAN = /^(POST \/disaster-recovery\/plans|PUT \/disaster-recovery\/plans\/[^/]+)\/?$/i;

/** Answers everything that fails, wherever it fails, in one form. */
@Catch()
export class ContractExceptionFilter implements ExceptionFilter {
  constructor(
    private readonly adapterHost: HttpAdapterHost,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const requestId = requestIdOf(response);
    const answer = this.answerOf(error, request, requestId);
    if (answer.internal) this.logger.error({ err: error, request_id: requestId }, 'a request failed unexpectedly');
    else if (answer.status >= 500)
      this.logger.warn({ err: error, request_id: requestId }, 'a request could not be served');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.status(answer.status).set(answer.headers).json(answer.body);
  }

  private answerOf(error: unknown, request: Request, requestId: string): ErrorAnswer {
    const answer = errorAnswer(error, requestId);
    if (error instanceof NotFoundException) return this.methodAnswer(request) ?? answer;
    // A plan that is not even JSON is, as SPEC.md has it, an invalid plan.
    if (answer.body.error === 'invalid_request' && WRITES_A_PLAN.test(`${request.method} ${request.path}`)) {
      const { issue } = answer.body.details;
      const fault = { field: 'body', issue: typeof issue === 'string' ? issue : 'Can not be read' };
      return errorAnswer(new InvalidPlanError([fault]), requestId);
    }
    return answer;
  }

  /** Nest takes a known path with a wrong method for an unknown path. */
  private methodAnswer({ method, path }: Request): ErrorAnswer | null {
    const methods = allowedMethods(this.adapterHost.httpAdapter.getInstance<RoutedApplication>(), path);
    if (methods.length === 0) return null;
    return {
      status: 405,
      headers: { Allow: methods.join(', ') },
      body: { error: 'method_not_allowed', message: `${method} is not possible here`, details: { allowed: methods } },
      internal: false,
    };
  }
}
