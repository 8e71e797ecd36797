import { describe, expect, it } from '@jest/globals';
import { RestoredServerError } from './errors.js';

describe('a restored server that did not start', () => {
  it('says what it ended with, and keeps the rest for whoever wants to read it', () => {
    const log = [
      '2026-11-23 10:00:00 UTC [7] LOG:  starting PostgreSQL 15',
      '2026-11-23 10:00:00 UTC [7] FATAL:  could not map anonymous shared memory',
      '2026-11-23 10:00:00 UTC [7] LOG:  database system is shut down',
    ].join('\n');
    const error = new RestoredServerError('did not start', log);
    expect(error.message).toBe('the restored server did not start (FATAL:  could not map anonymous shared memory)');
    expect(error.details).toEqual({ log });
    expect(new RestoredServerError('did not start', '').message).toBe('the restored server did not start');
  });
});
