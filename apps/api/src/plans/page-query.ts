import { Matching, Optional, Text } from '../validation/validation.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

function isLimit(value: unknown): boolean {
  return typeof value === 'string' && /^[1-9]\d{0,2}$/.test(value) && Number(value) <= MAX_LIMIT;
}

/** What every list that is given out in pages is asked with. */
export class PageQueryDto {
  @Optional()
  @Matching(isLimit, `must be a whole number from 1 to ${MAX_LIMIT}`)
  limit?: string;

  @Optional()
  @Text({ max: 1000 })
  cursor?: string;
}

export function limitOf({ limit }: PageQueryDto): number {
  return limit === undefined ? DEFAULT_LIMIT : Number(limit);
}
