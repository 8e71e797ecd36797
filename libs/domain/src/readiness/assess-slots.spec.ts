import { expect, it } from '@jest/globals';
import { assessSlots, RETAINED_BYTES, type IdleSlot } from './assess-slots.js';

const slot = (rest: Partial<IdleSlot> = {}): IdleSlot => ({
  componentId: 'comp_db',
  site: 'primary',
  name: 'dr_secondary',
  retainedBytes: 10,
  abandoned: false,
  unbounded: false,
  ...rest,
});

it('an idle slot is told of when it keeps much, and one that no plan names at once', () => {
  expect(assessSlots([slot()])).toEqual([]);
  const [much] = assessSlots([slot({ retainedBytes: RETAINED_BYTES, unbounded: true })]);
  expect(much).toMatchObject({
    code: 'slot_retains_wal',
    severity: 'warning',
    subject: 'comp_db.primary.dr_secondary',
    measured: `${RETAINED_BYTES} bytes`,
    message: expect.stringContaining('max_slot_wal_keep_size') as unknown,
  });
  expect(assessSlots([slot({ retainedBytes: RETAINED_BYTES })])[0]!.message).not.toContain('max_slot_wal_keep_size');
  expect(assessSlots([slot({ abandoned: true })])).toMatchObject([{ code: 'slot_abandoned', measured: '10 bytes' }]);
});
