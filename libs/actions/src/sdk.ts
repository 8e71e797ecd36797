/** What a package of a user's own actions is written against: `disaster-recovery-service/action`. */
export { DomainError } from '#domain/errors.js';
export type { Json, JsonObject } from '#domain/json.js';
export { InvalidInputError } from '#engine/errors.js';
export type { Action, ActionContext, ProbeAnswer, WaitForPerson } from '#engine/ports.js';
