import { z } from 'zod';
import { approvalIssues, MANUAL_ACTION } from '#domain/execution/approval.js';
import type { Json } from '#domain/json.js';
import type { Action } from '#engine/ports.js';
import { inputParser } from '../parse-inputs.js';

const schema = z.strictObject({
  task: z.string().min(1),
  /** Whose approvals it takes; without them anybody who may intervene confirms the task. */
  approvals: z
    .custom<Json>()
    .superRefine((value, context) => {
      for (const message of approvalIssues(value)) context.addIssue({ code: 'custom', message });
    })
    .optional(),
});

/** A task for a person; the execution waits until someone confirms it, or until enough people have approved it. */
export function manual(): Action<z.output<typeof schema>> {
  return {
    name: MANUAL_ACTION,
    parse: inputParser(MANUAL_ACTION, schema),
    // Only a person can tell whether it was done.
    probe: () => Promise.resolve({ answer: 'not_done' }),
    apply: ({ task }) => Promise.resolve({ waitFor: 'person', task }),
    verify: () => Promise.resolve({}),
  };
}
