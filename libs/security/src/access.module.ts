import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { BearerStrategy } from './bearer.strategy.js';
import { AuthenticationGuard, PermissionGuard } from './guards.js';
import { TokenVerifier, type TokenRules } from './token.js';

/** Asks every request who it is, then whether it may. */
@Module({})
export class AccessModule {
  static forRoot(rules: TokenRules): DynamicModule {
    return {
      module: AccessModule,
      imports: [PassportModule],
      providers: [
        { provide: TokenVerifier, useFactory: () => new TokenVerifier(rules) },
        BearerStrategy,
        // In this order: a guard of the application runs where it stands in the list.
        { provide: APP_GUARD, useClass: AuthenticationGuard },
        { provide: APP_GUARD, useClass: PermissionGuard },
      ],
    };
  }
}
