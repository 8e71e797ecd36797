import { Module } from '@nestjs/common';
import { PlanActions } from './plan-actions.js';
import { PlanChecker } from './plan-checker.js';
import { PlanPipe } from './plan.pipe.js';
import { PlanService } from './plan.service.js';
import { PlansController } from './plans.controller.js';

@Module({
  controllers: [PlansController],
  providers: [PlanActions, PlanChecker, PlanPipe, PlanService],
  exports: [PlanActions],
})
export class PlansModule {}
