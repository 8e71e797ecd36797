import { readFileSync } from 'node:fs';
import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';

/** SPEC.md's test, at another time. */
export function testRequest(scheduledFor: Date, changes: Partial<Body<'TestRequest'>> = {}): Body<'TestRequest'> {
  const url = new URL('../contract/documents/5-schedule-dr-test.json', import.meta.url);
  const { request } = JSON.parse(readFileSync(url, 'utf8')) as { readonly request: Body<'TestRequest'> };
  return { ...request, scheduled_for: scheduledFor.toISOString(), ...changes };
}

/** @returns its id */
export async function scheduleTest(
  { api }: IsolatedService,
  planId: string,
  request: Body<'TestRequest'>,
): Promise<string> {
  const params = { path: { plan_id: planId } };
  const test = await succeeded(api.POST('/disaster-recovery/plans/{plan_id}/tests', { params, body: request }));
  return test.test_id;
}

export function drTest({ api }: IsolatedService, id: string): Promise<Body<'Test'>> {
  return succeeded(api.GET('/disaster-recovery/tests/{test_id}', { params: { path: { test_id: id } } }));
}

export function testResults({ api }: IsolatedService, id: string): Promise<Body<'TestResults'>> {
  return succeeded(api.GET('/disaster-recovery/tests/{test_id}/results', { params: { path: { test_id: id } } }));
}

export async function testsOf({ api }: IsolatedService, planId: string): Promise<readonly Body<'Test'>[]> {
  const params = { query: { plan_id: planId } };
  return (await succeeded(api.GET('/disaster-recovery/tests', { params }))).tests;
}
