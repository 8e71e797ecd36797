import { Agent, request as send } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { succeeded } from '#api-client/succeeded.js';
import type { Json } from '#domain/json.js';
import { drctlRun } from '../support/drctl-run.js';
import { effectPlan } from '../support/effect-plan.js';
import { movedPlans, openFindings, reprotectablePlans } from '../support/fuzzed-plans.js';
import { fuzzedRequest, type FuzzedRequest, type KnownBodies, type KnownIds } from '../support/fuzzed-request.js';
import { ApiDescription, type ObservedAnswer } from '../support/openapi.js';
import { testResults } from '../support/dr-tests.js';
import {
  inDoubt,
  switchable,
  waitingForApproval,
  waitingForTask,
  withFailedStep,
} from '../support/paused-executions.js';
import { createPlan } from '../support/plans.js';
import { procedurePlan } from '../support/procedure-plan.js';
import { Witness } from '../support/witness.js';
import { contractDocument, field, ServiceUnderTest, text, until } from './running-service.js';

/** How many requests; `FUZZ_REQUESTS=5000` before a release. With `FUZZ_SEED` the same ones again. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 600);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const PATIENCE_MS = 10_000;
/** From so many on, no operation may have escaped success by chance. */
const ENOUGH = 2_500;
/** Executions that stand still for each intervention: one that succeeds sets its execution going. */
const POOL = 8;
/** The same of what takes longer to set up. */
const FEW = 3;
/** An id that a procedure of one plan alone has. */
const PROCEDURE = 'proc_fuzzed';

const api = ApiDescription.committed();
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let service: ServiceUnderTest;
let witness: Witness;
let ids: KnownIds;
let bodies: KnownBodies;
let tokens: Readonly<Record<FuzzedRequest['token'], string | null>>;

beforeAll(async () => {
  service = await ServiceUnderTest.start({ SWEEP_INTERVAL_MS: '200' });
  witness = await Witness.start();
  tokens = { admin: await service.token({ expiresInSeconds: 3600 }), none: null, garbage: 'x.y.z' };
  [ids, bodies] = await Promise.all([known(), withoutExamples()]);
});

afterAll(async () => {
  agent.destroy();
  await service?.stop();
  await witness?.stop();
});

/** One group after the other, so that a slow machine has not all of it to do at once. */
async function known(): Promise<KnownIds> {
  return { ...(await existing()), ...(await forInterventions()), ...(await ofPlans()) };
}

/** Of what the document has no example: a run is only taken in with what this service has signed. */
async function withoutExamples(): Promise<KnownBodies> {
  const plan = await createPlan(service.isolated, effectPlan(witness, [{ name: 'by_drctl' }]));
  const run = await drctlRun(service.isolated, plan);
  const alert = { status: 'firing', labels: { dr_plan: plan }, startsAt: '2026-01-01T00:00:00Z', fingerprint: 'f2b2' };
  return {
    ingestExecution: run as unknown as Json,
    exportPlanBundle: { secrets: 'none' },
    receiveAlertmanagerNotification: { version: '4', groupKey: '{}:{}', alerts: [alert] },
  };
}

/** One of everything that a request may be about. */
async function existing(): Promise<KnownIds> {
  const create = async (path: string, document: string, id: string, changes: object = {}): Promise<string> => {
    const { request } = await contractDocument(document);
    const answer = await service.call('POST', `/disaster-recovery${path}`, { body: { ...request, ...changes } });
    expect(answer.status).toBeLessThan(300);
    return text(answer.body, id);
  };
  const plan = await create('/plans', '1-create-disaster-recovery-plan', 'plan_id');
  const other = await create('/plans', '1-create-disaster-recovery-plan', 'plan_id');
  const failover = await create(`/plans/${plan}/failover`, '2-initiate-failover', 'failover_id');
  const drill = await create(`/plans/${plan}/tests`, '5-schedule-dr-test', 'test_id');
  const later = { scheduled_for: '2099-01-01T00:00:00Z' };
  const planTest = () => create(`/plans/${plan}/tests`, '5-schedule-dr-test', 'test_id', later);
  const toMove = await Promise.all(Array.from({ length: POOL }, planTest));
  const toEnd = await Promise.all(Array.from({ length: POOL }, planTest));
  await until(async () => {
    const { status } = await testResults(service.isolated, drill);
    return status === 'completed' ? true : null;
  }, 'a test has results');
  const { body } = await service.call('GET', `/disaster-recovery/executions/${failover}`);
  const steps = (field(body, 'steps') as readonly Json[]).map((step) => text(step, 'step_id'));
  const [tasks, toCancel, toRetry, toSkip] = await Promise.all([
    waitingForTask(service.isolated, witness, POOL),
    waitingForTask(service.isolated, witness, POOL),
    withFailedStep(service.isolated, witness, POOL),
    withFailedStep(service.isolated, witness, POOL),
  ]);
  const alerts = await until(async () => {
    const { alerts: open } = await succeeded(service.isolated.api.GET('/disaster-recovery/alerts'));
    return open.length < POOL ? null : open.map((alert) => alert.alert_id);
  }, 'what waits for a person has raised alerts');
  const told = await until(async () => {
    const { notifications } = (await service.call('GET', '/disaster-recovery/notifications')).body as {
      readonly notifications: readonly Json[];
    };
    return notifications.length === 0 ? null : notifications.map((one) => text(one, 'notification_id'));
  }, 'somebody was told of the failover');
  return {
    plan_id: [plan, plan, other],
    // Archived plans refuse most of what is asked of them: only one of both ever is.
    'archivePlan.plan_id': [other],
    'updatePlan.plan_id': [plan],
    failover_id: [failover],
    execution_id: [failover, drill],
    procedure_id: ['proc_123456789'],
    component_id: ['comp_123456789'],
    step_id: steps,
    test_id: [drill],
    'rescheduleTest.test_id': toMove,
    'cancelTest.test_id': toEnd,
    notification_id: told,
    alert_id: alerts,
    'confirmStep.execution_id': tasks.ids,
    'confirmStep.step_id': [tasks.stepId],
    'cancelExecution.execution_id': toCancel.ids,
    'retryStep.execution_id': toRetry.ids,
    'retryStep.step_id': [toRetry.stepId],
    'skipStep.execution_id': toSkip.ids,
    'skipStep.step_id': [toSkip.stepId],
    version: ['1'],
    from: ['1'],
    to: ['1', '2'],
    name: ['backup'],
  };
}

/** Executions in the state in which each intervention is possible. */
async function forInterventions(): Promise<KnownIds> {
  const { isolated } = service;
  const [toPause, toResume, toRollBack, toSwitch, toApprove, toDecline, doubtful] = await Promise.all([
    waitingForTask(isolated, witness, 1),
    waitingForTask(isolated, witness, 1),
    waitingForTask(isolated, witness, FEW),
    switchable(isolated, witness, FEW),
    waitingForApproval(isolated, witness, FEW),
    waitingForApproval(isolated, witness, FEW),
    inDoubt(isolated, witness, FEW),
  ]);
  await Promise.all(toResume.ids.map((id) => isolated.call('POST', `/executions/${id}/pause`, {})));
  // What one of the two has done the other can take back.
  const pausable = [...toPause.ids, ...toResume.ids];
  return {
    'pauseExecution.execution_id': pausable,
    'resumeExecution.execution_id': pausable,
    'rollBackExecution.execution_id': toRollBack.ids,
    'switchToUngraceful.execution_id': toSwitch.ids,
    'approveStep.execution_id': toApprove.ids,
    'approveStep.step_id': [toApprove.stepId],
    'declineStep.execution_id': toDecline.ids,
    'declineStep.step_id': [toDecline.stepId],
    'resolveStep.execution_id': doubtful.ids,
    'resolveStep.step_id': [doubtful.stepId],
  };
}

/** Plans in the state in which each of these requests about plans is possible. */
async function ofPlans(): Promise<KnownIds> {
  const { isolated } = service;
  const [moved, reprotectable, findings] = await Promise.all([
    movedPlans(isolated, witness, FEW),
    reprotectablePlans(isolated, FEW),
    openFindings(isolated, witness),
    createPlan(isolated, procedurePlan(witness, [{ id: PROCEDURE, steps: [{ name: PROCEDURE }] }])),
  ]);
  return {
    'acknowledgeCooldown.plan_id': moved,
    'failBack.plan_id': moved,
    'reprotectPlan.plan_id': reprotectable,
    'acknowledgeFinding.plan_id': [findings.planId],
    'acknowledgeFinding.finding_id': findings.ids,
    // The other one is of several plans.
    'executeProcedure.procedure_id': [PROCEDURE, PROCEDURE, 'proc_123456789'],
  };
}

/**
 * As it is, without what fetch would put right. Of an answer that does not end by itself the first bytes are taken.
 * @throws when there is no answer in time
 */
function ask({ operation, path, body, headers, token }: FuzzedRequest): Promise<ObservedAnswer> {
  const bearer = tokens[token];
  return new Promise((resolve, reject) => {
    const outgoing = send(
      `${service.service.address}${path}`,
      {
        agent,
        method: operation.method,
        // Not the URL's path, which would be normalised.
        path,
        headers: {
          ...headers,
          ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
          ...(body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        },
        timeout: PATIENCE_MS,
      },
      (incoming) => {
        const status = incoming.statusCode!;
        const mediaType = incoming.headers['content-type']?.split(';')[0] ?? null;
        const chunks: Buffer[] = [];
        incoming.on('error', reject);
        incoming.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          if (mediaType !== 'text/event-stream') return;
          resolve({ status, mediaType, body: chunk.toString() });
          incoming.destroy();
        });
        incoming.on('end', () => {
          const answered = Buffer.concat(chunks).toString();
          const isJson = mediaType === 'application/json';
          resolve({ status, mediaType, body: isJson ? (JSON.parse(answered) as Json) : answered || null });
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer in ${PATIENCE_MS} ms`)));
    outgoing.on('error', reject);
    outgoing.end(body ?? undefined);
  });
}

/** What was wrong with the answer to a request. */
function faultsOf(request: FuzzedRequest, answer: ObservedAnswer): readonly string[] {
  const { operation, body } = request;
  const faults = [...api.faults(operation, answer)];
  if (answer.status >= 500) faults.unshift(`${answer.status}: ${JSON.stringify(answer.body)}`);
  if (answer.status < 300 && operation.body !== null && body !== null && body !== '') {
    const taken = api.matcher.faults(operation.body.schema, JSON.parse(body) as Json);
    faults.push(...taken.map((fault) => `took a body that the document refuses: ${fault}`));
  }
  return faults;
}

describe(`${REQUESTS} requests made from the document, as it says and broken`, () => {
  test('every answer is one that the document lists, none is 5xx, and none is missing', async () => {
    const requests = fc.sample(fuzzedRequest(api, ids, bodies), { numRuns: REQUESTS, seed: SEED });
    const found = new Map<string, object>();
    const served = new Set<string>();
    const statuses = new Map<number, number>();
    for (const request of requests) {
      const { operation, path, body, headers, token } = request;
      const answer = await ask(request).catch((error: unknown): ObservedAnswer => ({ status: 0, body: String(error) }));
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status >= 200 && answer.status < 300) served.add(operation.id);
      const [first] = faultsOf(request, answer);
      const sent = { path, body: body?.slice(0, 2_000), headers, token };
      if (first !== undefined && found.size < 20) found.set(`${operation.id} ${first.slice(0, 300)}`, sent);
    }
    const never = api.operations.map(({ id }) => id).filter((id) => !served.has(id));
    if (process.env['FUZZ_REQUESTS'] !== undefined) {
      process.stdout.write(
        `seed ${SEED}, ${JSON.stringify(Object.fromEntries(statuses))}, never served: ${never.join(', ')}\n`,
      );
    }
    expect({ seed: SEED, found: Object.fromEntries(found) }).toEqual({ seed: SEED, found: {} });
    // A control: requests that never get past the door would show nothing.
    expect(served.size).toBeGreaterThan(api.operations.length / 2);
    if (REQUESTS >= ENOUGH) expect({ seed: SEED, never }).toEqual({ seed: SEED, never: [] });
  }, 600_000);

  test('what the document does not list is refused in the form of errors', async () => {
    const everyMethod = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    for (const path of [
      ...Object.keys(api.document.paths),
      '/nothing',
      '/disaster-recovery',
      '/docs/x',
      '//',
      '/%00',
    ]) {
      const concrete = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name]?.[0] ?? 'unknown');
      const listed = Object.keys(api.document.paths[path] ?? {}).map((method) => method.toUpperCase());
      for (const method of everyMethod.filter((one) => !listed.includes(one))) {
        const answer = await service.call(method, concrete);
        // With another method an address may also be that of another operation.
        if (answer.status < 400) continue;
        expect({ path, method, answer: [400, 404, 405, 428].includes(answer.status) }).toMatchObject({ answer: true });
        expect(answer.body).toMatchObject({ error: expect.any(String), message: expect.any(String) });
      }
    }
  });

  test('and the service is as it was', async () => {
    const ready = await service.call('GET', '/health/ready', { token: null });
    expect(ready.status).toBe(200);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
