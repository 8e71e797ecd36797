import { TEST_STATUSES, type TestStatus } from '#domain/dr-test/dr-test.js';
import { Identifier, Matching, OneOf, Optional } from '../validation/validation.js';

const MAX_PAGE = 200;
const DEFAULT_PAGE = 50;

function isPageSize(value: unknown): boolean {
  return typeof value === 'string' && /^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= MAX_PAGE;
}

/** A cursor is the id of the last test on the page before; clients need not know. */
function testIdIn(cursor: unknown): string | null {
  if (typeof cursor !== 'string' || cursor.length > 200) return null;
  const id = Buffer.from(cursor, 'base64url').toString('utf8');
  return /^test_[A-Za-z0-9_-]{1,100}$/.test(id) ? id : null;
}

export function cursorOf(testId: string): string {
  return Buffer.from(testId, 'utf8').toString('base64url');
}

export class ListTestsDto {
  @Optional()
  @Identifier()
  plan_id?: string;

  @Optional()
  @OneOf(TEST_STATUSES)
  status?: TestStatus;

  @Optional()
  @Matching(isPageSize, `must be a whole number from 1 to ${MAX_PAGE}`)
  limit?: string;

  @Optional()
  @Matching((value) => testIdIn(value) !== null, 'must be the next_cursor of an earlier answer')
  cursor?: string;
}

export function toPage(query: ListTestsDto) {
  return {
    planId: query.plan_id ?? null,
    status: query.status ?? null,
    before: testIdIn(query.cursor),
    limit: query.limit === undefined ? DEFAULT_PAGE : Number(query.limit),
  };
}
