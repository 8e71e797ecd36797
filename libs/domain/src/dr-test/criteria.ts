import type { CriterionResult, CriterionStatus } from './dr-test.js';
import type { ComponentMeasurement } from './scenario-measurement.js';

/** SPEC.md's five criteria; a schedule's tests are judged by them. */
export const KNOWN_CRITERIA = [
  'All components failover successfully',
  'RTO targets met',
  'RPO targets met',
  'Data integrity maintained',
  'Performance within acceptable limits',
] as const;
type KnownCriterion = (typeof KNOWN_CRITERIA)[number];

/** Those that a restored backup can answer: nobody uses it, so there is no performance to judge. */
export const RESTORE_CRITERIA: readonly string[] = KNOWN_CRITERIA.filter(
  (criterion) => criterion !== 'Performance within acceptable limits',
);

/** What a measurement says of a component; null: it says nothing. */
interface Question {
  readonly appliesTo: (measured: ComponentMeasurement) => boolean;
  readonly holds: (measured: ComponentMeasurement) => boolean | null;
  readonly passed: (components: number) => string;
  readonly failed: string;
  readonly unknown: string;
}

const everywhere = (): boolean => true;
const whereDataIs = ({ holdsData }: ComponentMeasurement): boolean => holdsData;

const QUESTIONS: Readonly<Record<KnownCriterion, Question>> = {
  'All components failover successfully': {
    appliesTo: everywhere,
    holds: ({ recovered }) => recovered,
    passed: (count) => `All ${count} components failed over successfully`,
    failed: 'Did not fail over',
    unknown: 'Nothing was exercised',
  },
  'RTO targets met': {
    appliesTo: everywhere,
    // What did not recover met no target.
    holds: (measured) => (measured.recovered === false ? false : meetsRto(measured)),
    passed: () => 'All components met RTO targets',
    failed: 'Missed their RTO',
    unknown: 'Recovery time was not measured',
  },
  'RPO targets met': {
    appliesTo: whereDataIs,
    holds: meetsRpo,
    passed: () => 'All components with replicated data met RPO targets',
    failed: 'Missed their RPO',
    unknown: 'Data loss was not measured',
  },
  'Data integrity maintained': {
    appliesTo: whereDataIs,
    holds: ({ integrity }) => integrity,
    passed: () => 'Data integrity verified for all components with data',
    failed: 'Data integrity was not verified',
    unknown: 'Data integrity was not measured',
  },
  'Performance within acceptable limits': {
    appliesTo: ({ restored }) => !restored,
    holds: ({ performance }) => performance,
    passed: () => 'Performance within acceptable limits for all components',
    failed: 'Performance was not acceptable',
    unknown: 'Performance was not measured',
  },
};

export function meetsRto({ component, rtoMs }: ComponentMeasurement): boolean | null {
  return rtoMs === null ? null : rtoMs <= component.rto * 60_000;
}

export function meetsRpo({ component, rpoMs }: ComponentMeasurement): boolean | null {
  return rpoMs === null ? null : rpoMs <= component.rpo * 60_000;
}

/**
 * Judges a criterion by what was measured. One that is not known by its wording, or of which something was not
 * measured, is for a person.
 * @param measured every component in every scenario; empty when nothing was measured at all.
 */
export function judgeCriterion(criteria: string, measured: readonly ComponentMeasurement[]): CriterionResult {
  const known = KNOWN_CRITERIA.find((criterion) => normalised(criterion) === normalised(criteria));
  const verdict = (status: CriterionStatus, details: string): CriterionResult => ({ criteria, status, details });
  if (known === undefined) return verdict('not_evaluated', 'No measurement answers it: to be assessed by a person');
  const question = QUESTIONS[known];
  const asked = measured.filter(question.appliesTo);
  const those = (answer: boolean | null) => namesOf(asked.filter((component) => question.holds(component) === answer));
  if (those(false) !== '') return verdict('failed', `${question.failed}: ${those(false)}`);
  if (asked.length === 0) return verdict('not_evaluated', `${question.unknown}: to be assessed by a person`);
  if (those(null) !== '') return verdict('not_evaluated', `${question.unknown}: ${those(null)}`);
  return verdict('passed', question.passed(new Set(asked.map(({ component }) => component.component_id)).size));
}

export function normalised(criteria: string): string {
  return criteria
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .replace(/[.!;,]+ *$/, '')
    .trim();
}

function namesOf(measured: readonly ComponentMeasurement[]): string {
  return [...new Set(measured.map(({ component }) => component.name))].join(', ');
}
