/**
 * How long after its last probe a check still says something: three intervals, and never less than half a minute, in
 * which another worker takes over from a dead one.
 */
export const IS_FRESH = /* sql */ `
  check_state.checked_at > now() - greatest(3 * check_state.interval_ms, 30000) * interval '1 millisecond'
`;
const IS_DOWN = /* sql */ `check_state.failures >= check_state.threshold`;

/** A location that has probed within this time counts among those of which a majority is needed. */
export const IS_KNOWN = /* sql */ `
  check_state.checked_at > now() - greatest(3 * check_state.interval_ms, 600000) * interval '1 millisecond'
`;

/**
 * How each site of each active plan stands, by the vantage points together: (plan_id, site, known, down, check_no,
 * failing_since). A site is down when as many see it down as the plan's quorum asks for, and never more than there are:
 * people want to know also while a location is gone. From a location it is down when one of its checks is, and known
 * when all of them were made lately. check_no and failing_since are of those that see it down.
 * @param where a condition on `check_state` and `plan`
 */
export const siteStates = (where: string) => /* sql */ `
  SELECT seen.plan_id, seen.site, count(*) FILTER (WHERE seen.known) > 0 AS known,
    count(*) FILTER (WHERE seen.down) >= CASE jsonb_typeof(seen.quorum)
      WHEN 'number' THEN least((seen.quorum #>> '{}')::integer, greatest(count(*) FILTER (WHERE seen.fresh), 1))
      ELSE count(*) FILTER (WHERE seen.fresh) / 2 + 1 END AS down,
    min(seen.check_no) FILTER (WHERE seen.down) AS check_no,
    min(seen.failing_since) FILTER (WHERE seen.down) AS failing_since
  FROM (
    SELECT check_state.plan_id, check_state.site, check_state.location,
      plan.failover_configuration -> 'detection' -> 'quorum' AS quorum,
      bool_or(${IS_DOWN} AND coalesce(${IS_FRESH}, false)) AS down,
      bool_or(coalesce(${IS_FRESH}, false)) AS fresh,
      bool_and(coalesce(${IS_FRESH}, false)) AS known,
      min(check_state.check_no) FILTER (WHERE ${IS_DOWN} AND ${IS_FRESH}) AS check_no,
      min(check_state.failing_since) FILTER (WHERE ${IS_DOWN} AND ${IS_FRESH}) AS failing_since
    FROM site_check_states AS check_state
    JOIN disaster_recovery_plans AS plan ON plan.id = check_state.plan_id AND plan.status = 'active'
    WHERE ${where}
    GROUP BY check_state.plan_id, check_state.site, check_state.location, plan.id
  ) AS seen
  GROUP BY seen.plan_id, seen.site, seen.quorum
`;
