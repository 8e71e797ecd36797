import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import type { Intervention } from '#domain/execution/interventions.js';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { ExecutionService } from './execution.service.js';
import { executionView } from './execution.view.js';
import { CommentDto, ReasonedDto, ResolveDto } from './intervention.dto.js';
import { COMMENT, EXECUTION_ID, REASON, RESOLUTION } from './request-pipes.js';

/** What people do about single steps. */
@Controller('disaster-recovery/executions/:execution_id/steps/:step_id')
export class StepInterventionsController {
  constructor(private readonly executions: ExecutionService) {}

  @Post('confirm')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.intervene')
  async confirm(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Param('step_id') stepId: string,
    @Body(COMMENT) body: CommentDto,
    @CurrentCaller() caller: Caller,
  ) {
    return this.ask(id, { type: 'step_confirmed', ...said(stepId, body, caller) }, caller);
  }

  @Post('approve')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.approve')
  async approve(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Param('step_id') stepId: string,
    @Body(COMMENT) body: CommentDto,
    @CurrentCaller() caller: Caller,
  ) {
    return this.ask(id, { type: 'step_approved', ...said(stepId, body, caller) }, caller);
  }

  @Post('decline')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.approve')
  async decline(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Param('step_id') stepId: string,
    @Body(REASON) body: ReasonedDto,
    @CurrentCaller() caller: Caller,
  ) {
    return this.ask(id, { type: 'step_declined', ...said(stepId, body, caller) }, caller);
  }

  @Post('retry')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.intervene')
  async retry(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Param('step_id') stepId: string,
    @Body(REASON) body: ReasonedDto,
    @CurrentCaller() caller: Caller,
  ) {
    return this.ask(id, { type: 'retry_requested', ...said(stepId, body, caller) }, caller);
  }

  @Post('skip')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.intervene')
  async skip(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Param('step_id') stepId: string,
    @Body(REASON) body: ReasonedDto,
    @CurrentCaller() caller: Caller,
  ) {
    return this.ask(id, { type: 'skip_requested', ...said(stepId, body, caller) }, caller);
  }

  @Post('resolve')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.intervene')
  async resolve(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Param('step_id') stepId: string,
    @Body(RESOLUTION) body: ResolveDto,
    @CurrentCaller() caller: Caller,
  ) {
    return this.ask(id, { type: 'doubt_resolved', resolution: body.resolution, ...said(stepId, body, caller) }, caller);
  }

  private async ask(id: string, intervention: Intervention, { roles }: Caller) {
    return executionView(await this.executions.intervene(id, intervention, roles));
  }
}

function said(stepId: string, { comment }: CommentDto, { subject: by }: Caller) {
  return { stepId, by, comment: comment ?? '' };
}
