import { Controller, Get, Param, Query } from '@nestjs/common';
import { estimateBeforehand } from '#domain/estimate/estimate.js';
import { ExecutionNotFoundError, PlanNotFoundError } from '#persistence/errors.js';
import { EstimateRepository } from '#persistence/repositories/estimate-repository.js';
import { outlookOf } from '#persistence/repositories/execution-outlook.js';
import { RequiresPermission } from '#security/access.js';
import { FailoverService } from '../failover/failover.service.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { EstimateQueryDto } from './estimate-query.dto.js';
import { executionEstimateView, planEstimateView } from './estimate.view.js';

const EXECUTION_ID = new PathIdPipe((id) => new ExecutionNotFoundError(id));
const PLAN_ID = new PathIdPipe((id) => new PlanNotFoundError(id));

/** How long something takes, from how long it took before. */
@Controller('disaster-recovery')
export class EstimatesController {
  constructor(
    private readonly estimates: EstimateRepository,
    private readonly failovers: FailoverService,
  ) {}

  @Get('executions/:execution_id/estimate')
  @RequiresPermission('execution.read')
  async ofExecution(@Param('execution_id', EXECUTION_ID) id: string) {
    const basis = await this.estimates.basisOf(id);
    return executionEstimateView(basis, outlookOf(basis));
  }

  @Get('plans/:plan_id/estimate')
  @RequiresPermission('plan.read')
  async ofPlan(
    @Param('plan_id', PLAN_ID) planId: string,
    @Query(new DocumentPipe(EstimateQueryDto, 'Estimate query')) { type = 'planned' }: EstimateQueryDto,
  ) {
    const runbook = await this.failovers.preview(planId, type, null);
    const histories = await this.estimates.failoverHistories(planId, runbook.mode);
    return planEstimateView({ runbook, failoverType: type, estimate: estimateBeforehand(runbook, histories) });
  }
}
