import { describe, expect, it } from '@jest/globals';
import { assessLoss } from './measure-loss.js';

describe('assessLoss', () => {
  const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms);
  const newest = { seq: 4, epoch: 1, history: '1/1', writtenAt: at(0) };
  const lastAcknowledged = { seq: 5, writtenAt: at(750), lsn: '1/00000100' };

  it('is proven to be none when the position of the fence was replayed', () => {
    const loss = assessLoss({ fenceLsn: '1/00000100', promotedAt: '1/00000100', newest, lastAcknowledged });
    expect(loss).toMatchObject({ rpo_ms: 0, proof: 'lsn', lsn_distance_bytes: 0 });
  });

  it('is what lies between two canaries on the source clock otherwise', () => {
    const loss = assessLoss({ fenceLsn: null, promotedAt: '0/FFFFFF00', newest, lastAcknowledged });
    expect(loss).toMatchObject({ rpo_ms: 750, proof: 'canary', lsn_distance_bytes: 0x200 });
  });

  it('is measured by canary when the fence was confirmed but not all of it arrived', () => {
    const loss = assessLoss({ fenceLsn: '1/00000200', promotedAt: '1/00000100', newest, lastAcknowledged });
    expect(loss).toMatchObject({ rpo_ms: 750, proof: 'canary', lsn_distance_bytes: 0x100 });
  });

  it('is not negative when a canary arrived whose acknowledgement did not', () => {
    const loss = assessLoss({
      fenceLsn: null,
      promotedAt: null,
      newest: { ...newest, writtenAt: at(900) },
      lastAcknowledged,
    });
    expect(loss).toMatchObject({ rpo_ms: 0, proof: 'canary', lsn_distance_bytes: null });
  });

  it('is unknown, not zero, without canaries', () => {
    const none = assessLoss({ fenceLsn: null, promotedAt: '0/1', newest: null, lastAcknowledged: null });
    expect(none).toMatchObject({ rpo_ms: null, proof: 'none', lsn_distance_bytes: null });
    const lost = assessLoss({ fenceLsn: null, promotedAt: '0/1', newest: null, lastAcknowledged });
    expect(lost).toMatchObject({ rpo_ms: null, proof: 'none', why: expect.any(String) as unknown });
  });
});
