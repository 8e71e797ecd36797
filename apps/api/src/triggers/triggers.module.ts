import { Module } from '@nestjs/common';
import { AutomationController } from './automation.controller.js';
import { AutomationService } from './automation.service.js';
import { TriggerService } from './trigger.service.js';
import { TriggersController } from './triggers.controller.js';

@Module({
  controllers: [TriggersController, AutomationController],
  providers: [TriggerService, AutomationService],
})
export class TriggersModule {}
