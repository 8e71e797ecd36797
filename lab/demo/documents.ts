// The service's answers as its document describes them, as far as the demo reads them.
import type { Body } from '#api-client/body.js';

export type FailoverType = Body<'FailoverRequest'>['failover_type'];
export type ExecutionStep = Omit<Body<'Step'>, 'component_id' | 'action' | 'output'>;

type Evidence = NonNullable<Body<'Execution'>['measurements']>;
type Verification = NonNullable<Body<'FailoverStatus'>['verification']>;
type State = 'execution_id' | 'status' | 'progress' | 'execution_mode' | 'requested_at' | 'started_at' | 'completed_at';

export interface Execution extends Pick<Body<'Execution'>, State | 'error'> {
  readonly steps: readonly ExecutionStep[];
  readonly measurements: Pick<Evidence, 'rto_ms' | 'rpo_ms'> | null;
}

export interface FailoverStatus extends Pick<Body<'FailoverStatus'>, 'status'> {
  readonly verification: Pick<Verification, 'status'> | null;
}

export type PlanLag = Pick<Body<'PlanLag'>, 'components'>;
