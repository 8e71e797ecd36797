import { Module } from '@nestjs/common';
import type { Config } from '#config/config.js';
import { SecretRepository } from '#persistence/repositories/secret-repository.js';
import { SecretVault } from '#security/secret-vault.js';
import { CONFIG } from '../tokens.js';
import { CanaryMonitor } from './canary-monitor.js';

@Module({
  providers: [
    {
      provide: SecretVault,
      inject: [SecretRepository, CONFIG],
      useFactory: (secrets: SecretRepository, config: Config) => new SecretVault(secrets, config.secrets.key),
    },
    CanaryMonitor,
  ],
})
export class MonitorModule {}
