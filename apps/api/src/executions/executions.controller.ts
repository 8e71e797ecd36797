import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ExecutionNotFoundError } from '#persistence/errors.js';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { ExecutionService } from './execution.service.js';
import { executionView } from './execution.view.js';
import { CommentDto, ReasonedDto } from './intervention.dto.js';

const EXECUTION_ID = new PathIdPipe((id) => new ExecutionNotFoundError(id));
const COMMENT = new DocumentPipe(CommentDto, 'Request', { mayBeAbsent: true });
const REASON = new DocumentPipe(ReasonedDto, 'Request', { mayBeAbsent: true });

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
    @Body(COMMENT) { comment }: CommentDto,
    @CurrentCaller() { subject: by }: Caller,
  ) {
    return executionView(await this.executions.intervene(id, { type: 'cancel_requested', by, comment: comment ?? '' }));
  }

  @Post('steps/:step_id/confirm')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.intervene')
  async confirm(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Param('step_id') stepId: string,
    @Body(COMMENT) { comment }: CommentDto,
    @CurrentCaller() { subject: by }: Caller,
  ) {
    return executionView(
      await this.executions.intervene(id, { type: 'step_confirmed', stepId, by, comment: comment ?? '' }),
    );
  }

  @Post('steps/:step_id/retry')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.intervene')
  async retry(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Param('step_id') stepId: string,
    @Body(REASON) { comment }: ReasonedDto,
    @CurrentCaller() { subject: by }: Caller,
  ) {
    return executionView(await this.executions.intervene(id, { type: 'retry_requested', stepId, by, comment }));
  }

  @Post('steps/:step_id/skip')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('execution.intervene')
  async skip(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Param('step_id') stepId: string,
    @Body(REASON) { comment }: ReasonedDto,
    @CurrentCaller() { subject: by }: Caller,
  ) {
    return executionView(await this.executions.intervene(id, { type: 'skip_requested', stepId, by, comment }));
  }
}
