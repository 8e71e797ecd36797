import { DomainError } from '#domain/errors.js';

/** The id can not be one of this stream: to go on from it would leave out events without a word. */
export class InvalidLastEventIdError extends DomainError {
  constructor(issue: string) {
    super('validation_failed', 'Event stream request validation failed', {
      issues: [`Invalid Last-Event-ID value: ${issue}`],
    });
  }
}

/** This process serves as many streams as it may. */
export class TooManyStreamsError extends DomainError {
  constructor(limit: number) {
    super('too_many_streams', 'This process serves as many event streams as it may: try again, or ask another one', {
      limit,
      retry_after_seconds: 5,
    });
  }
}

/** The process stops: another one goes on. */
export class StreamsClosedError extends DomainError {
  constructor() {
    super('service_unavailable', 'The service is stopping: connect again', {});
  }
}
