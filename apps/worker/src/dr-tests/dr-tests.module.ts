import { Module } from '@nestjs/common';
import { TestScheduler } from './test-scheduler.js';

@Module({ providers: [TestScheduler] })
export class DrTestsModule {}
