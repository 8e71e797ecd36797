import { PROTECTION_STATES } from '#domain/protection/protection.js';
import { RETURN_EVENTS } from '#persistence/repositories/protection-repository.js';
import type { Schemas } from '../model.js';
import {
  answer,
  described,
  flag,
  list,
  nullable,
  oneOf,
  quantity,
  ref,
  request,
  string,
  text,
  utc,
  whole,
} from '../schema.js';

const SITE = oneOf(['primary', 'secondary']);
const STATE = oneOf(PROTECTION_STATES);
const bytes = () => described(nullable(quantity(0)), 'Bytes of WAL that are not replayed.');
const milliseconds = () => described(nullable(quantity(0)), 'Milliseconds.');

const summary = {
  state: described(nullable(STATE), 'Null: no component has a database at both sites.'),
  since: nullable(utc()),
  lag_bytes: bytes(),
  replay_lag_ms: milliseconds(),
  reprotecting_execution: nullable(string()),
};

export const PROTECTION: Schemas = {
  ProtectionSummary: answer(summary),
  ProtectionOverview: answer({
    state: described(nullable(STATE), 'The worst of the plans; null: none has anything to protect.'),
    active_sites: described(answer({ primary: whole(0), secondary: whole(0) }), 'Plans that each site serves.'),
    plans: described(
      answer(Object.fromEntries(PROTECTION_STATES.map((state) => [state, whole(0)]))),
      'Live plans with a database at both sites, by their state.',
    ),
    not_protected: described(
      list(answer({ plan_id: string(), plan_name: string(), active_site: SITE, ...summary })),
      'The worst first, 20 at most.',
    ),
  }),
  Protection: answer({
    plan_id: string(),
    active_site: SITE,
    ...summary,
    components: list(ref('ComponentProtection')),
    events: described(list(ref('ReturnEvent')), 'The newest first, 50 at most.'),
  }),
  ComponentProtection: answer({
    component_id: string(),
    site: described(SITE, 'The site that is not active.'),
    state: STATE,
    since: nullable(utc()),
    seen_at: nullable(utc()),
    detail: string(),
    role: nullable(oneOf(['primary', 'standby', 'unreachable'])),
    fenced: nullable(flag()),
    streaming: nullable(flag()),
    timeline: nullable(whole(1)),
    lag_bytes: bytes(),
    replay_lag_ms: milliseconds(),
  }),
  ReturnEvent: answer({
    component_id: string(),
    site: SITE,
    kind: oneOf(RETURN_EVENTS),
    detail: string(),
    epoch: whole(0),
    at: utc(),
  }),
  ReprotectRequest: request({}, { reason: text(2000), initiated_by: text() }),
  Reprotect: answer({
    execution_id: string(),
    plan_id: string(),
    status: { const: 'running' },
    progress: { const: 0 },
    steps: list(answer({ step_id: string(), name: string() })),
    started_at: utc(),
    initiated_by: string(),
  }),
  FailbackRequest: request(
    { reason: text(2000) },
    {
      failover_options: ref('FailoverOptionsRequest'),
      execution_options: ref('ExecutionOptionsRequest'),
      initiated_by: text(),
    },
  ),
};
