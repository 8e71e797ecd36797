import type { ExecutionStep, FailoverType } from '../../lab/demo/documents.js';
import { median } from '../support/statistics.js';
import type { BenchRow } from '../table.js';

export interface Sample {
  readonly contender: string;
  readonly type: FailoverType;
  readonly totalMs: number;
  /** Longest time in which no write of the client was acknowledged. */
  readonly outageMs: number;
  /** Acknowledged writes that are not there afterwards. */
  readonly lost: number;
}

/** Three rows for each contender and type: total and outage with their ratio to the floor's, and the worst loss. */
export function summarize(samples: readonly Sample[], floorName: string): readonly BenchRow[] {
  const names = [...new Set(samples.map(({ contender }) => contender))];
  const types = [...new Set(samples.map(({ type }) => type))];
  const of = (name: string, type: FailoverType) =>
    samples.filter((sample) => sample.contender === name && sample.type === type);
  return types.flatMap((type) =>
    names.flatMap((name) => {
      const own = of(name, type);
      const row = (what: string, unit: 'totalMs' | 'outageMs'): BenchRow => {
        const value = median(own.map((sample) => sample[unit]));
        const least = median(of(floorName, type).map((sample) => sample[unit]));
        const against = name === floorName ? {} : { ratio: value / least, against: floorName };
        return { what: `${type}, ${name}: ${what}`, value, unit: 'ms', samples: own.length, ...against };
      };
      return [
        row('total', 'totalMs'),
        row('write outage', 'outageMs'),
        {
          what: `${type}, ${name}: acknowledged writes lost, worst run`,
          value: Math.max(...own.map(({ lost }) => lost)),
          unit: 'writes',
          samples: own.length,
        },
      ];
    }),
  );
}

/** How long the steps of the service's own runs took. */
export class StepTimes {
  private readonly times = new Map<string, Map<string, number[]>>();

  add(type: string, steps: readonly ExecutionStep[]): void {
    const ofType = this.times.get(type) ?? new Map<string, number[]>();
    this.times.set(type, ofType);
    for (const { step_id: id, duration_ms: ms } of steps) {
      if (ms !== null) ofType.set(id, [...(ofType.get(id) ?? []), ms]);
    }
  }

  notes(): readonly string[] {
    return [...this.times].map(([type, steps]) => {
      const parts = [...steps].map(([id, samples]) => `${id} ${median(samples).toFixed(1)}`);
      return `Steps of the service, ${type}, medians in ms: ${parts.join(', ')}.`;
    });
  }
}
