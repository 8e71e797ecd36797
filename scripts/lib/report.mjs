// Reads the report that Jest writes (`--json --outputFile`): what was counted, what was skipped and why.
import { readFileSync } from 'node:fs';

export const reportFile = 'reports/jest.json';

export function readReport(file = reportFile) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** A file that could not even run (a syntax error, a failing import) holds no test that could fail: it counts as one. */
export function countsOf(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

export function countLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

const REASON = /\[SKIPPED: ([^\]]+)\]/;

/**
 * What was skipped, gathered by reason: a missing program as test/support/requirements.ts writes it into the title,
 * else that nobody gave a reason. Each with the titles of its tests.
 */
export function skippedByReason(report) {
  const byReason = new Map();
  for (const suite of report.testResults) {
    for (const test of suite.assertionResults) {
      if (!['pending', 'todo', 'skipped', 'disabled'].includes(test.status)) continue;
      const reason = REASON.exec(test.fullName)?.[1] ?? 'no reason given: skipped in the code';
      const title = test.fullName.replace(REASON, '').replace(/\s+/g, ' ').trim();
      byReason.set(reason, [...(byReason.get(reason) ?? []), title]);
    }
  }
  return byReason;
}
