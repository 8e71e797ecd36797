import type { JsonObject } from '../json.js';
import type { EventFacts, Moment, NotificationEvent, WaitingStep } from './event.js';

/** What is said, in the forms that channels need. */
export interface Message {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  /** Type of the event, such as `failover.completed`. */
  readonly type: string;
  readonly timestamp: string;
  /** For machines. */
  readonly data: JsonObject;
}

export interface MessageOptions {
  /** Where people reach the API, such as `https://dr.example`; null: only the path is said. */
  readonly publicUrl: string | null;
}

const KIND_NAMES: Readonly<Record<NotificationEvent['kind'], string>> = {
  failover: 'Failover',
  procedure: 'Recovery procedure',
  test: 'DR test',
};

const HEADLINES: Readonly<Record<Moment, string>> = {
  started: 'started',
  paused: 'WAITS FOR YOU',
  completed: 'completed',
  completed_with_exceptions: 'completed WITH EXCEPTIONS',
  failed: 'FAILED',
  rolled_back: 'rolled back',
  cancelled: 'cancelled',
};

/** Composes the message of an event: short, exact, with what to do next. The same event always says the same. */
export function composeMessage(event: NotificationEvent, { publicUrl }: MessageOptions): Message {
  const simulation = event.mode === 'simulation';
  const subject = [
    ...(simulation ? ['[SIMULATION]'] : []),
    `${KIND_NAMES[event.kind]} ${headline(event)}: ${oneLine(event.planName, 120)}`,
  ].join(' ');
  const lines = [
    ...(simulation ? ['[SIMULATION] Nothing was done to any system: this plan can only be walked through.', ''] : []),
    ...whatHappened(event),
    '',
    ...nextAction(event, (path) => `${publicUrl?.replace(/\/+$/, '') ?? ''}/disaster-recovery${path}`),
    '',
    `Plan ${event.planId}, execution ${event.executionId}, ${event.at}`,
  ];
  return {
    subject,
    text: lines.join('\n'),
    type: `${event.kind}.${event.moment}`,
    timestamp: event.at,
    data: {
      plan_id: event.planId,
      plan_name: event.planName,
      execution_id: event.executionId,
      execution_mode: event.mode,
      kind: event.kind,
      status: event.moment,
      failover_type: event.failoverType,
      reason: event.reason,
      pause_reason: event.facts.pause_reason ?? null,
      waiting_steps: (event.facts.steps ?? []).map(({ step_id, name, status }) => ({ step_id, name, status })),
      error: event.facts.error ? { code: event.facts.error.code, message: event.facts.error.message } : null,
      rto_ms: event.facts.rto_ms ?? null,
      rpo_ms: event.facts.rpo_ms ?? null,
      overall_result: event.facts.overall_result ?? null,
    },
  };
}

function headline({ moment, facts }: NotificationEvent): string {
  const verdict = facts.overall_result;
  return verdict === undefined || verdict === null ? HEADLINES[moment] : `${HEADLINES[moment]}, result ${verdict}`;
}

function whatHappened(event: NotificationEvent): readonly string[] {
  const { facts, failoverType, reason } = event;
  const type = failoverType === null ? '' : ` (${failoverType})`;
  return [
    `${KIND_NAMES[event.kind]}${type} of "${oneLine(event.planName, 200)}" ${headline(event)}.`,
    ...(reason === null || reason === '' ? [] : [`Reason: ${oneLine(reason, 500)}`]),
    ...(facts.error ? [`Error: ${facts.error.code}: ${oneLine(facts.error.message, 500)}`] : []),
    ...measured(facts),
  ];
}

/** Only what was measured is said; nothing measured is not zero. */
function measured({ rto_ms, rpo_ms }: EventFacts): readonly string[] {
  const values = [
    ...(typeof rto_ms === 'number' ? [`RTO ${seconds(rto_ms)}`] : []),
    ...(typeof rpo_ms === 'number' ? [`RPO ${seconds(rpo_ms)}`] : []),
  ];
  return values.length === 0 ? [] : [`Measured: ${values.join(', ')}`];
}

function seconds(ms: number): string {
  return `${Math.round(ms) / 1000} s`;
}

type Address = (path: string) => string;

function nextAction(event: NotificationEvent, address: Address): readonly string[] {
  const look = `GET ${address(`/executions/${event.executionId}`)}`;
  switch (event.moment) {
    case 'started':
      return [`Nothing to do. Follow it: ${look}`];
    case 'paused':
      return ['NEXT: it goes on only when you act.', ...whatToDo(event, address), `Look first: ${look}`];
    case 'completed':
      return event.facts.overall_result === 'failed'
        ? [`NEXT: see which criteria were not met: ${look}`]
        : [`Nothing to do. Details: ${look}`];
    case 'completed_with_exceptions':
      return [`NEXT: steps were skipped or failed. Check each of them by hand: ${look}`];
    case 'failed':
      return [
        event.kind === 'failover'
          ? `NEXT: the service may be down. See where it stopped: ${look}`
          : `NEXT: see where it stopped: ${look}`,
      ];
    case 'rolled_back':
      return [`NEXT: what was done has been undone. See why: ${look}`];
    case 'cancelled':
      return [`Nothing to do. Details: ${look}`];
  }
}

/** The requests that each waiting step can be answered with. */
function whatToDo({ executionId, facts }: NotificationEvent, address: Address): readonly string[] {
  const request = (step: WaitingStep, verb: string) =>
    `  POST ${address(`/executions/${executionId}/steps/${step.step_id}/${verb}`)}`;
  return (facts.steps ?? []).flatMap((step) => [
    `${STEP_ASKS[step.status] ?? 'Look at'}: ${oneLine(step.name, 200)}`,
    ...(step.status === 'waiting' ? [request(step, 'confirm')] : [request(step, 'retry'), request(step, 'skip')]),
  ]);
}

const STEP_ASKS: Readonly<Record<string, string>> = {
  waiting: 'Do, then confirm',
  failed: 'Failed; mend it and retry, or skip',
  in_doubt: 'Nobody knows whether it was done; look, then retry (it was not) or skip (it was)',
};

/** Control characters and line breaks must not get into subjects, nor make one line look like two. */
function oneLine(text: string, max: number): string {
  const flat = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return flat.length <= max ? flat : `${flat.slice(0, max - 1)}…`;
}
