import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '#config/config.js';
import { IngestController } from '../ingest/ingest.controller.js';
import { IngestService } from '../ingest/ingest.service.js';
import { BundleKeys } from './bundle-keys.js';
import { BundleService, SERVICE_URL } from './bundle.service.js';
import { BundlesController } from './bundles.controller.js';

/** Plans out of the service, and what was done with them back into it. */
@Module({})
export class BundlesModule {
  static forRoot(config: Pick<Config, 'secrets' | 'bundles' | 'notifications'>): DynamicModule {
    return {
      module: BundlesModule,
      controllers: [BundlesController, IngestController],
      providers: [
        { provide: BundleKeys, useFactory: () => new BundleKeys(config) },
        { provide: SERVICE_URL, useValue: config.notifications.publicUrl },
        BundleService,
        IngestService,
      ],
    };
  }
}
