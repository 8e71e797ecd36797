import type { JournalRecord } from '#domain/execution/journal-entry.js';
import { waitUntil } from '../../../lab/process/wait-until.js';
import { historyFaults, leasesIn } from './history.js';
import type { MatrixLab, Run } from './matrix-lab.js';
import { effectOf, undoOf, type Deed } from './scenarios.js';

/** What is wrong, by how it would hurt. */
export interface Fault {
  readonly kind: 'lost' | 'duplicated' | 'stuck' | 'history';
  readonly text: string;
}

/** Judges a run that is over: by what the witness counted, and by its journal. */
export async function judge(lab: MatrixLab, run: Run): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  await waitUntil(async () => !(await lab.row(run)).lease_is_live, { what: 'no lease is left' }).catch(() =>
    faults.push({ kind: 'stuck', text: 'a lease is left behind and does not run out' }),
  );
  const [row, steps, records] = [await lab.row(run), await lab.steps(run), await lab.journal(run)];
  const doubts = new Set(records.flatMap(({ entry }) => (entry.type === 'step_in_doubt' ? [entry.stepId] : [])));
  const ends = doubts.size > 0 && run.scenario.ends === 'completed' ? 'completed_with_exceptions' : run.scenario.ends;
  if (row.status !== ends) faults.push({ kind: 'lost', text: `it ended ${row.status} instead of ${ends}` });
  for (const text of historyFaults(run, records, row, steps)) faults.push({ kind: 'history', text });
  for (const deed of run.scenario.deeds) faults.push(...effectFaults(lab, run, deed, records));
  for (const deed of run.scenario.deeds) faults.push(...doubtFaults(deed, records));
  return faults;
}

function effectFaults(lab: MatrixLab, run: Run, deed: Deed, records: readonly JournalRecord[]): readonly Fault[] {
  const { name, guarantee, undo } = deed;
  const happened = lab.witness.effects.get(effectOf(run.key, name)) ?? 0;
  const undone = lab.witness.effects.get(undoOf(run.key, name)) ?? 0;
  const succeeded = records.some(({ entry }) => entry.type === 'step_succeeded' && entry.stepId === name);
  const least = guarantee === 'probed' || guarantee === 'repeatable' || (guarantee === 'once' && succeeded) ? 1 : 0;
  const most = guarantee === 'repeatable' ? leasesIn(records) : guarantee === 'probed' || guarantee === 'once' ? 1 : 0;
  const faults: Fault[] = [];
  const count = (what: string, times: number): string => `${what} happened ${times} times`;
  if (happened < least) faults.push({ kind: 'lost', text: count(name, happened) });
  if (happened > most) faults.push({ kind: 'duplicated', text: count(name, happened) });
  // An undo is asked for again when nobody knows whether it was heard, so more than once is right.
  if (undo && undone < 1) faults.push({ kind: 'lost', text: count(`undoing ${name}`, undone) });
  if (undone > leasesIn(records)) faults.push({ kind: 'duplicated', text: count(`undoing ${name}`, undone) });
  return faults;
}

/**
 * A person is asked about a step that can neither be looked at nor repeated when its holder was lost while it ran, and
 * is not bothered otherwise.
 */
function doubtFaults({ name, guarantee }: Deed, records: readonly JournalRecord[]): readonly Fault[] {
  let running = false;
  let interrupted = false;
  let asked = false;
  for (const { entry } of records) {
    if (entry.type === 'lease_acquired' && running) interrupted = true;
    if (!('stepId' in entry) || entry.stepId !== name) continue;
    if (entry.type === 'step_started') running = true;
    if (entry.type === 'step_in_doubt') asked = true;
    if (!['step_started', 'step_observed', 'step_attempt_failed'].includes(entry.type)) running = false;
  }
  const must = guarantee === 'once' && interrupted;
  if (must && !asked) return [{ kind: 'duplicated', text: `nobody was asked about ${name}, which was interrupted` }];
  if (asked && !must) return [{ kind: 'stuck', text: `a person was asked about ${name} without need` }];
  return [];
}
