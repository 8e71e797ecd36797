import { Module } from '@nestjs/common';
import { ExecutionsModule } from '../executions/executions.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { FilledInputs } from './filled-inputs.js';
import { ProcedureService } from './procedure.service.js';
import { ProceduresController } from './procedures.controller.js';

@Module({
  imports: [PlansModule, ExecutionsModule],
  controllers: [ProceduresController],
  providers: [ProcedureService, FilledInputs],
})
export class ProceduresModule {}
