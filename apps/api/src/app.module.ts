import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { Logger } from 'pino';
import { loadExtensions } from '#actions/extensions.js';
import type { ApiConfig } from '#config/config.js';
import { PersistenceModule } from '#persistence/persistence.module.js';
import { QueueModule } from '#queue/queue.module.js';
import { AccessModule } from '#security/access.module.js';
import { SecretsModule } from '#security/secrets.module.js';
import { ActorsModule } from './actors/actors.module.js';
import { AlertsModule } from './alerts/alerts.module.js';
import { AnalyticsModule } from './analytics/analytics.module.js';
import { BellModule } from './bell/bell.module.js';
import { BundlesModule } from './bundles/bundles.module.js';
import { DrTestsModule } from './dr-tests/dr-tests.module.js';
import { ContractExceptionFilter } from './errors/exception.filter.js';
import { EstimatesModule } from './estimates/estimates.module.js';
import { ExecutionsModule } from './executions/executions.module.js';
import { FailoverModule } from './failover/failover.module.js';
import { HealthModule } from './health/health.module.js';
import { ExpiredRows } from './housekeeping/expired-rows.js';
import { IdempotencyModule } from './idempotency/idempotency.module.js';
import { LiveModule } from './live/live.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { LOGGER } from './logging/logger.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { OpenApiModule } from './openapi/openapi.module.js';
import { ACTION_OPTIONS, type ActionOptions } from './plans/plan-actions.js';
import { PlansModule } from './plans/plans.module.js';
import { ProceduresModule } from './procedures/procedures.module.js';
import { ReadinessModule } from './readiness/readiness.module.js';
import { ProtectionModule } from './protection/protection.module.js';
import { SecretsApiModule } from './secrets/secrets-api.module.js';
import { TriggersModule } from './triggers/triggers.module.js';

@Module({})
export class AppModule {
  static forRoot(config: ApiConfig, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      global: true,
      imports: [
        PersistenceModule.forRoot(config.database),
        QueueModule.forRoot(config.queue),
        SecretsModule.forRoot(config.secrets),
        AccessModule.forRoot(config.auth),
        ActorsModule,
        BellModule,
        LimitsModule.forRoot(config.rateLimits, config.queue),
        IdempotencyModule,
        PlansModule,
        FailoverModule,
        ReadinessModule,
        TriggersModule,
        ProceduresModule,
        ProtectionModule,
        // Before the executions: its address of all events looks like one of an execution.
        LiveModule.forRoot(config.http.maxEventStreams),
        ExecutionsModule,
        EstimatesModule,
        DrTestsModule,
        AnalyticsModule,
        AlertsModule,
        SecretsApiModule,
        BundlesModule.forRoot(config),
        NotificationsModule,
        HealthModule,
        OpenApiModule,
      ],
      providers: [
        { provide: LOGGER, useValue: logger },
        { provide: ACTION_OPTIONS, useFactory: () => actionOptions(config) },
        { provide: APP_FILTER, useClass: ContractExceptionFilter },
        ExpiredRows,
      ],
      exports: [LOGGER, ACTION_OPTIONS],
    };
  }
}

async function actionOptions({ actions }: ApiConfig): Promise<ActionOptions> {
  const { allowedCommands, restore, packages } = actions;
  return { allowedCommands, restore, extensions: await loadExtensions(packages) };
}
