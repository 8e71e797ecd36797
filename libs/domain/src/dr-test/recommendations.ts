import { meetsRpo, meetsRto } from './criteria.js';
import { succeeded, type ComponentMeasurement, type ScenarioMeasurement } from './scenario-measurement.js';
import { minutes } from './scenario-result.js';

/** What to do next, each derived from something that this test measured; a test without findings recommends nothing. */
export function recommend(scenarios: readonly ScenarioMeasurement[], simulated: boolean): readonly string[] {
  if (simulated) {
    return [
      'Bind targets, with a drill target for each component, to measure what this walk-through could only discuss',
    ];
  }
  return [...new Set(scenarios.flatMap((scenario) => [...ofComponents(scenario), ...ofSteps(scenario)]))];
}

function ofComponents({ components }: ScenarioMeasurement): readonly string[] {
  return components.flatMap((measured): readonly string[] => {
    const { component, slowest, rtoMs, rpoMs, recovered, restored, holdsData, performance, notExercised } = measured;
    return [
      ...(meetsRto(measured) === false && slowest
        ? [
            `Shorten the recovery of ${component.name}: ${minutes(rtoMs!)} min of ${component.rto}; ` +
              `most of it is "${slowest.name}" (${minutes(slowest.durationMs)} min)`,
          ]
        : []),
      ...(meetsRpo(measured) === false
        ? [
            `${restored ? 'Back up more often' : 'Reduce the replication lag of'} ${component.name}: ` +
              `${minutes(rpoMs!)} min would be lost, ${component.rpo} may`,
          ]
        : []),
      ...(recovered !== null && !restored && holdsData && rpoMs === null ? [unmeasuredLoss(measured)] : []),
      ...(recovered !== null && !restored && performance === null
        ? [`Add health_check_verification to ${component.name}: its performance was not measured`]
        : []),
      ...(notExercised.length > 0
        ? [`Exercise by other means what a test of ${component.name} leaves out: ${notExercised.map(short).join(', ')}`]
        : []),
    ];
  });
}

function unmeasuredLoss({ component }: ComponentMeasurement): string {
  return component.recovery_procedures.includes('data_synchronization')
    ? `Find out why the loss of ${component.name} could not be measured: see the output of its step measure_loss`
    : `Add data_synchronization to ${component.name}: its data loss was not measured`;
}

function short(why: string): string {
  return why.replace(/^not exercised: /, '').replace(/ \(.*$/, '');
}

function ofSteps({ scenario, steps, cleanUp }: ScenarioMeasurement): readonly string[] {
  const failed = steps.filter(({ state }) => state.status === 'failed' || state.status === 'in_doubt');
  const repeated = steps.filter((step) => succeeded(step) && step.state.attempts > 1);
  const untidy = cleanUp.filter((step) => !succeeded(step));
  const byHand = cleanUp.filter((step) => succeeded(step) && step.step.action === 'manual');
  return [
    ...failed.map(
      ({ step, state }) =>
        `Repair "${step.name}" and test again: ${state.error?.message ?? 'nobody knows how it ended'}`,
    ),
    ...repeated.map(({ step, state }) => `Look into "${step.name}": it took ${state.attempts} attempts`),
    ...untidy.map(({ step }) => `Reset by hand after ${scenario.name}: "${step.name}" was not done`),
    ...byHand.map(
      ({ step, state }) =>
        `Declare a reset procedure for the drill target: "${step.name}" took a person ${minutes(state.durationMs ?? 0)} min`,
    ),
  ];
}
