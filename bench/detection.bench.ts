import { loadavg } from 'node:os';
import { measureBlips } from './detection/blips.js';
import { ours } from './detection/ours.js';
import { patroni } from './detection/patroni.js';
import type { Detected, Subject } from './detection/subject.js';
import { median } from './support/statistics.js';
import type { BenchResult, BenchRow } from './table.js';

export const title =
  'From SIGKILL of the primary site to the first write at the other one, automatic, three confirmations';

/** In rounds, so that what the machine does meanwhile falls on all of them alike. */
export async function run(): Promise<BenchResult> {
  const peers = patroni();
  const subjects = [ours, ...('missing' in peers ? [] : peers)];
  const measured = new Map<Subject, Detected[]>(subjects.map((subject) => [subject, []]));
  const loads: number[] = [];
  for (let round = 0; round < Math.max(...subjects.map(({ rounds }) => rounds)); round++) {
    for (const subject of subjects.filter(({ rounds }) => round < rounds)) {
      measured.get(subject)!.push(await subject.measure());
      loads.push(loadavg()[0]!);
    }
  }
  const { blips, longestMs, decisions, failovers, outageNoticed } = await measureBlips();
  const own = median(measured.get(ours)!.map(({ restoredMs }) => restoredMs));
  return {
    rows: [
      ...subjects.flatMap((subject) => rowsOf(subject, measured.get(subject)!, own)),
      { what: `decisions after ${blips} blips shorter than the threshold`, value: decisions, unit: '' },
      { what: `failovers after ${blips} blips`, value: failovers, unit: '' },
    ],
    notes: [
      'From SIGKILL of database and app (Patroni: of Patroni and database) to the first acknowledged write, median.',
      'This service: a probe every 0.5 s, 3 failures in a row, one location. Patroni: ttl/loop_wait/retry_timeout',
      '30/10/10, 20/1/3 and 5/1/2 with etcd 3.4; HAProxy as in its example, and at the last two every 0.5 s, fall 3.',
      ...('missing' in peers ? [peers.missing] : []),
      `In the longest blip no write was acknowledged for ${Math.round(longestMs)} ms; the outage after them was ` +
        (outageNoticed ? 'noticed.' : 'NOT noticed.'),
      `Load of the machine: ${median(loads).toFixed(1)} (median), ${Math.max(...loads).toFixed(1)} (highest).`,
    ],
  };
}

function rowsOf(subject: Subject, measured: readonly Detected[], own: number): readonly BenchRow[] {
  const restored = measured.map(({ restoredMs }) => restoredMs);
  const decided = measured.flatMap(({ decidedMs }) => decidedMs ?? []);
  const value = median(restored);
  const isOther = subject !== ours;
  return [
    ...(decided.length > 0
      ? [
          {
            what: `${subject.name}: the failover is started`,
            value: median(decided),
            unit: 'ms',
            samples: decided.length,
          },
        ]
      : []),
    {
      what: `${subject.name}: the first write`,
      value,
      unit: 'ms',
      samples: restored.length,
      ...(isOther ? { ratio: value / own, against: ours.name } : {}),
    },
    { what: `${subject.name}: the first write, slowest`, value: Math.max(...restored), unit: 'ms' },
  ];
}
