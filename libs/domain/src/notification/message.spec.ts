import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MOMENTS, type NotificationEvent } from './event.js';
import { composeMessage } from './message.js';

const EVENT: NotificationEvent = {
  kind: 'failover',
  moment: 'paused',
  executionId: 'failover_1',
  mode: 'live',
  planId: 'plan_1',
  planName: 'Orders',
  at: '2026-01-01T03:00:00.000Z',
  facts: {
    pause_reason: 'approval',
    steps: [
      { step_id: 'proc.1', name: 'Tell the duty manager', status: 'waiting' },
      { step_id: 'proc.2', name: 'Open the gate', status: 'in_doubt' },
    ],
  },
  failoverType: 'unplanned',
  reason: 'the site is gone',
};
const URL_ = { publicUrl: 'https://dr.example/' };

describe('composeMessage', () => {
  it('says what waits for whom, and the requests that answer it', () => {
    const { subject, text, type } = composeMessage(EVENT, URL_);
    expect(subject).toBe('Failover WAITS FOR YOU: Orders');
    expect(type).toBe('failover.paused');
    const steps = 'https://dr.example/disaster-recovery/executions/failover_1/steps';
    expect(text.split('\n')).toEqual([
      'Failover (unplanned) of "Orders" WAITS FOR YOU.',
      'Reason: the site is gone',
      '',
      'NEXT: it goes on only when you act.',
      'Do, then confirm: Tell the duty manager',
      `  POST ${steps}/proc.1/confirm`,
      'Nobody knows whether it was done; look, then retry (it was not) or skip (it was): Open the gate',
      `  POST ${steps}/proc.2/retry`,
      `  POST ${steps}/proc.2/skip`,
      'Look first: GET https://dr.example/disaster-recovery/executions/failover_1',
      '',
      'Plan plan_1, execution failover_1, 2026-01-01T03:00:00.000Z',
    ]);
  });

  it('says what was measured, and nothing where nothing was', () => {
    const ended = (facts: object) => composeMessage({ ...EVENT, moment: 'completed', facts }, URL_).text;
    expect(ended({ rto_ms: 412.4, rpo_ms: 0 })).toContain('Measured: RTO 0.412 s, RPO 0 s');
    expect(ended({ rto_ms: null, rpo_ms: null })).not.toContain('Measured');
  });

  it('a simulation says so first, in every subject and text', () => {
    for (const moment of MOMENTS) {
      for (const kind of ['failover', 'procedure', 'test'] as const) {
        const { subject, text, data } = composeMessage({ ...EVENT, kind, moment, mode: 'simulation' }, URL_);
        expect(subject).toMatch(/^\[SIMULATION\] /);
        expect(text).toMatch(/^\[SIMULATION\] Nothing was done/);
        expect(data['execution_mode']).toBe('simulation');
        expect(composeMessage({ ...EVENT, kind, moment }, URL_).text).not.toContain('SIMULATION');
      }
    }
  });

  it('whatever a plan is called, the subject is one line and the text keeps its lines', () => {
    const lines = composeMessage(EVENT, URL_).text.split('\n').length;
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const { subject, text } = composeMessage({ ...EVENT, planName: `x${name}`, reason: `x${name}` }, URL_);
        expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(text.split(/[\n\r\u2028\u2029\u0085]/)).toHaveLength(lines);
      }),
    );
  });

  it('without a public address names the path', () => {
    expect(composeMessage(EVENT, { publicUrl: null }).text).toContain(
      'Look first: GET /disaster-recovery/executions/failover_1',
    );
  });
});
