import { jsonDigest } from '#bundle/canonical-json.js';
import { verifyBundle } from '#bundle/bundle-signature.js';
import type { PlanBundle } from '#bundle/plan-bundle.js';
import { readArguments, readJsonFile } from '../arguments.js';
import { UsageError } from '../errors.js';
import { EXIT } from '../exit-code.js';
import { say } from '../terminal/say.js';
import { verifyingKey } from '../verifying-key.js';

export function bundleCommand([what, ...args]: readonly string[]): number {
  if (what === 'verify') return verify(args);
  if (what === 'show') return show(args);
  throw new UsageError('expected "bundle verify" or "bundle show"');
}

function verify(args: readonly string[]): number {
  const given = readArguments(args, { key: { type: 'string' } }, ['file']);
  const key = verifyingKey(given.required('key'));
  const bundle = verifyBundle(readJsonFile(given.positionals[0]!), [key]);
  say(`The signature is good: key ${key.keyId} (${key.text}).`);
  describe(bundle);
  if (new Date(bundle.expires_at).getTime() > Date.now()) return EXIT.completed;
  say('It has EXPIRED: export a new one while you can.');
  return EXIT.failed;
}

/** Shows what is written in it, whoever has written it. */
function show(args: readonly string[]): number {
  const { positionals } = readArguments(args, {}, ['file']);
  say('NOT verified: this is what the file says. "drctl bundle verify" says whether to believe it.');
  try {
    describe(readJsonFile(positionals[0]!) as PlanBundle);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${positionals[0]!} is no plan bundle`);
  }
  return EXIT.completed;
}

function describe(bundle: PlanBundle): void {
  const { plan, authority, secrets, runbooks } = bundle;
  say(`bundle     ${bundle.bundle_id}, digest ${jsonDigest(bundle)}`);
  say(`plan       ${plan.plan_name} (${plan.plan_id}, version ${plan.version}, ${plan.execution_mode})`);
  say(`made       ${bundle.created_at} by ${bundle.created_by}, good until ${bundle.expires_at}`);
  say(`authority  ${authority.active_site} under epoch ${authority.epoch} when it was made`);
  say(`service    ${bundle.service_url ?? 'nobody said where it can be asked'}`);
  say(`secrets    ${secrets.mode}${secrets.names.length > 0 ? `: ${secrets.names.join(', ')}` : ''}`);
  for (const { key, runbook } of runbooks) {
    const direction = runbook.direction ? `, ${runbook.direction.from} to ${runbook.direction.to}` : '';
    say(`runbook    ${key}: ${runbook.steps.length} steps${direction}`);
  }
  for (const { procedure_id, why } of bundle.left_out) say(`left out   ${procedure_id}: ${why}`);
}
