import { Injectable } from '@nestjs/common';
import { overallResult } from '#domain/dr-test/evaluate-test.js';
import { normalised } from '#domain/dr-test/criteria.js';
import type { CriterionResult } from '#domain/dr-test/dr-test.js';
import type { Exercise } from '#domain/runbook/runbook.js';
import { TestStateConflictError } from '#persistence/dr-tests/errors.js';
import { TestLegRepository, type StartedLeg } from '#persistence/dr-tests/test-leg-repository.js';
import type { TestRecord } from '#persistence/dr-tests/test-records.js';
import { TestRepository, type Assessed, type TestFilter } from '#persistence/dr-tests/test-repository.js';
import { newPublicId } from '#persistence/public-id.js';
import type { StepRecord } from '#persistence/records.js';
import { ExecutionRepository } from '#persistence/repositories/execution-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { actorOf } from '#security/actor.js';
import { ForbiddenError } from '#security/errors.js';
import { may, type Caller } from '#security/identity.js';
import { Actors } from '../actors/actors.js';
import { ExecutionService } from '../executions/execution.service.js';
import { ValidationFailedError } from '../validation/errors.js';
import type { AssessCriterionDto } from './assess-criterion.dto.js';
import { CriterionMeasuredError, CriterionNotFoundError } from './errors.js';
import type { ScheduleTestDto } from './schedule-test.dto.js';
import { dateFaults, faultsOfTest, requestedTest } from './test-request.js';

export interface TestWithCleanUp {
  readonly test: TestRecord;
  /** Its clean-up steps as they stand; none before it has begun. */
  readonly cleanUp: readonly StepRecord[];
  /** What a live switchover test has started; null of any other. */
  readonly legs: readonly StartedLeg[] | null;
}

@Injectable()
export class DrTestService {
  constructor(
    private readonly tests: TestRepository,
    private readonly legs: TestLegRepository,
    private readonly plans: PlanRepository,
    private readonly records: ExecutionRepository,
    private readonly executions: ExecutionService,
    private readonly actors: Actors,
  ) {}

  /** @throws PlanNotFoundError, ActorMismatchError, ForbiddenError, ValidationFailedError */
  async schedule(planId: string, request: ScheduleTestDto, caller: Caller): Promise<TestRecord> {
    const plan = await this.plans.get(planId);
    const subject = actorOf(caller, 'scheduled_by', request.scheduled_by);
    const test = requestedTest(request, plan.document);
    requireRight(test.exercise, caller);
    const confirmed = request.live_switchover?.confirm ?? null;
    const others = (await this.plans.live()).map(({ document }) => document);
    const faults = faultsOfTest(test, plan, { now: new Date(), others, confirmed });
    if (faults.length > 0) throw new ValidationFailedError('DR test', faults);
    const scheduledBy = await this.actors.record(caller, subject);
    return this.tests.create({ ...test, testId: newPublicId('test'), plan, createdBy: scheduledBy, scheduledBy });
  }

  /** @throws TestNotFoundError */
  get(testId: string): Promise<TestRecord> {
    return this.tests.get(testId);
  }

  /** One more than the page holds tells whether there is a next one. */
  async list(filter: TestFilter): Promise<{ readonly tests: readonly TestRecord[]; readonly hasMore: boolean }> {
    const found = await this.tests.list({ ...filter, limit: filter.limit + 1 });
    return { tests: found.slice(0, filter.limit), hasMore: found.length > filter.limit };
  }

  /** @throws TestNotFoundError, TestStateConflictError, ForbiddenError, ValidationFailedError */
  async reschedule(testId: string, scheduledFor: Date, caller: Caller): Promise<TestRecord> {
    const test = await this.tests.get(testId);
    requireRight(test.exercise, caller);
    const faults = dateFaults(scheduledFor, test.executionMode, new Date());
    if (faults.length > 0) throw new ValidationFailedError('DR test', faults);
    return this.tests.reschedule(testId, scheduledFor);
  }

  /**
   * A test that has not begun is cancelled at once; one that runs is stopped as any execution is.
   * @throws TestNotFoundError, TestStateConflictError, StateConflictError
   */
  async cancel(testId: string, comment: string, { subject, roles }: Caller): Promise<TestRecord> {
    try {
      return await this.tests.cancel(testId);
    } catch (error) {
      if (!(error instanceof TestStateConflictError) || error.details['status'] !== 'running') throw error;
    }
    await this.executions.intervene(testId, { type: 'cancel_requested', by: subject, comment }, roles);
    return this.tests.get(testId);
  }

  /** @throws TestNotFoundError */
  async results(testId: string): Promise<TestWithCleanUp> {
    const test = await this.tests.get(testId);
    const steps = test.startedAt === null ? [] : await this.records.steps(testId);
    const legs = test.exercise === 'live_switchover' ? await this.legs.ofTest(testId) : null;
    return { test, cleanUp: steps.filter((step) => step.phase === 'cleanup'), legs };
  }

  /** @throws TestNotFoundError, TestStateConflictError, CriterionNotFoundError, CriterionMeasuredError */
  assess(testId: string, assessment: AssessCriterionDto, { subject }: Caller): Promise<TestRecord> {
    return this.tests.assess(testId, (test) => assessed(test, assessment, subject, new Date()));
  }
}

/** A test that moves a plan for real asks for what a failover asks for. @throws ForbiddenError */
function requireRight(exercise: Exercise, caller: Caller): void {
  if (exercise === 'live_switchover' && !may(caller, 'failover.execute')) throw new ForbiddenError('failover.execute');
}

function assessed(test: TestRecord, { criteria, status, details }: AssessCriterionDto, by: string, at: Date): Assessed {
  if (test.status !== 'completed') throw new TestStateConflictError('assess', test.testId, test.status);
  const asked = test.criteriaResults.find((result) => normalised(result.criteria) === normalised(criteria));
  if (!asked) throw new CriterionNotFoundError(test.testId, criteria);
  if (asked.status !== 'not_evaluated' && asked.assessed_by === undefined) {
    throw new CriterionMeasuredError(test.testId, asked.criteria, asked.status);
  }
  const answer: CriterionResult = {
    criteria: asked.criteria,
    status,
    details,
    assessed_by: by,
    assessed_at: at.toISOString(),
  };
  const criteriaResults = test.criteriaResults.map((result) => (result === asked ? answer : result));
  return { criteriaResults, overallResult: overallResult(test.status, test.scenarioResults, criteriaResults) };
}
