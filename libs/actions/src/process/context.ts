import type { ActionContext } from '#engine/ports.js';
import type { SecretResolver } from '../ports.js';

/** Enough for system programs to find each other. */
export const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What every program is told. By the epoch it can refuse a holder that has been superseded. */
export function environmentOf({ executionId, planId, epoch, step, attempt }: ActionContext): Record<string, string> {
  return {
    PATH,
    DR_EXECUTION_ID: executionId,
    DR_PLAN_ID: planId,
    DR_EPOCH: String(epoch),
    DR_STEP_ID: step.id,
    DR_ATTEMPT: String(attempt),
  };
}

/** Opens references and remembers what they stood for, so that it can be taken out of what a program prints. */
export class OpenedSecrets {
  readonly values: string[] = [];

  constructor(private readonly secrets: SecretResolver) {}

  async open(text: string): Promise<string> {
    const value = await this.secrets.resolve(text);
    if (value !== text) this.values.push(value);
    return value;
  }
}
