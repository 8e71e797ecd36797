import { Injectable, type PipeTransform } from '@nestjs/common';
import { InvalidRequestError, ValidationFailedError } from '../validation/errors.js';
import { checkHygiene } from '../validation/hygiene.js';
import { isJsonObject } from '../validation/read-document.js';
import { readAlertmanagerWebhook, type AlertmanagerNotification } from './alertmanager-webhook.js';

/** Reads what an Alertmanager has sent. */
@Injectable()
export class AlertmanagerPipe implements PipeTransform<unknown, AlertmanagerNotification> {
  transform(body: unknown): AlertmanagerNotification {
    if (!isJsonObject(body)) {
      throw new InvalidRequestError('The notification is not a JSON object', {
        issue: 'The body must be a JSON object',
      });
    }
    const { faults } = checkHygiene(body);
    if (faults.length > 0) throw new ValidationFailedError('Alertmanager notification', faults);
    return readAlertmanagerWebhook(body);
  }
}
