import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verifyBundle } from './bundle-signature.js';
import { InvalidBundleError, InvalidKeyError } from './errors.js';
import { VerifyingKey } from './signing-key.js';
import { KEY, OTHER_KEY, signedBundle } from './testing/bundles.js';

type Path = readonly (string | number)[];
type Node = Record<string | number, unknown>;

/** Every place in a document: fields, items, and the objects and lists that hold them. */
function placesIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Object.entries(value).flatMap(([name, field]) => placesIn(field, [...path, name]));
  return path.length === 0 ? inside : [path, ...inside];
}

/** The document with something else at this place, or nothing. */
function changed(document: object, path: Path, change: (value: unknown) => unknown): unknown {
  const copy = structuredClone(document);
  const parent = path.slice(0, -1).reduce<Node>((node, name) => node[name] as Node, copy as Node);
  const name = path.at(-1)!;
  const value = change(parent[name]);
  if (value !== undefined) parent[name] = value;
  else if (Array.isArray(parent)) parent.splice(Number(name), 1);
  else delete parent[name];
  return copy;
}

const another = (value: unknown): unknown => {
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return value === null ? 0 : null;
};

const bundle = signedBundle();
const keys = [OTHER_KEY.publicKey, KEY.publicKey];

describe('the signature of a bundle', () => {
  it('holds for the bundle as it is, however the file is laid out', () => {
    expect(verifyBundle(bundle, keys)).toEqual(bundle);
    const reordered = Object.fromEntries(Object.entries(bundle).toReversed());
    expect(verifyBundle(JSON.parse(JSON.stringify(reordered, null, 4)), keys)).toEqual(bundle);
  });

  it('holds for nothing that differs from it in any place: changed, left out or added', () => {
    const places = placesIn(bundle);
    expect(places.length).toBeGreaterThan(100);
    for (const path of places) {
      for (const change of [another, () => undefined, (value: unknown) => [value]]) {
        const document = changed(bundle, path, change);
        expect(() => verifyBundle(document, keys)).toThrow(InvalidBundleError);
      }
    }
    for (const path of [[], ...places]) {
      const document = structuredClone(bundle) as unknown as Node;
      const node = path.reduce<unknown>((value, name) => (value as Node)[name], document);
      if (typeof node !== 'object' || node === null) continue;
      if (Array.isArray(node)) node.push(null);
      else (node as Node)['added'] = null;
      expect(() => verifyBundle(document, keys)).toThrow(InvalidBundleError);
    }
  });

  it('holds for no bit of itself that is flipped', () => {
    const bits = Buffer.from(bundle.signature.value, 'base64url');
    fc.assert(
      fc.property(fc.nat(bits.length - 1), fc.nat(7), (at, bit) => {
        const flipped = Buffer.from(bits);
        flipped[at]! ^= 1 << bit;
        const signature = { ...bundle.signature, value: flipped.toString('base64url') };
        expect(() => verifyBundle({ ...bundle, signature }, keys)).toThrow(InvalidBundleError);
      }),
    );
  });

  it('of another key is that of nobody', () => {
    expect(() => verifyBundle(bundle, [OTHER_KEY.publicKey])).toThrow('signed with another key');
    expect(() => verifyBundle(bundle, [])).toThrow(InvalidBundleError);
  });

  it.each([[null], ['text'], [[]], [{}], [{ ...bundle, signature: 'x' }], [{ ...bundle, format_version: 2 }]])(
    'is not looked for in %#',
    (document) => {
      expect(() => verifyBundle(document, keys)).toThrow(InvalidBundleError);
    },
  );
});

describe('a verifying key', () => {
  it('is read as it is written, in base64url and as PEM', () => {
    const { publicKey } = KEY;
    for (const text of [publicKey.text, ` ${publicKey.text}\n`, publicKey.pem]) {
      expect(verifyBundle(bundle, [VerifyingKey.parse(text)])).toEqual(bundle);
      expect(VerifyingKey.parse(text).keyId).toBe(publicKey.keyId);
    }
  });

  it.each(['', 'x', `${KEY.publicKey.text}x`, KEY.publicKey.text.slice(1), '-----BEGIN PUBLIC KEY-----\nxx'])(
    'is not read from %j',
    (text) => {
      expect(() => VerifyingKey.parse(text)).toThrow(InvalidKeyError);
    },
  );
});
