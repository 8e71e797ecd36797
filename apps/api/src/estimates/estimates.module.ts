import { Module } from '@nestjs/common';
import { FailoverModule } from '../failover/failover.module.js';
import { EstimatesController } from './estimates.controller.js';

@Module({ imports: [FailoverModule], controllers: [EstimatesController] })
export class EstimatesModule {}
