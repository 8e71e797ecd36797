/** A year. */
export const MAX_MINUTES = 525_600;
/** A week. */
export const MAX_SECONDS = 604_800;
/** Items in any list of a plan. */
export const MAX_ITEMS = 500;
/** Seconds: a day. */
export const MAX_TTL = 86_400;
export const MAX_RESOLVERS = 10;
