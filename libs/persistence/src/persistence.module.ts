import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AlertRepository } from './alerts/alert-repository.js';
import { AlertSweep } from './alerts/alert-sweep.js';
import { AnalyticsRepository } from './analytics/analytics-repository.js';
import { DashboardRepository } from './dashboard/dashboard-repository.js';
import { dataSourceOptions, type DatabaseOptions } from './data-source.js';
import { TestLegRepository } from './dr-tests/test-leg-repository.js';
import { TestRepository } from './dr-tests/test-repository.js';
import { TestRunRepository } from './dr-tests/test-run-repository.js';
import { TestScheduleRepository } from './dr-tests/test-schedule-repository.js';
import { JournalFeed } from './journal/journal-feed.js';
import { poolOf } from './journal/pool.js';
import { PostgresJournal } from './journal/postgres-journal.js';
import { PostgresLeases } from './journal/postgres-leases.js';
import { LagRepository } from './lag/lag-repository.js';
import { OwnSlots } from './protection/own-slots.js';
import { ProtectionSummaries } from './protection/protection-summaries.js';
import { EvaluationRepository } from './readiness/evaluation-repository.js';
import { ReadinessRepository } from './readiness/readiness-repository.js';
import { AdminUserRepository } from './repositories/admin-user-repository.js';
import { AuthorityRepository } from './repositories/authority-repository.js';
import { CanaryRepository } from './repositories/canary-repository.js';
import { EstimateRepository } from './repositories/estimate-repository.js';
import { ExecutionListRepository } from './repositories/execution-list-repository.js';
import { ExecutionRepository } from './repositories/execution-repository.js';
import { FailoverStatusRepository } from './repositories/failover-status-repository.js';
import { IdempotencyRepository } from './repositories/idempotency-repository.js';
import { IngestRepository } from './repositories/ingest-repository.js';
import { SituationRepository } from './repositories/situation-repository.js';
import { InterventionRepository } from './repositories/intervention-repository.js';
import { NotificationDeliveryRepository } from './repositories/notification-delivery-repository.js';
import { NotificationOutboxRepository } from './repositories/notification-outbox-repository.js';
import { PlanRepository } from './repositories/plan-repository.js';
import { ProcedureRepository } from './repositories/procedure-repository.js';
import { PlanChangeRepository } from './repositories/plan-change-repository.js';
import { PlanListRepository } from './repositories/plan-list-repository.js';
import { PlanVersionRepository } from './repositories/plan-version-repository.js';
import { ProtectionRepository } from './repositories/protection-repository.js';
import { RateLimitRepository } from './repositories/rate-limit-repository.js';
import { SecretRepository } from './repositories/secret-repository.js';
import { SiteHealthRepository } from './site-health/site-health-repository.js';
import { AutomationRepository } from './triggers/automation-repository.js';
import { TriggerDecisionRepository } from './triggers/trigger-decision-repository.js';
import { TriggerEvaluator } from './triggers/trigger-evaluator.js';
import { TriggerEventRepository } from './triggers/trigger-event-repository.js';

const REPOSITORIES = [
  AdminUserRepository,
  PlanRepository,
  PlanChangeRepository,
  PlanListRepository,
  PlanVersionRepository,
  ExecutionRepository,
  ExecutionListRepository,
  EstimateRepository,
  FailoverStatusRepository,
  ProcedureRepository,
  InterventionRepository,
  JournalFeed,
  AuthorityRepository,
  ProtectionSummaries,
  OwnSlots,
  TestLegRepository,
  IngestRepository,
  SituationRepository,
  SecretRepository,
  CanaryRepository,
  NotificationOutboxRepository,
  NotificationDeliveryRepository,
  RateLimitRepository,
  IdempotencyRepository,
  TestRepository,
  TestRunRepository,
  TestScheduleRepository,
  AnalyticsRepository,
  DashboardRepository,
  AlertRepository,
  AlertSweep,
  SiteHealthRepository,
  LagRepository,
  EvaluationRepository,
  ReadinessRepository,
  ProtectionRepository,
  AutomationRepository,
  TriggerDecisionRepository,
  TriggerEvaluator,
  TriggerEventRepository,
];

/** The database, for the API and the worker alike. */
@Module({})
export class PersistenceModule {
  /** @param answerMs how long the journal and the leases wait for an answer; undefined: as long as the connection lives. */
  static forRoot(options: DatabaseOptions, answerMs?: number): DynamicModule {
    return {
      module: PersistenceModule,
      global: true,
      imports: [TypeOrmModule.forRoot({ ...dataSourceOptions(options), retryAttempts: 3, retryDelay: 500 })],
      providers: [
        ...REPOSITORIES,
        {
          provide: PostgresJournal,
          inject: [DataSource],
          useFactory: (source: DataSource) => new PostgresJournal(poolOf(source), answerMs),
        },
        {
          provide: PostgresLeases,
          inject: [DataSource],
          useFactory: (source: DataSource) => new PostgresLeases(poolOf(source), answerMs),
        },
      ],
      exports: [...REPOSITORIES, PostgresJournal, PostgresLeases, TypeOrmModule],
    };
  }
}
