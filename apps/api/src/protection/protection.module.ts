import { Module } from '@nestjs/common';
import { FailoverModule } from '../failover/failover.module.js';
import { ProtectionController } from './protection.controller.js';
import { ProtectionService } from './protection.service.js';

@Module({ imports: [FailoverModule], controllers: [ProtectionController], providers: [ProtectionService] })
export class ProtectionModule {}
