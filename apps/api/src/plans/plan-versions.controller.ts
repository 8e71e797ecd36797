import { Controller, Get, Param, Query } from '@nestjs/common';
import { diffPlans } from '#domain/plan/plan-diff.js';
import { InvalidCursorError, PlanNotFoundError } from '#persistence/errors.js';
import { PlanVersionRepository } from '#persistence/repositories/plan-version-repository.js';
import { RequiresPermission } from '#security/access.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { readCursor, writeCursor } from './cursor.js';
import { limitOf, PageQueryDto } from './page-query.js';
import { changeView, versionSummaryView, versionView } from './plan-versions.view.js';
import { isVersionNumber, VersionPipe } from './version.pipe.js';

const PLAN_ID = new PathIdPipe((id) => new PlanNotFoundError(id));
const LIST = 'versions';

/** What a plan said in each of its versions, which never change. */
@Controller('disaster-recovery/plans/:plan_id/versions')
export class PlanVersionsController {
  constructor(private readonly versions: PlanVersionRepository) {}

  @Get()
  @RequiresPermission('plan.read')
  async list(
    @Param('plan_id', PLAN_ID) planId: string,
    @Query(new DocumentPipe(PageQueryDto, 'Query')) query: PageQueryDto,
  ) {
    const limit = limitOf(query);
    // One more than asked for says whether there is a next page.
    const found = await this.versions.list(planId, before(query.cursor), limit + 1);
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return {
      plan_id: planId,
      items: shown.map(versionSummaryView),
      next_cursor: last ? writeCursor(LIST, [String(last.version)]) : null,
    };
  }

  @Get(':version')
  @RequiresPermission('plan.read')
  async get(@Param('plan_id', PLAN_ID) planId: string, @Param('version', VersionPipe) version: number) {
    return versionView(planId, await this.versions.get(planId, version));
  }

  @Get(':from/diff/:to')
  @RequiresPermission('plan.read')
  async diff(
    @Param('plan_id', PLAN_ID) planId: string,
    @Param('from', VersionPipe) from: number,
    @Param('to', VersionPipe) to: number,
  ) {
    const before = await this.versions.get(planId, from);
    const after = await this.versions.get(planId, to);
    return { plan_id: planId, from, to, changes: diffPlans(before.document, after.document).map(changeView) };
  }
}

function before(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const [version] = readCursor(cursor, LIST, 1);
  if (!isVersionNumber(version!)) throw new InvalidCursorError();
  return Number(version);
}
