import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntitySubscriberInterface } from 'typeorm';

/** Whether something may have been made permanent meanwhile. */
export interface Watched {
  mayHaveCommitted: boolean;
}

/**
 * Notices when a transaction is about to be committed within a piece of work. Before, not after: of a commit whose
 * answer is lost nobody knows whether it happened.
 */
@Injectable()
export class CommitWatch implements EntitySubscriberInterface {
  private readonly current = new AsyncLocalStorage<Watched>();

  constructor(source: DataSource) {
    source.subscribers.push(this);
  }

  during<T>(watched: Watched, work: () => T): T {
    return this.current.run(watched, work);
  }

  beforeTransactionCommit(): void {
    const watched = this.current.getStore();
    if (watched) watched.mayHaveCommitted = true;
  }
}
