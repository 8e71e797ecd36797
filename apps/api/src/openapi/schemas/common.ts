import { EXECUTION_STATUSES } from '#domain/execution/transitions.js';
import { PRIORITIES } from '#domain/plan/plan-document.js';
import type { Schemas } from '../model.js';
import { anyObject, answer, oneOf, string } from '../schema.js';

export const COMMON: Schemas = {
  Priority: oneOf(PRIORITIES),
  Site: oneOf(['primary', 'secondary']),
  ExecutionMode: {
    ...oneOf(['live', 'simulation']),
    description: 'simulation: nothing in the plan is bound; it is walked through, and nothing is done.',
  },
  ExecutionStatus: oneOf(EXECUTION_STATUSES.filter((status) => status !== 'pending')),
  PauseReason: {
    ...oneOf(['approval', 'failed_step', 'in_doubt', 'operator']),
    description: 'What a paused execution waits for.',
  },
  NextCursor: {
    type: ['string', 'null'],
    description: 'Ask with it for the next page; null on the last.',
  },
  Failure: answer({ code: string(), message: string(), details: anyObject() }),
  Change: answer({
    path: string('Such as components[comp_1].rto'),
    kind: oneOf(['added', 'removed', 'changed', 'reordered']),
    before: { description: 'Null when it was added.' },
    after: { description: 'Null when it was removed.' },
  }),
};
