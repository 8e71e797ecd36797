import type { ParameterObject, Schema, Schemas } from './model.js';
import { string } from './schema.js';

const inPath = (name: string, description: string): ParameterObject => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string', minLength: 1 },
});

const inHeader = (name: string, description: string, required = false): ParameterObject => ({
  name,
  in: 'header',
  required,
  description,
  schema: string(),
});

/** By the names under which routes ask for them; those in the path are found by the path. */
export const PARAMETERS: Readonly<Record<string, ParameterObject>> = {
  plan_id: inPath('plan_id', 'Such as plan_123456789.'),
  failover_id: inPath('failover_id', 'Such as failover_123456789.'),
  execution_id: inPath('execution_id', 'The id of a failover, an execution of a procedure, or a test.'),
  procedure_id: inPath('procedure_id', 'As the plan names it.'),
  component_id: inPath('component_id', 'As the plan names it.'),
  step_id: inPath('step_id', 'As the execution names it.'),
  test_id: inPath('test_id', 'Such as test_123456789.'),
  notification_id: inPath('notification_id', 'A UUID.'),
  alert_id: inPath('alert_id', 'Such as alert_123456789.'),
  finding_id: inPath('finding_id', 'Such as finding_123456789.'),
  version: inPath('version', 'The number of a version, from 1.'),
  from: inPath('from', 'The number of a version.'),
  to: inPath('to', 'The number of a version.'),
  name: inPath('name', '1 to 100 letters, digits, ., _ or -, beginning with a letter or digit.'),
  'If-Match': inHeader('If-Match', 'The ETag of the plan that is meant; * or none: whichever is the newest.'),
  'If-Match-Required': inHeader('If-Match', 'The ETag that the change is based on; * for whichever it is.', true),
  'If-None-Match': inHeader('If-None-Match', 'ETags that the caller has: 304 when the plan is still one of them.'),
  'Last-Event-ID': inHeader(
    'Last-Event-ID',
    'The id of the newest event that the caller has; the stream goes on behind it, without a gap or a repetition.',
  ),
  'Idempotency-Key': inHeader(
    'Idempotency-Key',
    '1 to 255 printable characters, chosen by the caller. The same request with the same key is answered again, and not done again.',
  ),
};

/** Schemas of queries that many lists share. A query holds only texts. */
export const QUERY_SCHEMAS: Schemas = {
  Limit: {
    type: 'string',
    pattern: '^[1-9]\\d{0,2}$',
    description: 'Items on a page, 1 to 200; 50 when absent.',
  } satisfies Schema,
  Cursor: { type: 'string', minLength: 1, description: 'The next_cursor of the page before.' },
};
