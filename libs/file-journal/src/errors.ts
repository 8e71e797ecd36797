import { DomainError } from '#domain/errors.js';

/** What was durable is no longer what was written. Nothing of it is used: a person has to look. */
export class JournalCorruptError extends DomainError {
  constructor(file: string, offset: number, why: string) {
    super('journal_corrupt', `${file} is damaged at byte ${offset}: ${why}`, { file, offset, why });
  }
}

export class JournalMissingError extends DomainError {
  constructor(directory: string) {
    super('journal_missing', `there is no journal in ${directory}`, { directory });
  }
}

export class JournalExistsError extends DomainError {
  constructor(directory: string) {
    super('journal_exists', `there is a journal in ${directory} already`, { directory });
  }
}

/** A write did not become durable. What the disk has of it is not known, so this process writes nothing more. */
export class JournalUnwritableError extends DomainError {
  constructor(directory: string, options?: ErrorOptions) {
    super('journal_unwritable', `the journal in ${directory} can not be written`, { directory }, options);
  }
}

/** What was asked for is not possible in the state in which the execution or step is. */
export class RequestRefusedError extends DomainError {
  constructor(request: string, why: string) {
    super('state_conflict', `${request} is not possible: ${why}`, { request, why });
  }
}
