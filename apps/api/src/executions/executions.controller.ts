import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { ExecutionService } from './execution.service.js';
import { executionView } from './execution.view.js';
import { CommentDto, ReasonedDto } from './intervention.dto.js';
import { COMMENT, EXECUTION_ID, REASON } from './request-pipes.js';

/** What can be asked of an execution as a whole; of its steps: step-interventions.controller.ts. */
@Controller('disaster-recovery/executions/:execution_id')
export class ExecutionsController {
  constructor(private readonly executions: ExecutionService) {}

  @Get()
  @RequiresPermission('execution.read')
  async get(@Param('execution_id', EXECUTION_ID) id: string) {
    return executionView(await this.executions.get(id));
  }

  @Post('cancel')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.intervene')
  async cancel(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Body(COMMENT) body: CommentDto,
    @CurrentCaller() caller: Caller,
  ) {
    return this.ask(id, 'cancel_requested', body, caller);
  }

  @Post('pause')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.intervene')
  async pause(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Body(COMMENT) body: CommentDto,
    @CurrentCaller() caller: Caller,
  ) {
    return this.ask(id, 'pause_requested', body, caller);
  }

  @Post('resume')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.intervene')
  async resume(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Body(COMMENT) body: CommentDto,
    @CurrentCaller() caller: Caller,
  ) {
    return this.ask(id, 'resume_requested', body, caller);
  }

  @Post('rollback')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.intervene')
  async rollback(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Body(REASON) body: ReasonedDto,
    @CurrentCaller() caller: Caller,
  ) {
    return this.ask(id, 'rollback_requested', body, caller);
  }

  @Post('switch-to-ungraceful')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.intervene')
  async switchToUngraceful(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Body(REASON) body: ReasonedDto,
    @CurrentCaller() caller: Caller,
  ) {
    return this.ask(id, 'ungraceful_requested', body, caller);
  }

  private async ask(
    id: string,
    type: 'cancel_requested' | 'pause_requested' | 'resume_requested' | 'rollback_requested' | 'ungraceful_requested',
    { comment }: CommentDto,
    { subject: by, roles }: Caller,
  ) {
    return executionView(await this.executions.intervene(id, { type, by, comment: comment ?? '' }, roles));
  }
}
