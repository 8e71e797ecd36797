import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { ExecutionListQueryDto, toExecutionListRequest } from '../executions/execution-list-query.dto.js';
import { ExecutionListService } from '../executions/execution-list.service.js';
import { executionListView } from '../executions/execution-list.view.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { ProcedureNotFoundError } from './errors.js';
import { ExecuteProcedureDto, toProcedureCommand } from './execute-procedure.dto.js';
import { ProcedureService } from './procedure.service.js';
import { startedProcedureView } from './procedure.view.js';

const PROCEDURE_ID = new PathIdPipe((id) => new ProcedureNotFoundError(id));

@Controller('disaster-recovery/procedures/:procedure_id')
export class ProceduresController {
  constructor(
    private readonly procedures: ProcedureService,
    private readonly list: ExecutionListService,
  ) {}

  /** 202: accepted and durable, and carried out by a worker. */
  @Post('execute')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('failover.execute')
  async execute(
    @Param('procedure_id', PROCEDURE_ID) procedureId: string,
    @Body(new DocumentPipe(ExecuteProcedureDto, 'Procedure request')) request: ExecuteProcedureDto,
    @CurrentCaller() caller: Caller,
  ) {
    return startedProcedureView(await this.procedures.execute(procedureId, toProcedureCommand(request), caller));
  }

  @Get('executions')
  @RequiresPermission('execution.read')
  async executions(
    @Param('procedure_id', PROCEDURE_ID) procedureId: string,
    @Query(new DocumentPipe(ExecutionListQueryDto, 'Execution query')) query: ExecutionListQueryDto,
  ) {
    const page = await this.list.page({ ...toExecutionListRequest(query), procedureId });
    // A procedure that has left its plan is still known by its executions.
    if (page.items.length === 0 && !(await this.procedures.exists(procedureId))) {
      throw new ProcedureNotFoundError(procedureId);
    }
    return executionListView(page);
  }
}
