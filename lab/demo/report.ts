import { formatDuration } from '../terminal/duration.js';
import { formatTable } from '../terminal/table.js';
import { criticalPath } from './critical-path.js';
import { orchestrationMs } from './orchestration.js';
import type { RunResult } from './run-result.js';
import type { Check } from './verdict.js';

const NOT_MEASURED = '–';

/** What the service may add to the actions themselves. */
const OVERHEAD_TARGET_MS = 150;

export function resultTable(results: readonly RunResult[]): string {
  const rows: readonly (readonly [string, (result: RunResult) => string])[] = [
    ['status', ({ execution }) => execution.status],
    ['RTO measured', ({ execution }) => duration(execution.measurements?.rto_ms)],
    ['RTO target', ({ targets }) => formatDuration(targets.rtoMs)],
    ['RPO measured (canary)', ({ execution }) => duration(execution.measurements?.rpo_ms)],
    ['RPO target', ({ targets }) => formatDuration(targets.rpoMs)],
    ['loss window (client)', ({ loss }) => formatDuration(loss.lossWindowMs)],
    ['write outage (client)', ({ outageMs }) => formatDuration(outageMs)],
    ['writes acknowledged', ({ acknowledged }) => String(acknowledged)],
    ['acknowledged, then lost', ({ loss }) => String(loss.lost.length)],
    ['writes refused or failed', ({ clientErrors }) => String(sum([...clientErrors.values()]))],
    ['takes writes now', ({ writableSites }) => writableSites.join(' and ') || 'none'],
    ['steps on critical path', ({ execution }) => formatDuration(criticalPath(execution.steps).durationMs)],
    ['orchestration overhead', ({ execution }) => duration(orchestrationMs(execution))],
    ['orchestration target', () => formatDuration(OVERHEAD_TARGET_MS)],
    ['edge', ({ edge }) => edge],
  ];
  return formatTable({
    title: 'What was measured',
    columns: [{ header: '' }, ...results.map(({ type }) => ({ header: type, align: 'right' as const }))],
    rows: rows.map(([name, cell]) => [name, ...results.map(cell)]),
  });
}

export function stepTable({ type, execution }: RunResult): string {
  const critical = new Set(criticalPath(execution.steps).stepIds);
  return formatTable({
    title: `Steps of the ${type} failover`,
    columns: [
      { header: 'phase' },
      { header: 'step' },
      { header: 'status' },
      { header: 'attempts', align: 'right' },
      { header: 'duration', align: 'right' },
      { header: 'critical' },
    ],
    rows: execution.steps.map((step) => [
      step.phase,
      step.name,
      step.status,
      String(step.attempts),
      duration(step.duration_ms),
      critical.has(step.step_id) ? '*' : '',
    ]),
  });
}

export function checkTable(checks: readonly Check[]): string {
  return formatTable({
    title: 'What must hold',
    columns: [{ header: '' }, { header: 'check' }, { header: 'found' }],
    rows: checks.map(({ what, holds, found }) => [holds ? '✓' : '✗', what, found]),
  });
}

function duration(ms: number | null | undefined): string {
  return ms === null || ms === undefined ? NOT_MEASURED : formatDuration(ms);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
