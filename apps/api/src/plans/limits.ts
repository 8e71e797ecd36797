/** A year. */
export const MAX_MINUTES = 525_600;
/** A week. */
export const MAX_SECONDS = 604_800;
/** Items in any list of a plan. */
export const MAX_ITEMS = 500;
