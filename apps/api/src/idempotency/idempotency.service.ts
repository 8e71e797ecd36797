import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import {
  type EarlierRequest,
  type IdempotencyClaim,
  IdempotencyRepository,
  type StoredAnswer,
} from '#persistence/repositories/idempotency-repository.js';
import { instant } from '../instant.js';
import { LOGGER } from '../logging/logger.js';
import { digest } from './digest.js';
import { IdempotencyInProgressError, IdempotencyKeyReusedError, IdempotencyOutcomeUnknownError } from './errors.js';

/** How long an answer is kept. */
const KEEP_MS = 24 * 3_600_000;
/** A request that has not said for so long that it is under way was cut off. */
const LOCK_MS = 15_000;
const RENEW_MS = LOCK_MS / 3;
/** What failed may have left dead connections in the pool; a try on each finds out, and the next has a new one. */
const TRIES = 4;

export interface KeyedRequest {
  readonly subject: string;
  /** Method and path. */
  readonly route: string;
  readonly key: string;
  /** What is asked for, beside the route. */
  readonly content: unknown;
}

/** The request is to be carried out, and this is how its end is noted. None of them fails: the answer goes out anyhow. */
export interface Attempt {
  answered(answer: StoredAnswer): Promise<void>;
  /** Nothing happened: the same key may try again. */
  withoutEffect(): Promise<void>;
  /** Something may have happened that no answer tells of. */
  unknown(): Promise<void>;
}

export type Beginning =
  { readonly kind: 'answered'; readonly answer: StoredAnswer } | { readonly kind: 'begun'; readonly attempt: Attempt };

/** Lets each request with an Idempotency-Key be carried out once, and remembers its answer. */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly keys: IdempotencyRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws IdempotencyKeyReusedError, IdempotencyInProgressError, IdempotencyOutcomeUnknownError */
  async begin({ subject, route, key, content }: KeyedRequest): Promise<Beginning> {
    const claim: IdempotencyClaim = {
      id: digest([subject, route, key]),
      subject,
      route,
      key,
      fingerprint: digest(content),
      attempt: randomUUID(),
    };
    const earlier = await this.claim(claim);
    if (earlier === null) return { kind: 'begun', attempt: this.attempt(claim) };
    const since = instant(earlier.since);
    if (earlier.fingerprint !== claim.fingerprint) throw new IdempotencyKeyReusedError(since);
    switch (earlier.state) {
      case 'answered':
        return { kind: 'answered', answer: earlier.answer };
      case 'under_way':
        throw new IdempotencyInProgressError(since);
      case 'unknown':
        throw new IdempotencyOutcomeUnknownError(since);
    }
  }

  private async claim(claim: IdempotencyClaim): Promise<EarlierRequest | null> {
    try {
      return await this.keys.claim(claim, LOCK_MS, KEEP_MS);
    } catch (error) {
      // It may have been written although its answer was lost; then nobody would ever end it.
      await this.noted(claim, () => this.keys.release(claim));
      throw error;
    }
  }

  private attempt(claim: IdempotencyClaim): Attempt {
    const renewal = setInterval(() => void this.noted(claim, () => this.keys.renew(claim, LOCK_MS)), RENEW_MS);
    renewal.unref();
    const end = (write: () => Promise<void>): Promise<void> => {
      clearInterval(renewal);
      return this.noted(claim, write);
    };
    return {
      answered: (answer) => end(() => this.keys.answer(claim, answer)),
      withoutEffect: () => end(() => this.keys.release(claim)),
      unknown: () => end(() => this.keys.leaveOpen(claim)),
    };
  }

  /** What can not be noted stays locked until the lock ends, and is then of unknown outcome: never done twice. */
  private async noted({ route }: IdempotencyClaim, write: () => Promise<void>): Promise<void> {
    for (let left = TRIES - 1; ; left--) {
      try {
        return await write();
      } catch (error) {
        if (left > 0) continue;
        this.logger.warn({ err: error, route }, 'the state of an idempotent request could not be noted');
        return;
      }
    }
  }
}
