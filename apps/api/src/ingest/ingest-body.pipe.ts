import { Injectable, type PipeTransform } from '@nestjs/common';
import { InvalidRequestError, ValidationFailedError } from '../validation/errors.js';
import { checkHygiene } from '../validation/hygiene.js';
import { isJsonObject } from '../validation/read-document.js';

const MAX_FAULTS = 20;

/**
 * Refuses what can not be stored. A journal has as many entries as its night took, so each of them is looked at by
 * itself; what they say is for others to check.
 */
@Injectable()
export class IngestBodyPipe implements PipeTransform<unknown, unknown> {
  transform(body: unknown): unknown {
    if (!isJsonObject(body)) {
      throw new InvalidRequestError('The execution is not a JSON object', { issue: 'The body must be a JSON object' });
    }
    const { records, ...rest } = body;
    const parts: readonly unknown[] = [rest, ...(Array.isArray(records) ? records : [])];
    const faults = parts.flatMap((part) => checkHygiene(part).faults).slice(0, MAX_FAULTS);
    if (faults.length > 0) throw new ValidationFailedError('Execution', faults);
    return body;
  }
}
