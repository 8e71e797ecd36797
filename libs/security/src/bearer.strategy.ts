import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-http-bearer';
import type { Caller } from './identity.js';
import { TokenVerifier } from './token.js';

@Injectable()
export class BearerStrategy extends PassportStrategy(Strategy, 'bearer') {
  constructor(private readonly tokens: TokenVerifier) {
    super();
  }

  /** Shows the header alone: a token in a query or body would end up in logs, and is not taken. */
  override authenticate(request: Request): void {
    super.authenticate({ headers: request.headers } as Request);
  }

  validate(token: string): Promise<Caller> {
    return this.tokens.verify(token);
  }
}
