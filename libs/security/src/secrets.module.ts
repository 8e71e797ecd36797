import { Module, type DynamicModule } from '@nestjs/common';
import { SecretBox } from './secret-box.js';
import { SecretVault } from './secret-vault.js';

/** Needs PersistenceModule, which is global. */
@Module({})
export class SecretsModule {
  static forRoot({ key }: { readonly key: Buffer }): DynamicModule {
    return {
      module: SecretsModule,
      global: true,
      providers: [{ provide: SecretBox, useFactory: () => new SecretBox(key) }, SecretVault],
      exports: [SecretVault],
    };
  }
}
