import { ValidationFailedError } from '../validation/errors.js';
import { Instant, Matching, Optional, Text } from '../validation/validation.js';

const HOUR_MS = 3_600_000;
/** Points that are answered for one component. */
const MAX_POINTS = 5_000;
const DEFAULT_POINTS = 360;
/** Seconds; a standby is not measured more often. */
const SMALLEST_STEP = 5;
/** Samples are kept for so long; what is older is known by the minute. */
const SAMPLES_KEPT_MS = 48 * HOUR_MS;

export class LagQueryDto {
  @Optional()
  @Instant()
  from?: string;

  @Optional()
  @Instant()
  to?: string;

  @Optional()
  @Text()
  component_id?: string;

  /** Seconds. */
  @Optional()
  @Matching((value) => typeof value === 'string' && /^[1-9]\d{0,5}$/.test(value), 'must be a whole number of seconds')
  step?: string;
}

export interface LagRange {
  readonly from: Date;
  readonly to: Date;
  /** Seconds. */
  readonly step: number;
  readonly componentId: string | null;
}

/** @returns null when nothing was asked but how things stand. @throws ValidationFailedError */
export function toLagRange(query: LagQueryDto, now: Date): LagRange | null {
  const { from, to, step, component_id: componentId = null } = query;
  if (from === undefined && to === undefined && step === undefined && componentId === null) return null;
  const end = to === undefined ? now : new Date(to);
  const begin = from === undefined ? new Date(end.getTime() - HOUR_MS) : new Date(from);
  const rangeMs = end.getTime() - begin.getTime();
  if (rangeMs <= 0) throw invalid('from', 'must be before to, which is now by default');
  const seconds = step === undefined ? stepFor(rangeMs, now.getTime() - begin.getTime()) : Number(step);
  if (rangeMs / (seconds * 1000) > MAX_POINTS) throw invalid('step', `must leave at most ${MAX_POINTS} points`);
  const aligned = Math.floor(begin.getTime() / (seconds * 1000)) * seconds * 1000;
  return { from: new Date(aligned), to: end, step: seconds, componentId };
}

function stepFor(rangeMs: number, ageMs: number): number {
  const seconds = Math.max(SMALLEST_STEP, Math.ceil(rangeMs / 1000 / DEFAULT_POINTS));
  return seconds > 30 || ageMs > SAMPLES_KEPT_MS ? Math.ceil(seconds / 60) * 60 : seconds;
}

function invalid(field: string, must: string): ValidationFailedError {
  return new ValidationFailedError('Lag query', [{ kind: 'invalid', field, must }]);
}
