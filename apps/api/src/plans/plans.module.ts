import { Module } from '@nestjs/common';
import { PlanActions } from './plan-actions.js';
import { PlanChangeController } from './plan-change.controller.js';
import { PlanChangeService } from './plan-change.service.js';
import { PlanChecker } from './plan-checker.js';
import { PlanPartsController } from './plan-parts.controller.js';
import { PlanReader } from './plan-reader.js';
import { PlanValidationController } from './plan-validation.controller.js';
import { PlanValidationService } from './plan-validation.service.js';
import { PlanVersionsController } from './plan-versions.controller.js';
import { PlanPipe } from './plan.pipe.js';
import { PlanService } from './plan.service.js';
import { PlansController } from './plans.controller.js';

@Module({
  controllers: [
    PlansController,
    PlanChangeController,
    PlanValidationController,
    PlanVersionsController,
    PlanPartsController,
  ],
  providers: [PlanActions, PlanChecker, PlanReader, PlanPipe, PlanService, PlanChangeService, PlanValidationService],
  exports: [PlanActions],
})
export class PlansModule {}
