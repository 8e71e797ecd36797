import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Json } from '#domain/json.js';
import { ApiDescription, type DocumentedOperation } from '../support/openapi.js';
import {
  contractDocument,
  contractErrors,
  field,
  ServiceUnderTest,
  text,
  until,
  type Call,
} from './running-service.js';

const api = ApiDescription.committed();
const seen = new Set<string>();
let service: ServiceUnderTest;
let ids: Readonly<Record<string, string>>;

/** Asks, and compares the answer with the document: status, body to the last field, and headers. */
async function ask(id: string, call: Call & { ids?: Record<string, string>; query?: string } = {}): Promise<Json> {
  const operation = api.operation(id);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (call.ids ?? ids)[name] ?? ids[name]!);
  const answer = await service.call(operation.method, path + (call.query ?? ''), call);
  expect({ id, status: answer.status, faults: api.faults(operation, answer) }).toMatchObject({ id, faults: [] });
  expect(answer.headers.get('x-request-id')).not.toBeNull();
  if (answer.status < 400) seen.add(id);
  return answer.body;
}

const request = async (name: string) => (await contractDocument(name)).request;

beforeAll(async () => {
  service = await ServiceUnderTest.start();
  const plan = await ask('createPlan', { body: await request('1-create-disaster-recovery-plan') });
  ids = { plan_id: text(plan, 'plan_id'), procedure_id: 'proc_123456789', component_id: 'comp_123456789' };
  const failover = await ask('initiateFailover', { body: await request('2-initiate-failover') });
  const id = text(failover, 'failover_id');
  ids = { ...ids, failover_id: id, execution_id: id, version: '1', from: '1', to: '1' };
  await until(async () => {
    return field(await ask('getFailoverStatus'), 'status') === 'completed' ? true : null;
  }, 'the failover had ended');
  await ask('executeProcedure', { body: await request('4-execute-recovery-procedure') });
  const scheduled = await ask('scheduleTest', { body: await request('5-schedule-dr-test') });
  ids = { ...ids, test_id: text(scheduled, 'test_id') };
  await until(async () => {
    return field(await ask('getTestResults'), 'status') === 'completed' ? true : null;
  }, 'the test had ended');
});

afterAll(async () => {
  await service?.stop();
});

const JSON_ANSWERS = (operation: DocumentedOperation) =>
  operation.method === 'GET' && operation.id !== 'getDocumentation' && !operation.isStream;

describe('answers are as the document says', () => {
  test.each(api.operations.filter(JSON_ANSWERS).map(({ id }) => id))('GET %s', async (id) => {
    await ask(id);
    expect(seen).toContain(id);
  });

  test('lists with a next page', async () => {
    const { request: plan } = await contractDocument('1-create-disaster-recovery-plan');
    await ask('createPlan', { body: plan });
    const first = await ask('listPlans', { query: '?limit=1&include_total=true' });
    await ask('listPlans', { query: `?limit=1&cursor=${text(first, 'next_cursor')}` });
    const executions = await ask('listExecutions', { query: '?limit=1' });
    await ask('listExecutions', { query: `?limit=1&cursor=${text(executions, 'next_cursor')}` });
  });

  test('changes', async () => {
    const plan = await request('1-create-disaster-recovery-plan');
    const changed = { ...plan, rto: 200 };
    await ask('validatePlan', { body: { ...changed, rto: 'soon' } });
    await ask('validatePlanChange', { body: changed });
    await ask('updatePlan', { body: changed, headers: { 'if-match': '*' } });
    await ask('comparePlanVersions', { ids: { to: '2' } });
    const later = { ...(await request('5-schedule-dr-test')), scheduled_for: '2099-01-01T00:00:00Z' };
    const test_id = text(await ask('scheduleTest', { body: later }), 'test_id');
    await ask('rescheduleTest', { ids: { test_id }, body: { scheduled_for: '2098-01-01T00:00:00Z' } });
    await ask('cancelTest', { ids: { test_id }, body: {} });
    const criteria = 'Performance within acceptable limits';
    await ask('assessCriterion', { body: { criteria, status: 'passed', details: 'looked at it' } });
    await ask('putSecret', { ids: { name: 'backup' }, body: { value: 'hunter2' } });
    await ask('archivePlan');
    await ask('initiateFailover', { body: await request('2-initiate-failover') });
    await ask('restorePlan');
    for (const id of ['validatePlan', 'validatePlanChange', 'updatePlan', 'rescheduleTest', 'cancelTest']) {
      expect(seen).toContain(id);
    }
    for (const id of ['assessCriterion', 'putSecret', 'archivePlan', 'restorePlan']) expect(seen).toContain(id);
  });

  test('errors of every route: nobody asks, somebody asks who may not, what can not be read, what is not there', async () => {
    const viewer = await service.token({ roles: [], subject: 'nobody' });
    const nowhere = Object.fromEntries(Object.keys(ids).map((name) => [name, 'nothing_1']));
    for (const { id, method, isPublic, isStream } of api.operations) {
      if (isPublic) continue;
      await ask(id, { token: null });
      await ask(id, { token: 'x.y.z' });
      await ask(id, { token: viewer });
      if (isStream) continue;
      if (method === 'GET') await ask(id, { ids: nowhere });
      else {
        await ask(id, { ids: nowhere, body: {} });
        await ask(id, { body: '{' });
        await ask(id, { body: [] });
        await ask(id, { body: { nonsense: true }, headers: { 'if-match': '*' } });
        await ask(id, { body: '<xml/>', headers: { 'content-type': 'text/xml' } });
        await ask(id, { body: {}, headers: { 'if-match': '"99"' } });
      }
      if (method === 'POST') await ask(id, { body: {}, headers: { 'idempotency-key': '' } });
    }
  });
});

describe('the contract', () => {
  const OPERATIONS = {
    '1-create-disaster-recovery-plan': 'createPlan',
    '2-initiate-failover': 'initiateFailover',
    '3-get-failover-status': 'getFailoverStatus',
    '4-execute-recovery-procedure': 'executeProcedure',
    '5-schedule-dr-test': 'scheduleTest',
    '6-get-dr-test-results': 'getTestResults',
    '7-get-dr-analytics': 'getAnalytics',
    '8-get-dr-dashboard': 'getDashboard',
  };
  const served = Object.entries(OPERATIONS).filter(([, id]) => api.operations.some((operation) => operation.id === id));

  test.each(served)('%s: its documents are in the examples, and its requests are valid', async (name, id) => {
    const contract = await contractDocument(name);
    const operation = api.operation(id);
    // To the last value; what the service adds is checked against the schema by `npm run check -- openapi-lint`.
    expect(Object.values(operation.examples)).toMatchObject([contract.response]);
    if (contract.request === undefined) return;
    expect(operation.body!.example).toEqual(contract.request);
    expect(api.matcher.faults(operation.body!.schema, contract.request)).toEqual([]);
  });

  test.each(served)('%s: its answer lacks only what this service adds', async (name, id) => {
    const { response } = await contractDocument(name);
    const operation = api.operation(id);
    const [status] = Object.keys(operation.examples);
    const faults = api.faults(operation, { status: Number(status), body: response });
    expect(faults.filter((fault) => !fault.endsWith(': missing'))).toEqual([]);
  });

  test('its errors are valid', async () => {
    const errors = await contractErrors();
    const update = api.operation('updatePlan');
    for (const [status, body] of Object.entries(errors)) {
      expect(api.faults(update, { status: Number(status), body })).toEqual([]);
    }
  });
});
