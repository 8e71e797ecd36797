import { jsonDigest } from '#bundle/canonical-json.js';
import { verifyBundle } from '#bundle/bundle-signature.js';
import type { RunRequest } from '#bundle/execution-export.js';
import { pinnedRunbook, type PlanBundle } from '#bundle/plan-bundle.js';
import { survivalEpochBase } from '#bundle/survival-epoch.js';
import type { VerifyingKey } from '#bundle/signing-key.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { FileJournal } from '#file-journal/file-journal.js';
import { newPublicId } from '#persistence/public-id.js';
import { UsageError } from '../errors.js';
import { keepBundle, openJournal, type JournalDirectory } from './journal-directory.js';
import { refuseWhenAlive } from './service-check.js';

/** What is asked of a run, as the command line says it. */
export interface RunCommand {
  readonly bundle: unknown;
  readonly key: VerifyingKey;
  /** Of one of the bundle's runbooks. */
  readonly runbook: string;
  readonly directory: string;
  readonly by: string;
  readonly reason: string;
  readonly outageStartedAt: string | null;
  readonly leastEpoch: number;
  readonly declaredDead: boolean;
  readonly allowExpired: boolean;
}

/**
 * Opens the journal of a run, or begins it. A run that has begun is what it was when it began: nothing of the command
 * can change it.
 * @throws InvalidBundleError, NoSuchRunbookError, ServiceAliveError, UsageError, JournalCorruptError
 */
export async function prepareRun(command: RunCommand): Promise<JournalDirectory> {
  const bundle = verifyBundle(command.bundle, [command.key]);
  const begun = openJournal(command.directory);
  if (begun !== null) {
    requireSame(begun, bundle, command);
    return begun;
  }
  const runbook = pinnedRunbook(bundle, command.runbook, command.outageStartedAt);
  requireInForce(bundle, command);
  if (runbook.mode === 'live') {
    await refuseWhenAlive(bundle.service_url);
    requireDeclared(command);
  }
  return begin(command, bundle, runbook);
}

function begin(command: RunCommand, bundle: PlanBundle, runbook: Runbook): JournalDirectory {
  const request: RunRequest = {
    reason: command.reason,
    bundle_id: bundle.bundle_id,
    bundle_digest: jsonDigest(bundle),
    runbook: command.runbook,
    outage_started_at: command.outageStartedAt,
    executed_by: 'drctl',
    service_declared_dead: command.declaredDead,
  };
  const now = new Date();
  keepBundle(command.directory, bundle);
  const journal = FileJournal.create(command.directory, {
    executionId: newPublicId(runbook.kind === 'failover' ? 'failover' : 'exec'),
    runbook,
    epochBase: Math.max(
      survivalEpochBase(bundle.authority.epoch, new Date(bundle.created_at), now),
      command.leastEpoch - 1,
    ),
    requestedAt: now.toISOString(),
    requestedBy: command.by,
    request,
  });
  return { journal, bundle, request };
}

function requireSame({ request, bundle }: JournalDirectory, given: PlanBundle, command: RunCommand): void {
  const isSame = jsonDigest(given) === request.bundle_digest && jsonDigest(bundle) === request.bundle_digest;
  if (!isSame) throw new UsageError(`${command.directory} has the journal of another bundle, ${request.bundle_id}`);
  if (request.runbook !== command.runbook) {
    throw new UsageError(`${command.directory} has the journal of another run, ${request.runbook}`);
  }
}

function requireInForce({ expires_at: expiry }: PlanBundle, { allowExpired }: RunCommand): void {
  if (allowExpired || new Date(expiry).getTime() > Date.now()) return;
  throw new UsageError(`the bundle has expired (${expiry}); when there is no newer one: --allow-expired`);
}

function requireDeclared({ declaredDead }: RunCommand): void {
  if (declaredDead) return;
  throw new UsageError(
    'two that drive one plan are a split brain. Make sure that API and workers of the service can not act (stopped, or cut off), then say --i-declare-the-service-dead',
  );
}
