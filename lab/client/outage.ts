export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The longest time within the window in which nothing was acknowledged, in milliseconds. The window's ends count as
 * edges, so that an outage which never ended is not taken for none.
 * @param times in rising order.
 */
export function longestGap(times: readonly number[], { fromMs, toMs }: Window): number {
  const marks = [fromMs, ...times.filter((time) => time > fromMs && time < toMs), toMs];
  return marks.slice(1).reduce((longest, mark, index) => Math.max(longest, mark - marks[index]!), 0);
}
