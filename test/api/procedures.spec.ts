import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Json } from '#domain/json.js';
import { contractDocument, field, ServiceUnderTest, until } from './running-service.js';

const PROCEDURES = '/disaster-recovery/procedures';
const TEXT_STEPS = ['Look at {{parameters.what}}', 'Tell {{parameters.who.name}}'];

let service: ServiceUnderTest;
const plans: string[] = [];

beforeAll(async () => {
  service = await ServiceUnderTest.start();
  plans.push(await createPlan('First', ['proc_shared', 'proc_asks', 'proc_empty']));
  plans.push(await createPlan('Second', ['proc_shared']));
  plans.push(await createPlan('Live', ['proc_live']));
});

afterAll(async () => {
  await service?.stop();
});

const STEPS: Readonly<Record<string, readonly Json[]>> = {
  proc_shared: ['Look'],
  proc_asks: TEXT_STEPS,
  proc_empty: [],
  proc_live: [{ name: 'Wait', action: 'wait', with: { seconds: '{{parameters.seconds}}' } }],
};

async function createPlan(name: string, procedures: readonly string[]): Promise<string> {
  const { request } = await contractDocument('1-create-disaster-recovery-plan');
  const [component] = request['components'] as readonly { readonly [field: string]: Json }[];
  const body = {
    ...request,
    plan_name: name,
    components: [{ ...component!, recovery_procedures: [] }],
    recovery_procedures: procedures.map((id) => ({
      procedure_id: id,
      name: id,
      steps: STEPS[id]!,
      estimated_duration: 1,
      automation_level: 'semi_automated',
    })),
  };
  const answer = await service.call('POST', '/disaster-recovery/plans', { body });
  return field(answer.body, 'plan_id') as string;
}

const execute = (procedureId: string, body: object = {}, token?: string) =>
  service.call('POST', `${PROCEDURES}/${procedureId}/execute`, {
    body: { execution_type: 'manual', ...body },
    ...(token === undefined ? {} : { token }),
  });

describe('a request that is refused leaves nothing behind', () => {
  let before: Readonly<Record<string, number>>;

  beforeAll(async () => {
    before = await service.rowCounts();
  });
  afterAll(async () => {
    expect(await service.rowCounts()).toEqual(before);
  });

  test.each(['proc_nobody_has', 'database_failover', "proc'--"])('404: %s is no procedure', async (id) => {
    const { status, body } = await execute(encodeURIComponent(id));
    expect([status, body]).toMatchObject([404, { error: 'procedure_not_found', details: { procedure_id: id } }]);
  });

  test('409: an id of several plans, with the plans to choose from', async () => {
    const { status, body } = await execute('proc_shared');
    expect([status, body]).toMatchObject([
      409,
      {
        error: 'ambiguous_procedure',
        details: {
          procedure_id: 'proc_shared',
          plans: [
            { plan_id: plans[0], plan_name: 'First' },
            { plan_id: plans[1], plan_name: 'Second' },
          ],
        },
      },
    ]);
  });

  test('404: a plan that does not exist, or has another procedure', async () => {
    const nowhere = await execute('proc_shared', { plan_id: 'plan_nowhere' });
    expect([nowhere.status, nowhere.body]).toMatchObject([404, { error: 'plan_not_found' }]);
    const other = await execute('proc_asks', { plan_id: plans[1] });
    expect([other.status, other.body]).toMatchObject([
      404,
      { error: 'procedure_not_found', details: { procedure_id: 'proc_asks', plan_id: plans[1] } },
    ]);
  });

  test('422: parameters that the steps name and the request lacks, all at once', async () => {
    const { status, body } = await execute('proc_asks', { parameters: { who: 'Ada' } });
    expect([status, body]).toMatchObject([
      422,
      {
        error: 'validation_failed',
        details: {
          issues: [
            'Missing required field: parameters.what (step proc_asks.1 uses it)',
            'Missing required field: parameters.who.name (step proc_asks.2 uses it)',
          ],
        },
      },
    ]);
  });

  test('422: parameters with which the action can not work', async () => {
    const { status, body } = await execute('proc_live', { parameters: { seconds: 'many' } });
    expect(status).toBe(422);
    expect(field(field(body, 'details'), 'issues')).toEqual([
      expect.stringMatching(/^Step proc_live\.1 can not be executed with these parameters: seconds: /),
    ]);
  });

  test.each([
    [{ execution_type: 'sometime' }, 'Invalid execution_type value'],
    [{ parameters: ['a'] }, 'Invalid parameters value'],
    [{ parameters: { x: '{{steps.proc_live.1.output.x}}' } }, 'Invalid parameters.x value'],
    [{ parameters: { 'not a name': 1 } }, 'Invalid parameters.not a name value'],
    [{ execution_options: { timeout: 0 } }, 'Invalid execution_options.timeout value'],
    [{ planid: 'plan_1' }, 'Unknown field: planid'],
  ])('422: %j', async (body, issue) => {
    const answer = await execute('proc_live', body);
    expect(answer.status).toBe(422);
    expect(field(field(answer.body, 'details'), 'issues')).toEqual([expect.stringContaining(issue)]);
  });

  test('400: a procedure without steps, which would succeed without having done anything', async () => {
    const { status, body } = await execute('proc_empty');
    expect([status, body]).toMatchObject([400, { error: 'invalid_procedure_request' }]);
  });

  test('403: somebody else, and roles that only read', async () => {
    const other = await execute('proc_live', { executed_by: 'admin_else', parameters: { seconds: 0 } });
    expect([other.status, other.body]).toMatchObject([403, { error: 'actor_mismatch' }]);
    const viewer = await execute('proc_live', {}, await service.token({ roles: ['viewer'] }));
    expect([viewer.status, viewer.body]).toMatchObject([403, { error: 'forbidden' }]);
  });
});

describe('the list of executions', () => {
  const started: string[] = [];
  let failoverId: string;

  const list = async (query: string, path = '/disaster-recovery/executions') => {
    const { status, body } = await service.call('GET', `${path}?${query}`);
    expect(status).toBe(200);
    const ids = (field(body, 'items') as readonly Json[]).map((item) => field(item, 'execution_id'));
    return { body, ids, next: field(body, 'next_cursor') };
  };

  beforeAll(async () => {
    for (const plan_id of [plans[0], plans[1], plans[0], plans[1], plans[0]]) {
      const { body } = await execute('proc_shared', { plan_id });
      started.unshift(field(body, 'execution_id') as string);
    }
    const body = { failover_type: 'planned', reason: 'Rehearsal' };
    const answer = await service.call('POST', `/disaster-recovery/plans/${plans[0]}/failover`, { body });
    failoverId = field(answer.body, 'failover_id') as string;
    // As if all had been asked for within a millisecond, and two of them within a microsecond.
    await service.sql(
      `UPDATE executions SET requested_at = '2026-01-01T00:00:00Z'::timestamptz + ordinal / 2 * interval '1 microsecond'
       FROM unnest($1::text[]) WITH ORDINALITY AS newest (id, ordinal) WHERE execution_id = id`,
      [[...started].sort()],
    );
    started.sort().reverse();
  });

  test('has the newest first', async () => {
    expect((await list('')).ids).toEqual([failoverId, ...started]);
  });

  test('can be read page by page, without losing one or reading one twice', async () => {
    for (const limit of [1, 2, 3]) {
      const seen: Json[] = [];
      let next: string | null = null;
      do {
        const page = await list(`limit=${limit}${next === null ? '' : `&cursor=${next}`}`);
        seen.push(...page.ids);
        next = page.next as string | null;
      } while (next !== null);
      expect(seen).toEqual([failoverId, ...started]);
    }
  });

  test('has filters, which hold together', async () => {
    expect((await list('kind=failover')).ids).toEqual([failoverId]);
    expect((await list(`kind=procedure&plan_id=${plans[1]}`)).ids).toHaveLength(2);
    expect((await list(`plan_id=plan_nowhere`)).ids).toEqual([]);
    await until(
      async () => ((await list('status=completed')).ids.length === 6 ? true : null),
      'all executions had ended',
    );
    expect((await list('status=running')).ids).toEqual([]);
  });

  test('of a procedure has its executions alone', async () => {
    const path = `${PROCEDURES}/proc_shared/executions`;
    const { body, ids } = await list('', path);
    expect(ids).toEqual(started);
    expect((await list(`plan_id=${plans[1]}`, path)).ids).toHaveLength(2);
    expect((field(body, 'items') as readonly Json[])[0]).toMatchObject({
      kind: 'procedure',
      procedure_id: 'proc_shared',
    });
    expect((await list('', `${PROCEDURES}/proc_empty/executions`)).ids).toEqual([]);
    const unknown = await service.call('GET', `${PROCEDURES}/proc_nobody_has/executions`);
    expect([unknown.status, unknown.body]).toMatchObject([404, { error: 'procedure_not_found' }]);
  });

  test.each([
    'limit=0',
    'limit=201',
    'limit=x',
    'cursor=x',
    'kind=x',
    'status=pending',
    'sort=x',
    'plan_id=a&plan_id=b',
  ])('422: %s', async (query) => {
    const { status, body } = await service.call('GET', `/disaster-recovery/executions?${query}`);
    expect([status, body]).toMatchObject([422, { error: 'validation_failed' }]);
  });
});
