import type { components } from './schema.js';

type Schemas = components['schemas'];

/** The body of each error that the document lists. */
export type ErrorBody = Extract<
  Schemas[keyof Schemas],
  { readonly error: string; readonly message: string; readonly details: object }
>;

export type ErrorCode = ErrorBody['error'];

/** The service's answer was an error. */
export class DrApiError extends Error {
  constructor(
    readonly status: number,
    /** The path that was asked. */
    readonly path: string,
    /** Null when it is none of the service's, but of something between it and the caller. */
    readonly body: ErrorBody | null,
    text: string,
  ) {
    super(`${path} answered ${status}: ${text}`);
    this.name = 'DrApiError';
  }

  get code(): ErrorCode | null {
    return this.body?.error ?? null;
  }
}

/** A client reads a newer service's codes, too: the form is what makes it one of the service's errors. */
export function isErrorBody(value: unknown): value is ErrorBody {
  if (typeof value !== 'object' || value === null) return false;
  const { error, message, details } = value as Readonly<Record<string, unknown>>;
  return typeof error === 'string' && typeof message === 'string' && typeof details === 'object' && details !== null;
}
