import type { EntityManager } from 'typeorm';
import type { Readiness } from '#domain/trigger/trigger.js';

/** Whether the plan would work now. Nobody evaluates plans continuously yet, and what nobody knows forbids nothing. */
export function planReadiness(_manager: EntityManager, _planRowId: string): Promise<Readiness> {
  return Promise.resolve('unknown');
}
