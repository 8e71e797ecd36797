import { Module } from '@nestjs/common';
import { AbandonedSlots } from './abandoned-slots.js';
import { AlertSweeper } from './alert-sweeper.js';
import { ReadinessMonitor } from '../readiness/readiness-monitor.js';
import { CanaryMonitor } from './canary-monitor.js';
import { ProtectionMonitor } from './protection-monitor.js';
import { RollUpFolder } from './roll-up-folder.js';
import { RtoWatch } from './rto-watch.js';
import { SiteProber } from './site-prober.js';
import { TriggerDecisions } from './trigger-decisions.js';
import { TriggerWatch } from './trigger-watch.js';

@Module({
  providers: [
    CanaryMonitor,
    SiteProber,
    AlertSweeper,
    RollUpFolder,
    RtoWatch,
    ReadinessMonitor,
    ProtectionMonitor,
    AbandonedSlots,
    TriggerDecisions,
    TriggerWatch,
  ],
})
export class MonitorModule {}
