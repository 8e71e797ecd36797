import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { readDocument } from '../validation/read-document.js';
import {
  completeExecutionOptions,
  completeFailoverOptions,
  failoverRequest,
} from '#domain/runbook/failover-command.js';
import { InitiateFailoverDto, toFailoverCommand } from './initiate-failover.dto.js';

type Document = Readonly<Record<string, unknown>>;

const contract = (name: string) =>
  (JSON.parse(readFileSync(`test/contract/documents/${name}.json`, 'utf8')) as { request: Document }).request;

const PLAN = contract('1-create-disaster-recovery-plan') as unknown as PlanDocument;

function command(body: Document) {
  const read = readDocument(InitiateFailoverDto, body);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return toFailoverCommand(read.value);
}

test('the request of the contract comes through as it was written', () => {
  const request = contract('2-initiate-failover');
  expect(command(request)).toEqual({
    failoverType: request['failover_type'],
    reason: request['reason'],
    components: request['components'],
    failoverOptions: request['failover_options'],
    executionOptions: request['execution_options'],
    outageStartedAt: null,
    initiatedBy: request['initiated_by'],
    overrideComment: null,
  });
});

test('what is not said is done, with the priority and timeout of the plan', () => {
  const asked = command({ failover_type: 'unplanned', reason: 'Site down', failover_options: { update_dns: false } });
  expect(asked.components).toBeNull();
  const failover = completeFailoverOptions(asked.failoverOptions);
  const execution = completeExecutionOptions(PLAN, asked.executionOptions);
  expect(execution).toEqual({ priority: 'critical', timeout: 300, retry_attempts: 2, parallel_execution: true });
  expect(failoverRequest('unplanned', ['comp_1'], failover, execution, new Date(0))).toEqual({
    failoverType: 'unplanned',
    componentIds: ['comp_1'],
    verifyBefore: true,
    verifyAfter: true,
    updateDns: false,
    updateLoadBalancer: true,
    retryAttempts: 2,
    parallel: true,
    timeoutMs: 300_000,
    outageStartedAt: '1970-01-01T00:00:00.000Z',
  });
});
