import { AdminUser } from './admin-user.entity.js';
import { Alert } from './alert.entity.js';
import { AnalyticsBucket } from './analytics-bucket.entity.js';
import { AnalyticsDelta } from './analytics-delta.entity.js';
import { AnalyticsQuarter } from './analytics-quarter.entity.js';
import { AutomationChange } from './automation-change.entity.js';
import { CanaryState } from './canary-state.entity.js';
import { ComponentProtection } from './component-protection.entity.js';
import { CooldownAcknowledgement } from './cooldown-acknowledgement.entity.js';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';
import { DrTestResult } from './dr-test-result.entity.js';
import { ExecutionStep } from './execution-step.entity.js';
import { Execution } from './execution.entity.js';
import { FailoverConfigurationRow } from './failover-configuration.entity.js';
import { Failover } from './failover.entity.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { IngestedExecution } from './ingested-execution.entity.js';
import { JournalEntryRow } from './journal-entry.entity.js';
import { LagMinute } from './lag-minute.entity.js';
import { LagSample } from './lag-sample.entity.js';
import { NotificationDelivery } from './notification-delivery.entity.js';
import { NotificationOutbox } from './notification-outbox.entity.js';
import { PlanAuthority } from './plan-authority.entity.js';
import { PlanReadinessRow } from './plan-readiness.entity.js';
import { PlanVersion } from './plan-version.entity.js';
import { ProcedureExecution } from './procedure-execution.entity.js';
import { RateLimitWindow } from './rate-limit-window.entity.js';
import { ReadinessFindingRow } from './readiness-finding.entity.js';
import { RecoveryProcedure } from './recovery-procedure.entity.js';
import { ReturningPrimaryEvent } from './returning-primary-event.entity.js';
import { RtoPredictionRow } from './rto-prediction.entity.js';
import { Secret } from './secret.entity.js';
import { TestSchedule } from './test-schedule.entity.js';
import { TriggerDecisionRow } from './trigger-decision.entity.js';
import { TriggerEvent } from './trigger-event.entity.js';
import { SiteCheckState } from './site-check-state.entity.js';
import { SiteHealthDay } from './site-health-day.entity.js';
import { SiteHealthMinute } from './site-health-minute.entity.js';

export const ALL_ENTITIES = [
  AdminUser,
  DisasterRecoveryPlan,
  PlanVersion,
  PlanAuthority,
  FailoverConfigurationRow,
  RecoveryProcedure,
  RtoPredictionRow,
  DrTestResult,
  Execution,
  Failover,
  ProcedureExecution,
  IngestedExecution,
  ExecutionStep,
  JournalEntryRow,
  Secret,
  CanaryState,
  NotificationOutbox,
  NotificationDelivery,
  RateLimitWindow,
  IdempotencyKey,
  TestSchedule,
  AnalyticsDelta,
  AnalyticsBucket,
  AnalyticsQuarter,
  SiteCheckState,
  SiteHealthMinute,
  SiteHealthDay,
  Alert,
  PlanReadinessRow,
  ReadinessFindingRow,
  LagSample,
  LagMinute,
  ComponentProtection,
  ReturningPrimaryEvent,
  AutomationChange,
  CooldownAcknowledgement,
  TriggerDecisionRow,
  TriggerEvent,
];
