import type { ExecutionState, StepState } from '../execution/execution-state.js';
import { worstRpo } from '../measure/recovery-objectives.js';
import type { Component, PlanDocument } from '../plan/plan-document.js';
import { stepsOfScenario } from '../runbook/compile-test.js';
import { whyNotExercised } from '../runbook/drill/drill-steps.js';
import { RESTORE_ACTIONS } from '../runbook/drill/restore-steps.js';
import type { Evidence, Runbook, RunbookStep } from '../runbook/runbook.js';
import type { TestScenario } from './dr-test.js';

/** What a test measured of one component in one scenario. Null is: not measured. */
export interface ComponentMeasurement {
  readonly component: Component;
  /** Whether all that recovers it succeeded; null when there was nothing that a test may do. */
  readonly recovered: boolean | null;
  /** Milliseconds from the scenario's start to the end of its recovery. */
  readonly rtoMs: number | null;
  /** Milliseconds that would have been lost. */
  readonly rpoMs: number | null;
  /** Whether it holds data at all; recovery point and integrity mean nothing where it does not. */
  readonly holdsData: boolean;
  /** Whether its backup was restored, instead of failing it over. */
  readonly restored: boolean;
  readonly integrity: boolean | null;
  readonly performance: boolean | null;
  /** Procedures that were left out, with the reason. */
  readonly notExercised: readonly string[];
  readonly slowest: { readonly name: string; readonly durationMs: number } | null;
}

export interface MeasuredStep {
  readonly step: RunbookStep;
  readonly state: StepState;
}

export interface ScenarioMeasurement {
  readonly scenario: TestScenario;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** Without the clean-up. */
  readonly steps: readonly MeasuredStep[];
  readonly cleanUp: readonly MeasuredStep[];
  readonly components: readonly ComponentMeasurement[];
}

export function measureScenario(
  scenario: TestScenario,
  plan: PlanDocument,
  runbook: Runbook,
  state: ExecutionState,
): ScenarioMeasurement {
  const all = stepsOfScenario(runbook, scenario.scenario_id).map((step) => ({
    step,
    state: state.steps.get(step.id)!,
  }));
  const steps = all.filter(({ step }) => step.phase !== 'cleanup');
  const starts = steps.flatMap((measured) => measured.state.startedAt ?? []);
  const ends = steps.flatMap((measured) => measured.state.endedAt ?? []);
  const startedAt = starts.length === 0 ? null : new Date(Math.min(...starts.map(Number)));
  return {
    scenario,
    startedAt,
    endedAt: ends.length === 0 ? null : new Date(Math.max(...ends.map(Number))),
    steps,
    cleanUp: all.filter(({ step }) => step.phase === 'cleanup'),
    components: plan.components
      .filter(({ component_id }) => scenario.components.includes(component_id))
      .map((component) =>
        measureComponent(
          component,
          steps.filter(({ step }) => step.componentId === component.component_id),
          runbook.mode === 'live' ? startedAt : null,
        ),
      ),
  };
}

/** @param startedAt null: nothing was measured, because nothing was done. */
function measureComponent(
  component: Component,
  steps: readonly MeasuredStep[],
  startedAt: Date | null,
): ComponentMeasurement {
  // Knowing the loss, and looking through the data, is no part of recovering: the service is back before.
  const recovery = steps.filter(({ step }) => !isAfterwards(step));
  const restored = steps.some(({ step }) => RESTORE_ACTIONS.has(step.action));
  const recovered = startedAt === null || recovery.length === 0 ? null : recovery.every(succeeded);
  const ends = recovery.map(({ state }) => state.endedAt?.getTime() ?? 0);
  const timed = recovery.filter(({ state }) => state.durationMs !== null);
  const slowest = timed.sort((a, b) => b.state.durationMs! - a.state.durationMs!)[0];
  const proved = (evidence: Evidence): boolean | null => {
    const proofs = steps.filter(({ step }) => step.proves.includes(evidence));
    return startedAt === null || proofs.length === 0 ? null : proofs.every(succeeded);
  };
  return {
    component,
    recovered,
    rtoMs: recovered === true ? Math.max(0, Math.max(...ends) - startedAt!.getTime()) : null,
    rpoMs: startedAt === null ? null : worstRpo(steps.map(lossOf)),
    holdsData: restored || component.targets?.drill?.driver === 'postgres',
    restored,
    integrity: proved('data_integrity'),
    performance: proved('performance'),
    // A restore drill is about the backup, and about no procedure.
    notExercised: restored ? [] : component.recovery_procedures.flatMap((name) => whyNotExercised(name) ?? []),
    slowest: slowest ? { name: slowest.step.name, durationMs: slowest.state.durationMs! } : null,
  };
}

function isAfterwards({ proves }: RunbookStep): boolean {
  return proves.length > 0 && proves.every((one) => one === 'data_loss_measured' || one === 'data_integrity');
}

function lossOf({ step, state }: MeasuredStep): number | null {
  if (!step.proves.includes('data_loss_measured') || state.status !== 'succeeded') return null;
  const loss = state.output?.['rpo_ms'];
  return typeof loss === 'number' ? loss : null;
}

export function succeeded({ state }: MeasuredStep): boolean {
  return state.status === 'succeeded';
}
