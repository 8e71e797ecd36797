import type { PlanDocument, Site } from '#domain/plan/plan-document.js';
import type { ExecutionMode, FailoverType, Runbook } from '#domain/runbook/runbook.js';
import { NoSuchRunbookError } from './errors.js';
import type { BundleSecrets } from './sealed-secrets.js';

export const BUNDLE_FORMAT = 'disaster-recovery-plan-bundle';
export const BUNDLE_VERSION = 1;

/** What a runbook of a bundle answers: a failover of this type, or one procedure. */
export type RunbookKey = `failover:${FailoverType}` | `procedure:${string}`;

export interface BundledRunbook {
  readonly key: RunbookKey;
  readonly runbook: Runbook;
}

/** All that is needed to execute a plan where nothing of the service is left. */
export interface UnsignedBundle {
  readonly format: typeof BUNDLE_FORMAT;
  readonly format_version: typeof BUNDLE_VERSION;
  readonly bundle_id: string;
  readonly created_at: string;
  readonly created_by: string;
  /** After this nobody should rely on it: the plan has probably moved on. */
  readonly expires_at: string;
  readonly plan: {
    readonly plan_id: string;
    readonly plan_name: string;
    readonly version: number;
    readonly execution_mode: ExecutionMode;
    readonly document: PlanDocument;
  };
  /** Which site served when the bundle was made, and under which epoch. */
  readonly authority: { readonly active_site: Site; readonly epoch: number };
  /** Where the service can be asked whether it lives; null: nobody said. */
  readonly service_url: string | null;
  readonly runbooks: readonly BundledRunbook[];
  /** Procedures that can not be compiled without parameters, and why. */
  readonly left_out: readonly { readonly procedure_id: string; readonly why: string }[];
  readonly secrets: BundleSecrets;
}

export interface PlanBundle extends UnsignedBundle {
  readonly signature: { readonly algorithm: 'Ed25519'; readonly key_id: string; readonly value: string };
}

/**
 * The runbook that a bundle pins, with the only thing that may be added to it: when the outage began, from where
 * the RTO is measured.
 * @throws NoSuchRunbookError
 */
export function pinnedRunbook({ runbooks }: UnsignedBundle, key: string, outageStartedAt: string | null): Runbook {
  const found = runbooks.find((one) => one.key === key);
  if (!found)
    throw new NoSuchRunbookError(
      key,
      runbooks.map((one) => one.key),
    );
  return { ...found.runbook, outageStartedAt };
}
