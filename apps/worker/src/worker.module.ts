import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { PersistenceModule } from '#persistence/persistence.module.js';
import { QueueModule } from '#queue/queue.module.js';
import { SecretsModule } from '#security/secrets.module.js';
import { DrTestsModule } from './dr-tests/dr-tests.module.js';
import { ExecutionsModule } from './executions/executions.module.js';
import { MonitorModule } from './monitor/monitor.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { CONFIG, LOGGER } from './tokens.js';

@Module({})
export class WorkerModule {
  static forRoot(config: Config, logger: Logger): DynamicModule {
    return {
      module: WorkerModule,
      global: true,
      imports: [
        // What is not answered by then may be another's already: nobody waits for it any longer.
        PersistenceModule.forRoot(config.database, config.worker.leaseTtlMs),
        SecretsModule.forRoot(config.secrets),
        QueueModule.forRoot(config.queue),
        ExecutionsModule.forQueues(config.worker.queues),
        ...(config.worker.queues.includes('tests') ? [DrTestsModule] : []),
        ...(config.worker.queues.includes('monitor') ? [MonitorModule] : []),
        ...(config.worker.queues.includes('notifications') ? [NotificationsModule] : []),
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
      ],
      exports: [CONFIG, LOGGER],
    };
  }
}
