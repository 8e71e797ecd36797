import { Module } from '@nestjs/common';
import { CanaryMonitor } from './canary-monitor.js';

@Module({ providers: [CanaryMonitor] })
export class MonitorModule {}
