import { describe, expect, test } from '@jest/globals';
import { HttpException } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { DomainError } from '#domain/errors.js';
import { PlanNotFoundError } from '#persistence/errors.js';
import { UnauthorizedError } from '#security/errors.js';
import { errorAnswer } from './error-answer.js';

const answerTo = (error: unknown) => errorAnswer(error, 'request-1');

function postgresError(code: string, message = 'refused'): Error {
  return new QueryFailedError('SELECT hunter2', ['hunter2'], Object.assign(new Error(message), { code }));
}

test('an expected error keeps its code, message and details', () => {
  expect(answerTo(new PlanNotFoundError('plan_1'))).toMatchObject({
    status: 404,
    body: {
      error: 'plan_not_found',
      message: 'Disaster recovery plan not found',
      details: { plan_id: 'plan_1' },
    },
    internal: false,
  });
});

test.each([
  ['an error nobody thought of', new TypeError('can not read hunter2')],
  ['something that is no error', 'hunter2'],
  ['a domain error without a status', new DomainError('illegal_transition', 'hunter2', { hunter2: 1 })],
  ['a query that is wrong', postgresError('42601')],
  ['a server error of the framework', new HttpException('hunter2', 500)],
])('%s is answered without its inside, and with the id under which the log has it', (_, error) => {
  const answer = answerTo(error);
  expect(answer).toMatchObject({
    status: 500,
    body: { error: 'internal_error', details: { request_id: 'request-1' } },
    internal: true,
  });
  expect(JSON.stringify(answer)).not.toContain('hunter2');
});

describe('a database that does not answer', () => {
  test.each([
    ['refuses connections', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
    ['is stopped', postgresError('57P01')],
    ['has no connection left', postgresError('53300')],
    ['hangs up', new QueryFailedError('', [], new Error('Connection terminated unexpectedly'))],
    ['takes too long', new Error('timeout exceeded when trying to connect')],
  ])('because it %s is 503, to be tried again', (_, error) => {
    expect(answerTo(error)).toMatchObject({
      status: 503,
      headers: { 'Retry-After': expect.any(String) },
      body: { error: 'service_unavailable' },
    });
  });
});

test('whoever was not recognised is told how to ask', () => {
  expect(answerTo(new UnauthorizedError('expired'))).toMatchObject({
    status: 401,
    headers: { 'WWW-Authenticate': expect.stringContaining('error="invalid_token"') },
    body: { details: { reason: 'token_expired' } },
  });
});

test("a framework's refusal does not quote the request", () => {
  const cause = Object.assign(new SyntaxError('Unexpected token h in "hunter2"'), { type: 'entity.parse.failed' });
  const answer = answerTo(new HttpException(cause.message, 400, { cause }));
  expect(answer).toMatchObject({
    status: 400,
    body: { error: 'invalid_request', details: { issue: 'The body is not valid JSON' } },
  });
  expect(JSON.stringify(answer)).not.toContain('hunter2');
});
