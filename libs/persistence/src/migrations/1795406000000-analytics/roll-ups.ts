import { CONTRIBUTION, failoverContributions, MEASURES, SUMS, testContributions } from './contributions.js';

const COUNTS_AND_SUMS = MEASURES.map(
  (name) => `${name} ${name.endsWith('_ms') ? 'numeric' : 'integer'} NOT NULL DEFAULT 0`,
).join(', ');

const TABLES = /* sql */ `
  -- Another migration may have brought them; their owner drops them.
  ALTER TABLE dr_test_results
    ADD COLUMN IF NOT EXISTS scheduled_for timestamptz,
    ADD COLUMN IF NOT EXISTS rto_ms double precision,
    ADD COLUMN IF NOT EXISTS rpo_ms double precision;

  CREATE INDEX dr_test_results_scheduled_at ON dr_test_results ((coalesce(scheduled_for, created_at)));
  CREATE INDEX dr_test_results_ended_at ON dr_test_results ((coalesce(completed_at, created_at)))
    WHERE status IN ('completed', 'failed', 'cancelled');
  CREATE INDEX dr_test_results_plan_id_ended_at ON dr_test_results (plan_id, (coalesce(completed_at, created_at)))
    WHERE status IN ('completed', 'failed', 'cancelled');
  CREATE INDEX dr_test_results_open ON dr_test_results (plan_id) WHERE status IN ('scheduled', 'running');
  CREATE INDEX executions_failovers_requested_at ON executions (requested_at) WHERE kind = 'failover';
  CREATE INDEX executions_completed_at ON executions (completed_at);
  CREATE INDEX executions_plan_id_completed_at ON executions (plan_id, completed_at);

  -- Changes that are not in the roll-ups yet. Writers only ever insert here, so that no two of them wait for each
  -- other at a bucket; readers add these rows to the roll-ups.
  CREATE TABLE analytics_deltas (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plan_id uuid NOT NULL,
    kind text NOT NULL,
    type text NOT NULL,
    bucket timestamptz NOT NULL,
    ${COUNTS_AND_SUMS}
  );

  CREATE TABLE analytics_buckets (
    plan_id uuid NOT NULL,
    grain text NOT NULL,
    bucket timestamptz NOT NULL,
    kind text NOT NULL,
    type text NOT NULL,
    ${COUNTS_AND_SUMS},
    PRIMARY KEY (plan_id, grain, bucket, kind, type)
  );
  CREATE INDEX analytics_buckets_grain_bucket ON analytics_buckets (grain, bucket);

  -- All plans and types together, for days in any zone.
  CREATE TABLE analytics_quarters (
    bucket timestamptz NOT NULL,
    kind text NOT NULL,
    scheduled integer NOT NULL DEFAULT 0,
    total integer NOT NULL DEFAULT 0,
    successful integer NOT NULL DEFAULT 0,
    failed integer NOT NULL DEFAULT 0,
    PRIMARY KEY (bucket, kind)
  );

  CREATE VIEW analytics_contributions (${CONTRIBUTION}) AS
    ${testContributions('dr_test_results')} UNION ALL ${failoverContributions('failovers', 'executions')};
`;

/** What is `after` minus what was `before`, summed up by quarters, as changes to the roll-ups. */
function insertDeltas({ before, after }: { readonly before?: string; readonly after?: string }): string {
  const signed = (sign: number, rows: string | undefined) =>
    rows === undefined ? [] : [`SELECT ${sign} AS sign, part.* FROM (${rows}) AS part (${CONTRIBUTION})`];
  return /* sql */ `
    INSERT INTO analytics_deltas (plan_id, kind, type, bucket, ${MEASURES.join(', ')})
    SELECT * FROM (
      SELECT plan_id, kind, type, date_bin('15 minutes', at, '2000-01-01T00:00:00Z') AS bucket, ${SUMS}
      FROM (${[...signed(-1, before), ...signed(1, after)].join(' UNION ALL ')}) AS contribution
      GROUP BY 1, 2, 3, 4
    ) AS delta
    WHERE (${MEASURES.join(', ')}) IS DISTINCT FROM (${MEASURES.map(() => '0').join(', ')});
  `;
}

function trigger(name: string, when: string, on: string, each: string, body: string): string {
  return /* sql */ `
    CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      ${body}
      RETURN ${when === 'BEFORE DELETE' ? 'OLD' : 'NULL'};
    END $body$;
    CREATE TRIGGER ${name} ${when} ON ${on} ${each} EXECUTE FUNCTION ${name}();
  `;
}

const STATEMENT = 'FOR EACH STATEMENT';
const OLD_ROW = '(SELECT OLD.*)';
const NEW_ROW = '(SELECT NEW.*)';

const TRIGGERS = [
  trigger(
    'analytics_tests_inserted',
    'AFTER INSERT',
    'dr_test_results',
    `REFERENCING NEW TABLE AS new_rows ${STATEMENT}`,
    insertDeltas({ after: testContributions('new_rows') }),
  ),
  trigger(
    'analytics_tests_updated',
    'AFTER UPDATE',
    'dr_test_results',
    `REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows ${STATEMENT}`,
    insertDeltas({ before: testContributions('old_rows'), after: testContributions('new_rows') }),
  ),
  trigger(
    'analytics_tests_deleted',
    'AFTER DELETE',
    'dr_test_results',
    `REFERENCING OLD TABLE AS old_rows ${STATEMENT}`,
    insertDeltas({ before: testContributions('old_rows') }),
  ),
  trigger(
    'analytics_failovers_inserted',
    'AFTER INSERT',
    'failovers',
    `REFERENCING NEW TABLE AS new_rows ${STATEMENT}`,
    insertDeltas({ after: failoverContributions('new_rows', 'executions') }),
  ),
  trigger(
    'analytics_failovers_updated',
    'AFTER UPDATE',
    'failovers',
    `REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows ${STATEMENT}`,
    insertDeltas({
      before: failoverContributions('old_rows', 'executions'),
      after: failoverContributions('new_rows', 'executions'),
    }),
  ),
  // When its execution was deleted, that has already taken it back, and the join finds nothing.
  trigger(
    'analytics_failovers_deleted',
    'AFTER DELETE',
    'failovers',
    `REFERENCING OLD TABLE AS old_rows ${STATEMENT}`,
    insertDeltas({ before: failoverContributions('old_rows', 'executions') }),
  ),
  // By row and with a condition: executions are updated with every step, and few of those updates matter here.
  trigger(
    'analytics_executions_updated',
    'AFTER UPDATE',
    'executions',
    `FOR EACH ROW WHEN (NEW.kind = 'failover' AND (
      OLD.status, OLD.mode, OLD.plan_id, OLD.requested_at, OLD.completed_at, OLD.outcome
    ) IS DISTINCT FROM (NEW.status, NEW.mode, NEW.plan_id, NEW.requested_at, NEW.completed_at, NEW.outcome))`,
    insertDeltas({
      before: failoverContributions('failovers', OLD_ROW),
      after: failoverContributions('failovers', NEW_ROW),
    }),
  ),
  // Before, because the failover, which goes with it, is still there.
  trigger(
    'analytics_executions_deleted',
    'BEFORE DELETE',
    'executions',
    `FOR EACH ROW WHEN (OLD.kind = 'failover')`,
    insertDeltas({ before: failoverContributions('failovers', OLD_ROW) }),
  ),
].join('\n');

const sum = (names: readonly string[]) => names.map((name) => `sum(${name})`).join(', ');
const add = (table: string, names: readonly string[]) =>
  names.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(', ');
const COUNTS = MEASURES.slice(0, 4);

const FUNCTIONS = /* sql */ `
  -- Moves the oldest changes into the roll-ups, from one session at a time. Returns how many it has moved.
  CREATE FUNCTION analytics_fold(batch integer) RETURNS integer LANGUAGE plpgsql AS $body$
  DECLARE folded integer;
  BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('analytics_fold')) THEN RETURN 0; END IF;
    WITH taken AS (
      DELETE FROM analytics_deltas
      WHERE id <= (SELECT max(id) FROM (SELECT id FROM analytics_deltas ORDER BY id LIMIT batch) AS oldest)
      RETURNING *
    ), by_plan AS (
      INSERT INTO analytics_buckets AS rollup (plan_id, grain, bucket, kind, type, ${MEASURES.join(', ')})
      SELECT taken.plan_id, level.grain, level.bucket, taken.kind, taken.type, ${sum(MEASURES)}
      FROM taken CROSS JOIN LATERAL (VALUES
        ('quarter', taken.bucket), ('month', date_trunc('month', taken.bucket, 'UTC')), ('all', '-infinity')
      ) AS level (grain, bucket)
      GROUP BY 1, 2, 3, 4, 5
      ON CONFLICT (plan_id, grain, bucket, kind, type) DO UPDATE SET ${add('rollup', MEASURES)}
    ), together AS (
      INSERT INTO analytics_quarters AS rollup (bucket, kind, ${COUNTS.join(', ')})
      SELECT bucket, kind, ${sum(COUNTS)} FROM taken GROUP BY 1, 2
      ON CONFLICT (bucket, kind) DO UPDATE SET ${add('rollup', COUNTS)}
    )
    SELECT count(*) INTO folded FROM taken;
    RETURN folded;
  END $body$;

  -- Makes the roll-ups anew from the rows they are of. Nothing can be written to those meanwhile.
  CREATE FUNCTION analytics_rebuild() RETURNS void LANGUAGE plpgsql AS $body$
  BEGIN
    LOCK TABLE dr_test_results, executions, failovers IN SHARE ROW EXCLUSIVE MODE;
    PERFORM pg_advisory_xact_lock(hashtext('analytics_fold'));
    DELETE FROM analytics_deltas;
    DELETE FROM analytics_buckets;
    DELETE FROM analytics_quarters;
    ${insertDeltas({ after: `SELECT * FROM analytics_contributions` })}
    PERFORM analytics_fold(2147483647);
  END $body$;
`;

export const ROLL_UPS_UP = `${TABLES} ${TRIGGERS} ${FUNCTIONS}`;

const FUNCTION_NAMES = [...TRIGGERS.matchAll(/CREATE FUNCTION (\w+)\(\)/g)].map(([, name]) => name!);

/** The columns of dr_test_results stay: they are not this migration's alone. */
export const ROLL_UPS_DOWN = /* sql */ `
  ${FUNCTION_NAMES.map((name) => `DROP FUNCTION ${name}() CASCADE;`).join('\n')}
  DROP FUNCTION analytics_rebuild(), analytics_fold(integer);
  DROP VIEW analytics_contributions;
  DROP TABLE analytics_quarters, analytics_buckets, analytics_deltas;
  DROP INDEX executions_plan_id_completed_at, executions_completed_at, executions_failovers_requested_at,
    dr_test_results_open, dr_test_results_plan_id_ended_at, dr_test_results_ended_at, dr_test_results_scheduled_at;
`;
