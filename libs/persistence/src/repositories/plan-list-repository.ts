import { Injectable } from '@nestjs/common';
import { DataSource, QueryFailedError } from 'typeorm';
import type { Priority, Site } from '#domain/plan/plan-document.js';
import type { ExecutionMode } from '#domain/runbook/runbook.js';
import { InvalidCursorError } from '../errors.js';
import type { PlanSummary } from '../records.js';
import { orderSql, type PlanPosition, type PlanSort } from './plan-order.js';

/** What a list is narrowed to; absent: not by this. */
export interface PlanFilter {
  readonly status?: string | undefined;
  readonly priority?: string | undefined;
  readonly scope?: string | undefined;
  readonly recoveryTier?: string | undefined;
  readonly executionMode?: string | undefined;
  /** Text in the name, in whatever case. */
  readonly text?: string | undefined;
}

export interface PlanPageRequest {
  readonly filter: PlanFilter;
  readonly sort: PlanSort;
  readonly after: PlanPosition | null;
  readonly limit: number;
}

export interface PlanPage {
  readonly items: readonly PlanSummary[];
  /** Where the next page begins; null when this is the last one. */
  readonly next: PlanPosition | null;
}

const CONDITIONS: Readonly<Record<keyof PlanFilter, (parameter: string) => string>> = {
  status: (parameter) => `plan.status = ${parameter}`,
  priority: (parameter) => `plan.priority = ${parameter}`,
  scope: (parameter) => `plan.scope = ${parameter}`,
  recoveryTier: (parameter) => `plan.recovery_tier = ${parameter}`,
  executionMode: (parameter) => `plan.execution_mode = ${parameter}`,
  // Not LIKE, in which what people look for may be a wildcard.
  text: (parameter) => `strpos(lower(plan.plan_name), lower(${parameter})) > 0`,
};

interface SummaryRow {
  readonly id: string;
  readonly sort_key: string;
  readonly plan_id: string;
  readonly version: number;
  readonly execution_mode: ExecutionMode;
  readonly status: string;
  readonly active_site: Site;
  readonly created_at: Date;
  readonly created_by: string;
  readonly last_tested: Date | null;
  readonly next_test: Date | null;
  readonly plan_name: string;
  readonly description: string;
  readonly scope: string;
  readonly priority: Priority;
  readonly rto: number;
  readonly rpo: number;
  readonly recovery_tier: string;
  readonly components: number;
  readonly procedures: number;
}

@Injectable()
export class PlanListRepository {
  constructor(private readonly source: DataSource) {}

  /**
   * By key and not by number of rows: what is put in or taken away meanwhile neither repeats nor hides other plans.
   * @throws InvalidCursorError when the position is not one in this order.
   */
  async page({ filter, sort, after, limit }: PlanPageRequest): Promise<PlanPage> {
    const order = orderSql(sort);
    const values: unknown[] = [];
    const conditions = conditionsOf(filter, values);
    if (after !== null) {
      values.push(after.key, after.id);
      conditions.push(order.after(`$${values.length - 1}`, `$${values.length}`));
    }
    // One more than asked for says whether there is a next page.
    values.push(limit + 1);
    const rows = await this.rows(
      `SELECT plan.id, ${order.key} AS sort_key, plan.plan_id, plan.version, plan.execution_mode, plan.status,
         authority.active_site, plan.created_at, creator.subject AS created_by, plan.last_tested, plan.next_test,
         plan.plan_name, plan.description, plan.scope, plan.priority, plan.rto, plan.rpo, plan.recovery_tier,
         jsonb_array_length(plan.components) AS components, jsonb_array_length(plan.recovery_procedures) AS procedures
       FROM disaster_recovery_plans AS plan
       JOIN plan_authority AS authority ON authority.plan_id = plan.id
       JOIN admin_users AS creator ON creator.id = plan.created_by
       ${where(conditions)} ORDER BY ${order.orderBy} LIMIT $${values.length}`,
      values,
      after !== null,
    );
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return { items: shown.map(planSummary), next: last ? { key: last.sort_key, id: last.id } : null };
  }

  /** How many plans there are on all pages now. */
  async count(filter: PlanFilter): Promise<number> {
    const values: unknown[] = [];
    const rows = await this.source.query<{ count: number }[]>(
      `SELECT count(*)::integer AS count FROM disaster_recovery_plans AS plan ${where(conditionsOf(filter, values))}`,
      values,
    );
    return rows[0]!.count;
  }

  private async rows(sql: string, values: readonly unknown[], withPosition: boolean): Promise<readonly SummaryRow[]> {
    try {
      return await this.source.query<SummaryRow[]>(sql, [...values]);
    } catch (error) {
      throw withPosition && isDataException(error) ? new InvalidCursorError() : error;
    }
  }
}

/** Everything that comes from outside goes into `values`. */
function conditionsOf(filter: PlanFilter, values: unknown[]): string[] {
  return (Object.keys(CONDITIONS) as readonly (keyof PlanFilter)[]).flatMap((name) => {
    const value = filter[name];
    if (value === undefined) return [];
    values.push(value);
    return [CONDITIONS[name](`$${values.length}`)];
  });
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

/** PostgreSQL's class 22: a text that is not a value of the type it should have. */
function isDataException(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code } = error.driverError as { readonly code?: string };
  return code?.startsWith('22') ?? false;
}

function planSummary(row: SummaryRow): PlanSummary {
  return {
    planId: row.plan_id,
    version: row.version,
    mode: row.execution_mode,
    status: row.status,
    activeSite: row.active_site,
    createdAt: row.created_at,
    createdBy: row.created_by,
    lastTested: row.last_tested,
    nextTest: row.next_test,
    name: row.plan_name,
    description: row.description,
    scope: row.scope,
    priority: row.priority,
    rto: row.rto,
    rpo: row.rpo,
    recoveryTier: row.recovery_tier,
    components: row.components,
    procedures: row.procedures,
  };
}
