import { Column } from 'typeorm';

/** How many tests or failovers. */
export abstract class AnalyticsCounts {
  /** Tests that were to begin. */
  @Column('integer', { default: 0 })
  scheduled: number;

  @Column('integer', { default: 0 })
  total: number;

  @Column('integer', { default: 0 })
  successful: number;

  @Column('integer', { default: 0 })
  failed: number;
}

/** With sums of what was measured, milliseconds, and of how many. */
export abstract class AnalyticsMeasures extends AnalyticsCounts {
  @Column('integer', { default: 0 })
  duration_count: number;

  @Column('numeric', { default: 0 })
  duration_ms: string;

  @Column('integer', { default: 0 })
  rto_count: number;

  @Column('numeric', { default: 0 })
  rto_ms: string;

  @Column('integer', { default: 0 })
  rpo_count: number;

  @Column('numeric', { default: 0 })
  rpo_ms: string;
}
