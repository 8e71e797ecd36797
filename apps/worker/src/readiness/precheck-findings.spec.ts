import { describe, expect, it } from '@jest/globals';
import { EffectMissingError, PeerUnreachableError } from '#actions/errors.js';
import { runbook, step } from '#engine/testing/runbooks.js';
import type { Action } from '#engine/ports.js';
import type { Look } from './look.js';
import { precheckFindings } from './precheck-findings.js';

const CHECK = 'check_standby';

/** A check that says these things one after the other: null is that all is well. */
function lookAt(answers: (Error | null)[]): Look {
  const action: Pick<Action, 'parse' | 'apply'> = {
    parse: (inputs) => inputs,
    apply: () => {
      const error = answers.shift();
      if (error === undefined) throw new Error('it was looked at too often');
      return error === null ? Promise.resolve({}) : Promise.reject(error);
    },
  };
  return { actions: { get: () => action }, signal: new AbortController().signal } as unknown as Look;
}

const silent = (): Error => new PeerUnreachableError('db.example:5432', 'timed out');
const codesOf = async (answers: (Error | null)[]): Promise<readonly string[]> => {
  const book = runbook([step(CHECK, { phase: 'precheck' }), step('fence', { phase: 'fence' })]);
  const findings = await precheckFindings(book, lookAt(answers));
  expect(answers).toEqual([]);
  return findings.map(({ code, subject, severity }) => `${severity} ${code} ${subject}`);
};

describe('what the prechecks of a planned failover find', () => {
  it('is nothing when all is well, or answers the second time', async () => {
    expect(await codesOf([null])).toEqual([]);
    expect(await codesOf([silent(), null])).toEqual([]);
  });

  it('is what does not answer twice', async () => {
    expect(await codesOf([silent(), silent()])).toEqual([`error peer_unreachable ${CHECK}`]);
  });

  it('is at once what was answered and is wrong, also the second time', async () => {
    const wrong = (): Error => new EffectMissingError('no standby is streaming from it');
    expect(await codesOf([wrong()])).toEqual([`error effect_missing ${CHECK}`]);
    expect(await codesOf([silent(), wrong()])).toEqual([`error effect_missing ${CHECK}`]);
  });
});
