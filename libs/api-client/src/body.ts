import type { components } from './schema.js';

/** What is sent or answered, by its name in the document: `Body<'Plan'>`. */
export type Body<Name extends keyof components['schemas']> = components['schemas'][Name];
