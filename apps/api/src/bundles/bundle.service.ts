import { Inject, Injectable } from '@nestjs/common';
import { signBundle } from '#bundle/bundle-signature.js';
import { BUNDLE_FORMAT, BUNDLE_VERSION, type PlanBundle } from '#bundle/plan-bundle.js';
import { CANARY_KEY, sealSecrets, type BundleSecrets } from '#bundle/sealed-secrets.js';
import { secretReferences } from '#bundle/secret-references.js';
import { newPublicId } from '#persistence/public-id.js';
import { AuthorityRepository } from '#persistence/repositories/authority-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { SecretNotFoundError, SecretUnreadableError } from '#security/errors.js';
import type { Caller } from '#security/identity.js';
import { SecretVault } from '#security/secret-vault.js';
import { executablePlan } from '../plans/executable-plan.js';
import { pinnedPlan } from '#persistence/pinned-plan.js';
import { BundleKeys } from './bundle-keys.js';
import { bundleRunbooks } from './bundle-runbooks.js';
import { BundleSecretsMissingError } from './errors.js';
import type { ExportCommand } from './export-bundle.dto.js';

export const SERVICE_URL = Symbol('SERVICE_URL');

const DAY_MS = 86_400_000;

/** Makes what a plan can be executed with where nothing of this service is left. */
@Injectable()
export class BundleService {
  constructor(
    private readonly plans: PlanRepository,
    private readonly authorities: AuthorityRepository,
    private readonly vault: SecretVault,
    private readonly keys: BundleKeys,
    @Inject(SERVICE_URL) private readonly serviceUrl: string | null,
  ) {}

  /**
   * Secret values leave only under the passphrase.
   * @throws PlanNotFoundError, PlanArchivedError, BundleSecretsMissingError
   */
  async export(planId: string, command: ExportCommand, caller: Caller): Promise<PlanBundle> {
    const plan = executablePlan(await this.plans.get(planId));
    // After the plan: an epoch that is too high does no harm, one that is too low is stale.
    const { activeSite, epoch } = await this.authorities.of(planId);
    const { runbooks, left_out } = bundleRunbooks({ ...pinnedPlan(plan), activeSite });
    const bundleId = newPublicId('bundle');
    const now = Date.now();
    return signBundle(
      {
        format: BUNDLE_FORMAT,
        format_version: BUNDLE_VERSION,
        bundle_id: bundleId,
        created_at: new Date(now).toISOString(),
        created_by: caller.subject,
        expires_at: new Date(now + command.days * DAY_MS).toISOString(),
        plan: {
          plan_id: plan.planId,
          plan_name: plan.document.plan_name,
          version: plan.version,
          execution_mode: plan.mode,
          document: plan.document,
        },
        authority: { active_site: activeSite, epoch },
        service_url: command.serviceUrl ?? this.serviceUrl,
        runbooks,
        left_out,
        secrets: await this.secrets(secretReferences([plan.document, runbooks]), command.passphrase, bundleId),
      },
      this.keys.signing,
    );
  }

  private async secrets(names: readonly string[], passphrase: string | null, bundleId: string): Promise<BundleSecrets> {
    if (passphrase === null) return { mode: 'none', names };
    const values = new Map([[CANARY_KEY, this.keys.canary.toString('base64url')]]);
    const missing: string[] = [];
    for (const name of names) {
      const value = await this.valueOf(name);
      if (value === null) missing.push(name);
      else values.set(name, value);
    }
    if (missing.length > 0) throw new BundleSecretsMissingError(missing);
    return { ...(await sealSecrets(values, passphrase, bundleId)), names };
  }

  private async valueOf(name: string): Promise<string | null> {
    try {
      return await this.vault.resolve(`secret://${name}`);
    } catch (error) {
      if (error instanceof SecretNotFoundError || error instanceof SecretUnreadableError) return null;
      throw error;
    }
  }
}
