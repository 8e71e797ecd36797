import { Module } from '@nestjs/common';
import { ExecutionsModule } from '../executions/executions.module.js';
import { DrTestService } from './dr-test.service.js';
import { DrTestsController } from './dr-tests.controller.js';

@Module({ imports: [ExecutionsModule], controllers: [DrTestsController], providers: [DrTestService] })
export class DrTestsModule {}
