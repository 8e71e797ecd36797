import type { StepStatus } from '#domain/execution/transitions.js';
import type { FileRequest } from '#file-journal/request-rules.js';

/** What a person says of a step, in the words of the command line. */
export const STEP_VERBS = ['confirm', 'retry', 'skip'] as const;
export type StepVerb = (typeof STEP_VERBS)[number];

export function isStepVerb(word: string): word is StepVerb {
  return STEP_VERBS.some((verb) => verb === word);
}

/** What is written down for it. Whoever confirms a step in doubt has looked, and says that it has happened. */
export function stepRequest(
  verb: StepVerb,
  stepId: string,
  status: StepStatus | undefined,
  said: { readonly by: string; readonly comment: string },
): FileRequest {
  switch (verb) {
    case 'confirm':
      return status === 'in_doubt'
        ? { type: 'doubt_resolved', stepId, resolution: 'done', ...said }
        : { type: 'step_confirmed', stepId, ...said };
    case 'retry':
      return { type: 'retry_requested', stepId, ...said };
    case 'skip':
      return { type: 'skip_requested', stepId, ...said };
  }
}
