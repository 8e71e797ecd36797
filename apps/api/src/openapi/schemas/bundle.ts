import { MAX_DAYS, PASSPHRASE, SECRET_MODES } from '../../bundles/export-bundle.dto.js';
import type { Schemas } from '../model.js';
import { anyObject, answer, flag, list, nullable, oneOf, ref, request, string, utc, whole } from '../schema.js';

const secrets = anyObject('Names, and under mode "sealed" what opens with the passphrase (scrypt, AES-256-GCM).');

export const BUNDLE: Schemas = {
  BundleRequest: request(
    {},
    {
      passphrase: { type: 'string', minLength: PASSPHRASE.min, maxLength: PASSPHRASE.max },
      secrets: { ...oneOf(SECRET_MODES), description: 'none: the operator brings them along.' },
      expires_in_days: { ...whole(1, MAX_DAYS), default: 90 },
      service_url: { type: 'string', maxLength: 2000, description: 'Where drctl asks whether this service lives.' },
    },
  ),
  PlanBundle: answer({
    format: string(),
    format_version: whole(1),
    bundle_id: string(),
    created_at: utc(),
    created_by: string(),
    expires_at: utc(),
    plan: anyObject(),
    authority: answer({ active_site: ref('Site'), epoch: whole(0) }),
    service_url: nullable(string()),
    runbooks: list(answer({ key: string('failover:planned, failover:unplanned, procedure:…'), runbook: anyObject() })),
    left_out: list(answer({ procedure_id: string(), why: string() })),
    secrets,
    signature: answer({ algorithm: { const: 'Ed25519' }, key_id: string(), value: string() }),
  }),
  BundleKey: answer({
    algorithm: { const: 'Ed25519' },
    key_id: string(),
    public_key: string('32 bytes in base64url.'),
    pem: string(),
  }),
  IngestRequest: request({
    bundle: anyObject('As it was exported.'),
    execution_id: string(),
    records: list(anyObject('An entry of the journal: seq, epoch, at, entry.')),
  }),
  IngestedExecution: answer({
    execution_id: string(),
    plan_id: string(),
    plan_version: whole(1),
    bundle_id: string(),
    status: ref('ExecutionStatus'),
    ingested: { const: true },
    executed_by: { const: 'drctl' },
    ingested_at: utc(),
    epoch: { ...whole(1), description: 'The highest that the run had; the plan’s is above it now.' },
    authority_moved: { ...flag(), description: 'The active site of the plan is now the one that the run moved to.' },
    service_epoch_moved: { ...flag(), description: 'The service had acted for this plan after the bundle was made.' },
    unfinished_failover: nullable(string('A failover of the plan that this service had not ended: look after it.')),
  }),
};
