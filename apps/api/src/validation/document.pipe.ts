import type { PipeTransform } from '@nestjs/common';
import { InvalidRequestError, ValidationFailedError } from './errors.js';
import { isJsonObject, readDocument } from './read-document.js';

/** Reads a request body or query as a DTO; refuses it with everything that is wrong with it. */
export class DocumentPipe<T extends object> implements PipeTransform<unknown, T> {
  constructor(
    private readonly dto: new () => T,
    /** What the document is, at the beginning of a message. */
    private readonly what: string,
    private readonly options: { readonly mayBeAbsent?: boolean } = {},
  ) {}

  transform(body: unknown): T {
    const document = body === undefined && this.options.mayBeAbsent === true ? {} : body;
    if (!isJsonObject(document)) {
      throw new InvalidRequestError(`${this.what} is not a JSON object`, { issue: 'The body must be a JSON object' });
    }
    const read = readDocument(this.dto, document);
    if (!read.ok) throw new ValidationFailedError(this.what, read.faults);
    return read.value;
  }
}
