import type { JsonObject } from '../json.js';
import type { RunbookStep, StepPolicy } from './runbook.js';

/** What a recipe says of a step; the rest has safe defaults. */
export type StepDraft = Pick<RunbookStep, 'id' | 'name' | 'phase' | 'action' | 'inputs'> &
  Partial<
    Pick<RunbookStep, 'componentId' | 'idempotent' | 'undoable' | 'pointOfNoReturn' | 'proves' | 'expectedMs'>
  > & {
    readonly after: readonly string[];
    readonly policy?: Partial<StepPolicy>;
    readonly whenUngraceful?: 'skip' | { readonly inputs?: JsonObject; readonly policy: Partial<StepPolicy> };
  };

/** Seconds and counts that hold for every step that does not say otherwise. */
export interface StepDefaults {
  readonly retries: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_BACKOFF_MS = 200;

export function buildStep(draft: StepDraft, defaults: StepDefaults): RunbookStep {
  return {
    id: draft.id,
    name: draft.name,
    phase: draft.phase,
    componentId: draft.componentId ?? null,
    action: draft.action,
    inputs: draft.inputs,
    dependsOn: [...new Set(draft.after)],
    policy: policyOf(draft.policy, defaults),
    idempotent: draft.idempotent ?? false,
    undoable: draft.undoable ?? false,
    pointOfNoReturn: draft.pointOfNoReturn ?? false,
    proves: draft.proves ?? [],
    ...(draft.expectedMs === undefined ? {} : { expectedMs: draft.expectedMs }),
    ...variantOf(draft, defaults),
  };
}

function policyOf(said: Partial<StepPolicy> = {}, defaults: StepDefaults): StepPolicy {
  return {
    timeoutMs: said.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    retries: said.retries ?? defaults.retries,
    backoffMs: said.backoffMs ?? DEFAULT_BACKOFF_MS,
    onFailure: said.onFailure ?? 'pause',
  };
}

function variantOf({ whenUngraceful }: StepDraft, defaults: StepDefaults): Pick<RunbookStep, 'whenUngraceful'> {
  if (whenUngraceful === undefined || whenUngraceful === 'skip') {
    return whenUngraceful === undefined ? {} : { whenUngraceful };
  }
  return { whenUngraceful: { ...whenUngraceful, policy: policyOf(whenUngraceful.policy, defaults) } };
}
