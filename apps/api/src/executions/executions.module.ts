import { Module } from '@nestjs/common';
import { ExecutionService } from './execution.service.js';
import { ExecutionsController } from './executions.controller.js';

@Module({ controllers: [ExecutionsController], providers: [ExecutionService] })
export class ExecutionsModule {}
