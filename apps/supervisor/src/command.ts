import { EmbeddedPostgresError } from '#embedded/errors.js';
import { issueAccessToken } from './access-token.js';
import { SupervisorError } from './errors.js';
import { type RunningService, type ServiceOptions, startService } from './service.js';
import { readSettings } from './settings.js';

const TOKEN_LIFETIME_S = 12 * 3600;

/** `npm start`: runs the service until a signal or a fault ends it. Resolves with the exit code. */
export async function runSupervisor(overrides: Partial<ServiceOptions> = {}): Promise<number> {
  const cancel = new AbortController();
  let service: RunningService | undefined;

  /** The first one ends in order; the second one does not wait for requests and steps under way. */
  const onSignal = () => {
    if (!cancel.signal.aborted) {
      say('Stopping … (again to hurry)');
      cancel.abort();
      void service?.stop();
    } else if (service) {
      service.hurry();
    } else {
      process.exit(1); // still starting: PostgreSQL is told on exit, the children notice, the lock is recovered
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

  try {
    const settings = readSettings(process.env);
    const sinks = { log: say, childOutput: 'inherit' } as const;
    service = await startService({ ...settings, ...sinks, signal: cancel.signal, ...overrides });
    if (cancel.signal.aborted) void service.stop();
    else await welcome(service);
    await service.finished;
    return 0;
  } catch (error) {
    if (error instanceof SupervisorError && error.code === 'cancelled') return 0;
    process.stderr.write(`${describe(error)}\n`);
    await service?.stop().catch(() => undefined);
    return 1;
  }
}

async function welcome({ address, secrets }: RunningService): Promise<void> {
  const request = { subject: 'admin_123456789', roles: ['admin'], expiresInSeconds: TOKEN_LIFETIME_S };
  const token = await issueAccessToken({ ...request, secret: secrets.JWT_SECRET }, process.env);
  say(`
The Disaster Recovery Service is ready at ${address}

Admin token (for 12 hours; another one: npm run -s token):
${token}

See that it is ready:
curl ${address}/health/ready

Ctrl-C stops it.`);
}

/** Expected failures are a line for the person at the terminal, the others a bug and its place. */
function describe(error: unknown): string {
  if (error instanceof SupervisorError || error instanceof EmbeddedPostgresError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
