import { Body, Controller, Get, Header, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { FindingNotFoundError, PlanNotFoundError } from '#persistence/errors.js';
import { ReadinessRepository } from '#persistence/readiness/readiness-repository.js';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { Actors } from '../actors/actors.js';
import { instant } from '../instant.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { AcknowledgeFindingDto } from './acknowledge-finding.dto.js';
import { findingView, readinessView } from './readiness.view.js';

const PLAN_ID = new PathIdPipe((id) => new PlanNotFoundError(id));
const FINDING_ID = new PathIdPipe((id) => new FindingNotFoundError(id));

/** The continuously checked answer to "would this plan work now?". */
@Controller('disaster-recovery/plans/:plan_id')
export class ReadinessController {
  constructor(
    private readonly readiness: ReadinessRepository,
    private readonly actors: Actors,
  ) {}

  @Get('readiness')
  @RequiresPermission('plan.read')
  @Header('Cache-Control', 'no-store')
  async of(@Param('plan_id', PLAN_ID) planId: string) {
    return readinessView(await this.readiness.of(planId));
  }

  /** 202: a worker evaluates as soon as it can. An evaluation looks only, and changes nothing. */
  @Post('readiness-check')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.intervene')
  async check(@Param('plan_id', PLAN_ID) planId: string) {
    return {
      plan_id: planId,
      requested_at: instant(await this.readiness.request(planId)),
      readiness: `/disaster-recovery/plans/${planId}/readiness`,
    };
  }

  @Post('readiness/findings/:finding_id/acknowledge')
  @HttpCode(HttpStatus.OK)
  @RequiresPermission('execution.intervene')
  async acknowledge(
    @Param('plan_id', PLAN_ID) planId: string,
    @Param('finding_id', FINDING_ID) findingId: string,
    @Body(new DocumentPipe(AcknowledgeFindingDto, 'Request')) { comment, until }: AcknowledgeFindingDto,
    @CurrentCaller() caller: Caller,
  ) {
    const by = await this.actors.record(caller, caller.subject);
    const given = { by, comment, until: until ? new Date(until) : null };
    return findingView(await this.readiness.acknowledge(planId, findingId, given));
  }
}
