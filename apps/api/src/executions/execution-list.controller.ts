import { Controller, Get, Query } from '@nestjs/common';
import { RequiresPermission } from '#security/access.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { ExecutionListQueryDto, toExecutionListRequest } from './execution-list-query.dto.js';
import { ExecutionListService } from './execution-list.service.js';
import { executionListView } from './execution-list.view.js';

@Controller('disaster-recovery/executions')
export class ExecutionListController {
  constructor(private readonly executions: ExecutionListService) {}

  @Get()
  @RequiresPermission('execution.read')
  async list(@Query(new DocumentPipe(ExecutionListQueryDto, 'Execution query')) query: ExecutionListQueryDto) {
    return executionListView(await this.executions.page(toExecutionListRequest(query)));
  }
}
