import { planDocument } from '#domain/testing/plans.js';
import { runbook, step } from '#domain/testing/runbooks.js';
import { signBundle } from '../bundle-signature.js';
import type { PlanBundle, UnsignedBundle } from '../plan-bundle.js';
import { SigningKey } from '../signing-key.js';

export const KEY = new SigningKey(Buffer.alloc(32, 7));
export const OTHER_KEY = new SigningKey(Buffer.alloc(32, 8));

export const RUNBOOK = runbook([
  step('a', { inputs: { url: 'secret://db', n: 0.5, list: [true, null, 'é'] } }),
  step('b', { dependsOn: ['a'] }),
]);

export function unsignedBundle(rest: Partial<UnsignedBundle> = {}): UnsignedBundle {
  return {
    format: 'disaster-recovery-plan-bundle',
    format_version: 1,
    bundle_id: 'bundle_1',
    created_at: '2026-03-01T03:00:00.000Z',
    created_by: 'admin_1',
    expires_at: '2026-06-01T03:00:00.000Z',
    plan: {
      plan_id: RUNBOOK.planId,
      plan_name: 'A plan',
      version: 1,
      execution_mode: 'live',
      document: planDocument(),
    },
    authority: { active_site: 'primary', epoch: 40 },
    service_url: null,
    runbooks: [{ key: 'failover:unplanned', runbook: RUNBOOK }],
    left_out: [],
    secrets: { mode: 'none', names: ['db'] },
    ...rest,
  };
}

/** As it comes out of a file. */
export function signedBundle(rest: Partial<UnsignedBundle> = {}): PlanBundle {
  return JSON.parse(JSON.stringify(signBundle(unsignedBundle(rest), KEY))) as PlanBundle;
}
