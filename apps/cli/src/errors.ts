import { DomainError } from '#domain/errors.js';

/** The command line makes no sense: exit code 2, and nothing was done. */
export class UsageError extends DomainError {
  constructor(message: string) {
    super('usage', message);
  }
}

/** The service answers: then it drives, and nobody else. */
export class ServiceAliveError extends DomainError {
  constructor(url: string) {
    super('service_alive', `The service answers at ${url}: start the failover there. Nothing was done`, { url });
  }
}

/** Somebody else drives this journal at this moment. */
export class JournalHeldError extends DomainError {
  constructor(directory: string, owner: string, pid: number, host: string) {
    super('journal_held', `${directory} is being driven by ${owner} (process ${pid} on ${host}). Nothing was done`, {
      directory,
      owner,
      pid,
      host,
    });
  }
}

/** The service has refused what it was sent. */
export class ServiceRefusedError extends DomainError {
  constructor(status: number, answer: string) {
    super('service_refused', `The service answered ${status}: ${answer}`, { status });
  }
}
