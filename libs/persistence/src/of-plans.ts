/** All plans, for which `$1` is null, or the one whose row id `$1` is. */
export type Which = 'all' | 'one';

/**
 * The condition for it. Two texts, not one that decides: a plan that PostgreSQL keeps could not use an index for a
 * condition that may not apply.
 */
export function ofPlans(which: Which, column: string): string {
  return which === 'all' ? '$1::uuid IS NULL' : `${column} = $1::uuid`;
}
