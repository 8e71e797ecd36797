import { Module } from '@nestjs/common';
import { FailoverController } from './failover.controller.js';
import { FailoverService } from './failover.service.js';

@Module({ controllers: [FailoverController], providers: [FailoverService], exports: [FailoverService] })
export class FailoverModule {}
