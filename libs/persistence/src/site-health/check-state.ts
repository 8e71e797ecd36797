/**
 * How long after its last probe a check still says something: three intervals, and never less than half a minute, in
 * which another worker takes over from a dead one.
 */
export const IS_FRESH = /* sql */ `
  check_state.checked_at > now() - greatest(3 * check_state.interval_ms, 30000) * interval '1 millisecond'
`;
export const IS_DOWN = /* sql */ `check_state.failures >= check_state.threshold`;
