import type { JournalEntry } from '#domain/execution/journal-entry.js';
import type { Cell } from './cells.js';
import { inTurn, killAt, killDuring, sleepAt, sleepDuring } from './disturbances.js';
import { judge } from './judge.js';
import type { MatrixLab } from './matrix-lab.js';
import { attend } from './person.js';
import { FORWARD, PARALLEL, ROLLBACK, SCENARIOS, type Scenario } from './scenarios.js';
import { JOURNAL_WRITE, LEASE_ACQUIRE } from './traps.js';

/** Runs a scenario that nobody disturbs. @returns what each of its durable writes says, in order. */
export async function undisturbed(lab: MatrixLab, scenario: Scenario): Promise<readonly string[]> {
  const run = lab.prepare(scenario);
  await lab.begin(run);
  await attend(lab, run);
  const faults = await judge(lab, run);
  if (faults.length > 0) throw new Error(`${scenario.name}, undisturbed: ${faults.map(({ text }) => text).join('; ')}`);
  return (await lab.writes(run)).map((entries) => entries.map(nameOf).join(', '));
}

/** A worker is killed, or sleeps, before and after each durable write of a scenario. */
export function writeCells(scenario: Scenario, writes: readonly string[]): readonly Cell[] {
  return writes.flatMap((text, index) =>
    (['before', 'after'] as const).flatMap((side) => {
      const point = { statement: JOURNAL_WRITE, nth: index + 1, side };
      const where = `${scenario.name}: write ${index + 1} of ${writes.length} (${text})`;
      return [
        { kind: `worker killed ${side} a durable write`, where, scenario, disturb: killAt(point) },
        { kind: `worker asleep past its lease, ${side} a durable write`, where, scenario, disturb: sleepAt(point) },
      ];
    }),
  );
}

/** A worker is killed inside of what a step does. */
export function effectCells(): readonly Cell[] {
  const cells: Cell[] = [];
  for (const scenario of [FORWARD, PARALLEL]) {
    for (const { name, guarantee, refusals } of scenario.deeds) {
      if (guarantee === 'person' || guarantee === 'refused') continue;
      const where = `${scenario.name}: ${name}`;
      if (guarantee === 'looked') {
        cells.push(
          { kind: 'worker killed while it looks', where, scenario, disturb: killDuring(name, 'look') },
          { kind: 'worker asleep past its lease while it looks', where, scenario, disturb: sleepDuring(name, 'look') },
        );
        continue;
      }
      cells.push(
        { kind: 'worker killed in apply, before the effect', where, scenario, disturb: killDuring(name, 'before') },
        { kind: 'worker killed in apply, after the effect', where, scenario, disturb: killDuring(name, 'after') },
        {
          kind: 'worker asleep past its lease in apply, after the effect',
          where,
          scenario,
          disturb: sleepDuring(name, 'after'),
        },
      );
      if (guarantee !== 'probed') continue;
      // Where the first attempt is refused, the first look is the probe before the second.
      const look = refusals === undefined ? 'verify' : 'the probe before a retry';
      cells.push({ kind: `worker killed in ${look}`, where, scenario, disturb: killDuring(name, 'look') });
      for (const effect of ['before', 'after'] as const) {
        cells.push({
          kind: 'next worker killed in its probe',
          where: `${where}, ${effect} the effect`,
          scenario,
          disturb: inTurn(killDuring(name, effect), killDuring(name, 'look')),
        });
      }
    }
  }
  for (const { name, undo } of ROLLBACK.deeds) {
    if (!undo) continue;
    for (const side of ['before', 'after'] as const) {
      cells.push({
        kind: `worker killed in undo, ${side} the effect`,
        where: `${ROLLBACK.name}: ${name}`,
        scenario: ROLLBACK,
        disturb: killDuring(`undo-${name}`, side),
      });
    }
  }
  return cells;
}

/** Whoever takes over is killed as well, and again whoever takes over then. */
export function takeoverCells(): readonly Cell[] {
  const points = {
    'before it asks for the lease': { statement: LEASE_ACQUIRE, nth: 1, side: 'before' },
    'with the lease granted': { statement: LEASE_ACQUIRE, nth: 1, side: 'after' },
    'before its first write': { statement: JOURNAL_WRITE, nth: 1, side: 'before' },
    'after its first write': { statement: JOURNAL_WRITE, nth: 1, side: 'after' },
  } as const;
  const victims = [
    [FORWARD, 'probed'],
    [FORWARD, 'once'],
    [ROLLBACK, 'undo-two'],
  ] as const;
  const first = SCENARIOS.map((scenario) => ({
    kind: 'worker killed with the bell in its hand',
    where: `${scenario.name}: before it asks for the lease`,
    scenario,
    disturb: killAt(points['before it asks for the lease']),
  }));
  const next = victims.flatMap(([scenario, name]) =>
    Object.entries(points).flatMap(([text, point]) =>
      [1, 2].map((times) => ({
        kind: times === 1 ? 'next worker killed at its takeover' : 'next two workers killed at their takeovers',
        where: `${scenario.name}: ${name}, ${text}`,
        scenario,
        disturb: inTurn(killDuring(name, 'after'), ...Array.from({ length: times }, () => killAt(point))),
      })),
    ),
  );
  return [...first, ...next];
}

function nameOf(entry: JournalEntry): string {
  return 'stepId' in entry ? `${entry.type} ${entry.stepId}` : entry.type;
}
