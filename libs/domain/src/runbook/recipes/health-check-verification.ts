import type { JsonObject } from '../../json.js';
import type { Target } from '../../plan/plan-document.js';
import type { Recipe } from '../recipe.js';
import type { StepDraft } from '../step-list.js';

/** Milliseconds within which a recovered component has to answer to count as performing. */
const ACCEPTABLE_LATENCY_MS = 1_000;

/** Asks the component at its new site, until it answers well or the step's time is up. */
export const healthCheckVerification: Recipe = {
  unbound: (_plan, component) => {
    const missing = (['primary', 'secondary'] as const).filter((site) => component.targets?.[site] === undefined);
    return missing.length === 0 ? null : `health_check_verification needs a target at ${missing.join(' and ')}`;
  },
  prechecks: () => [],
  steps: ({ component, direction, after }) => {
    const id = `${component.component_id}.health`;
    return {
      steps: [
        {
          id,
          name: `${component.name}: healthy at the ${direction.to} site`,
          componentId: component.component_id,
          ...healthStep(component.targets![direction.to]!),
          after,
          idempotent: true,
        },
      ],
      gates: [id],
    };
  },
};

/** Asking a target how it is, wherever it stands. */
export function healthStep(target: Target) {
  return {
    phase: 'verify',
    ...healthAction(target),
    proves: ['connectivity', 'performance'],
  } as const satisfies Partial<StepDraft>;
}

function healthAction(target: Target): { readonly action: string; readonly inputs: JsonObject } {
  switch (target.driver) {
    case 'http':
      return {
        action: 'health.http',
        inputs: { url: target.url, timeout_ms: 2_000, max_latency_ms: ACCEPTABLE_LATENCY_MS },
      };
    case 'postgres':
      return { action: 'health.postgres', inputs: { url: target.url, timeout_ms: 2_000, writable: true } };
  }
}
