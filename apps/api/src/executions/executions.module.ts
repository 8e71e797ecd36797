import { Module } from '@nestjs/common';
import { ExecutionListController } from './execution-list.controller.js';
import { ExecutionListService } from './execution-list.service.js';
import { ExecutionService } from './execution.service.js';
import { ExecutionsController } from './executions.controller.js';
import { StepInterventionsController } from './step-interventions.controller.js';

@Module({
  controllers: [ExecutionListController, ExecutionsController, StepInterventionsController],
  providers: [ExecutionService, ExecutionListService],
  exports: [ExecutionService, ExecutionListService],
})
export class ExecutionsModule {}
