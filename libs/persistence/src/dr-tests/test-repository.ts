import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CriterionResult, OverallResult, TestStatus } from '#domain/dr-test/dr-test.js';
import { TestNotFoundError, TestStateConflictError } from './errors.js';
import type { NewTest, TestRecord } from './test-records.js';
import { insertTest, SELECT_TEST, testRecord, type TestRow } from './test-rows.js';

export interface TestFilter {
  readonly planId: string | null;
  readonly status: TestStatus | null;
  /** Only tests that are older than the one with this id. */
  readonly before: string | null;
  readonly limit: number;
}

/** What a person's assessment makes of a test. */
export interface Assessed {
  readonly criteriaResults: readonly CriterionResult[];
  readonly overallResult: OverallResult | null;
}

/** Tests as the API asks for them. */
@Injectable()
export class TestRepository {
  constructor(private readonly source: DataSource) {}

  async create(test: NewTest): Promise<TestRecord> {
    await insertTest(this.source.manager, test);
    return this.get(test.testId);
  }

  /** @throws TestNotFoundError */
  async get(testId: string): Promise<TestRecord> {
    const rows = await this.source.query<TestRow[]>(`${SELECT_TEST} WHERE test.test_id = $1`, [testId]);
    if (!rows[0]) throw new TestNotFoundError(testId);
    return testRecord(rows[0]);
  }

  /** Newest first: ids begin with their time. */
  async list({ planId, status, before, limit }: TestFilter): Promise<readonly TestRecord[]> {
    const values: unknown[] = [];
    const conditions: string[] = [];
    const add = (condition: string, value: unknown): void => {
      if (value === null) return;
      values.push(value);
      conditions.push(`${condition} $${values.length}`);
    };
    add('plan.plan_id =', planId);
    add('test.status =', status);
    add('test.test_id <', before);
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    values.push(limit);
    const rows = await this.source.query<TestRow[]>(
      `${SELECT_TEST} ${where} ORDER BY test.test_id DESC LIMIT $${values.length}`,
      values,
    );
    return rows.map(testRecord);
  }

  /** @throws TestNotFoundError, TestStateConflictError when it has begun or is over. */
  reschedule(testId: string, scheduledFor: Date): Promise<TestRecord> {
    return this.whileScheduled('reschedule', testId, 'scheduled_for = $2', [scheduledFor]);
  }

  /** @throws TestNotFoundError, TestStateConflictError when it has begun or is over. */
  cancel(testId: string): Promise<TestRecord> {
    return this.whileScheduled('cancel', testId, `status = 'cancelled', completed_at = now()`, []);
  }

  /**
   * Writes what a person says of a criterion; two who assess at once come after one another.
   * @throws TestNotFoundError, and whatever `assess` throws: then nothing is written.
   */
  async assess(testId: string, assess: (test: TestRecord) => Assessed): Promise<TestRecord> {
    await this.source.transaction(async (manager) => {
      const rows = await manager.query<TestRow[]>(`${SELECT_TEST} WHERE test.test_id = $1 FOR UPDATE OF test`, [
        testId,
      ]);
      if (!rows[0]) throw new TestNotFoundError(testId);
      const { criteriaResults, overallResult } = assess(testRecord(rows[0]));
      await manager.query(
        'UPDATE dr_test_results SET success_criteria_results = $2, overall_result = $3 WHERE test_id = $1',
        [testId, JSON.stringify(criteriaResults), overallResult],
      );
    });
    return this.get(testId);
  }

  /** The row lock puts it in order with the worker that may be starting the test at this moment. */
  private async whileScheduled(what: string, testId: string, change: string, values: readonly unknown[]) {
    const [, changed] = await this.source.query<[unknown, number]>(
      `UPDATE dr_test_results SET ${change} WHERE test_id = $1 AND status = 'scheduled'`,
      [testId, ...values],
    );
    const test = await this.get(testId);
    if (changed === 0) throw new TestStateConflictError(what, testId, test.status);
    return test;
  }
}
