/** From one moment to another, milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where the time of a recovery went, milliseconds; the parts add up to the whole RTO. */
export interface RtoSplit {
  /** From the beginning of the outage until somebody asked for the failover. */
  readonly detect_ms: number;
  /** From the request until the first step began. */
  readonly decide_ms: number;
  /** While the execution waited for people. */
  readonly human_wait_ms: number;
  /** While it fenced, waited for replay, promoted, or waited for what had to come first. */
  readonly machine_ms: number;
  /** While all that was left was traffic that had to follow, and verification. */
  readonly converge_ms: number;
}

export interface RtoTimeline {
  readonly outageStartedAt: number;
  readonly requestedAt: number;
  readonly firstStepAt: number;
  readonly recoveredAt: number;
  /** When the execution as a whole waited for people. */
  readonly pauses: readonly Span[];
  /** Of steps that move something. */
  readonly machine: readonly Span[];
  /** Of steps that route or verify. */
  readonly converging: readonly Span[];
  /** Of steps that people do, beside which others may run. */
  readonly human: readonly Span[];
}

type Part = 'human_wait_ms' | 'machine_ms' | 'converge_ms';

/**
 * Splits a recovery. Each moment belongs to one part: a pause is people's time whatever else seems to run, a machine
 * that works hides convergence, and what nobody claims is the machine's.
 */
export function splitRto(timeline: RtoTimeline): RtoSplit {
  const end = Math.max(timeline.recoveredAt, timeline.outageStartedAt);
  const within = (moment: number, earliest: number): number => Math.min(end, Math.max(earliest, moment));
  const requested = within(timeline.requestedAt, timeline.outageStartedAt);
  const began = within(timeline.firstStepAt, requested);
  const parts: Record<Part, number> = { human_wait_ms: 0, machine_ms: 0, converge_ms: 0 };
  const spans = [timeline.pauses, timeline.machine, timeline.converging, timeline.human].flat();
  const borders = [began, end, ...spans.flatMap(({ from, to }) => [within(from, began), within(to, began)])];
  const moments = [...new Set(borders)].toSorted((a, b) => a - b);
  moments.slice(1).forEach((to, index) => {
    const from = moments[index]!;
    parts[partOf(timeline, { from, to })] += to - from;
  });
  return { detect_ms: requested - timeline.outageStartedAt, decide_ms: began - requested, ...parts };
}

/** Borders lie on the ends of spans, so that one covers a piece wholly or not at all. */
function partOf({ pauses, machine, converging, human }: RtoTimeline, piece: Span): Part {
  const covered = (spans: readonly Span[]): boolean =>
    spans.some(({ from, to }) => from <= piece.from && piece.to <= to);
  if (covered(pauses)) return 'human_wait_ms';
  if (covered(machine)) return 'machine_ms';
  if (covered(converging)) return 'converge_ms';
  return covered(human) ? 'human_wait_ms' : 'machine_ms';
}
