import { describe, expect, test } from '@jest/globals';

type Counts = Record<'passed' | 'failed' | 'skipped', number>;

interface ReportModule {
  countsOf(report: object): Counts;
  countLine(counts: Counts): string;
  skippedByReason(report: object): Map<string, string[]>;
}

const { countsOf, countLine, skippedByReason } = (await import(
  new URL('../../scripts/lib/report.mjs', import.meta.url).href
)) as ReportModule;

const report = {
  numPassedTests: 5,
  numFailedTests: 1,
  numRuntimeErrorTestSuites: 2,
  numPendingTests: 3,
  numTodoTests: 1,
  testResults: [
    {
      assertionResults: [
        { status: 'passed', fullName: 'works' },
        { status: 'pending', fullName: 'routes [SKIPPED: haproxy is not installed: apt-get install haproxy] drains' },
        { status: 'pending', fullName: 'routes [SKIPPED: haproxy is not installed: apt-get install haproxy] weighs' },
      ],
    },
    {
      assertionResults: [
        { status: 'pending', fullName: 'later' },
        { status: 'todo', fullName: 'some day' },
      ],
    },
  ],
};

describe('the report of a test run', () => {
  test('counts a file that cannot run as a failure, and what is to be done as skipped', () => {
    expect(countLine(countsOf(report))).toBe('5 passed, 3 failed, 4 skipped');
  });

  test('gathers what was skipped by its reason', () => {
    expect(Object.fromEntries(skippedByReason(report))).toEqual({
      'haproxy is not installed: apt-get install haproxy': ['routes drains', 'routes weighs'],
      'no reason given: skipped in the code': ['later', 'some day'],
    });
  });
});
