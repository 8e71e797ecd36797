/** For whoever tests or shows something else than the rate limits. */
export const WITHOUT_LIMITS: Readonly<Record<string, string>> = {
  RATE_LIMIT_PLANS: 'off',
  RATE_LIMIT_FAILOVERS: 'off',
  RATE_LIMIT_TESTS: 'off',
  RATE_LIMIT_DASHBOARD: 'off',
};
