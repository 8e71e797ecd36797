import { canonicalJson } from './canonical-json.js';
import { InvalidBundleError } from './errors.js';
import { BUNDLE_FORMAT, BUNDLE_VERSION, type PlanBundle, type UnsignedBundle } from './plan-bundle.js';
import type { SigningKey, VerifyingKey } from './signing-key.js';

const ALGORITHM = 'Ed25519';

/** Signs everything in it, the name of the key included. */
export function signBundle(bundle: UnsignedBundle, key: SigningKey): PlanBundle {
  const signature = { algorithm: ALGORITHM, key_id: key.publicKey.keyId } as const;
  const value = key.sign(canonicalJson({ ...bundle, signature }));
  return { ...bundle, signature: { ...signature, value: value.toString('base64url') } };
}

/**
 * The bundle, when one of the keys has signed all of it as it stands. Its form needs no further check then: the service
 * has written it.
 * @throws InvalidBundleError
 */
export function verifyBundle(document: unknown, keys: readonly VerifyingKey[]): PlanBundle {
  if (!isObject(document) || document['format'] !== BUNDLE_FORMAT) throw new InvalidBundleError('it is no plan bundle');
  if (document['format_version'] !== BUNDLE_VERSION) {
    throw new InvalidBundleError(
      `its format has the version ${String(document['format_version'])}, known is ${BUNDLE_VERSION}`,
    );
  }
  const { signature } = document;
  if (!isObject(signature)) throw new InvalidBundleError('it is not signed');
  const { value, ...described } = signature;
  const key = keys.find(({ keyId }) => keyId === described['key_id']);
  if (!key) throw new InvalidBundleError(`it is signed with another key, ${String(described['key_id'])}`);
  const bytes = Buffer.from(typeof value === 'string' ? value : '', 'base64url');
  // One way to write a signature, so that not even that can be changed.
  const isSigned = bytes.toString('base64url') === value && described['algorithm'] === ALGORITHM;
  if (!isSigned || !key.verifies(canonicalJson({ ...document, signature: described }), bytes)) {
    throw new InvalidBundleError('it was changed after it was signed');
  }
  return document as unknown as PlanBundle;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
