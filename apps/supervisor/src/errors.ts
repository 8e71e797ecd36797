export type SupervisorErrorCode =
  | 'already_running'
  | 'port_busy'
  | 'port_unusable'
  | 'invalid_setting'
  | 'secrets_unreadable'
  | 'child_misconfigured'
  | 'not_ready_in_time'
  | 'cancelled';

/** Why the service does not run; the message is a line for the person at the terminal. */
export class SupervisorError extends Error {
  constructor(
    readonly code: SupervisorErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'SupervisorError';
  }
}

/** The `code` of a system error (`ENOENT` …), if it has one. */
export function systemErrorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
