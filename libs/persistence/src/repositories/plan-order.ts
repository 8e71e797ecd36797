/**
 * The orders in which plans are listed. Each has an index over the same expression with `id` after it, which also
 * decides between equal keys; migrations hold them.
 */
const ORDERS = {
  created_at: { key: 'plan.created_at', type: 'timestamptz' },
  plan_name: { key: 'lower(plan.plan_name)', type: 'text' },
  /** Upwards from low to critical. */
  priority: { key: "array_position(ARRAY['low', 'medium', 'high', 'critical'], plan.priority)", type: 'integer' },
  rto: { key: 'plan.rto', type: 'integer' },
  /** A plan without a next test is tested after all others. */
  next_test: { key: "coalesce(plan.next_test, 'infinity'::timestamptz)", type: 'timestamptz' },
} as const;

export type PlanSortKey = keyof typeof ORDERS;
export const PLAN_SORT_KEYS = Object.keys(ORDERS) as readonly PlanSortKey[];

export interface PlanSort {
  readonly by: PlanSortKey;
  readonly descending: boolean;
}

/** The last row of a page: the next one begins after it, wherever rows have been put in or taken away. */
export interface PlanPosition {
  /** As PostgreSQL writes the value: JavaScript's dates would lose microseconds. */
  readonly key: string;
  readonly id: string;
}

export interface OrderSql {
  readonly key: string;
  readonly orderBy: string;
  /** Rows after a position. */
  after(keyParameter: string, idParameter: string): string;
}

export function orderSql({ by, descending }: PlanSort): OrderSql {
  const { key, type } = ORDERS[by];
  const [direction, comparison] = descending ? ['DESC', '<'] : ['ASC', '>'];
  return {
    key: `(${key})::text`,
    orderBy: `${key} ${direction}, plan.id ${direction}`,
    after: (keyParameter, idParameter) =>
      `(${key}, plan.id) ${comparison} (${keyParameter}::text::${type}, ${idParameter}::text::uuid)`,
  };
}
