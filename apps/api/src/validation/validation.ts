/** What a DTO is declared with. */
export * from './fields.js';
export { Nested, NestedList, ReadsWhole, WHOLE } from './nested.js';
export { Recipients } from './recipients.js';
