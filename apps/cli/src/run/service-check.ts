import { ServiceAliveError } from '../errors.js';

const PATIENCE_MS = 3_000;

/**
 * That it does not answer from here does not prove that it is dead, which is why a person has to declare that. But when
 * it answers it lives, whatever anybody has declared.
 * @throws ServiceAliveError
 */
export async function refuseWhenAlive(serviceUrl: string | null): Promise<void> {
  if (serviceUrl === null) return;
  const url = new URL('health/ready', serviceUrl.endsWith('/') ? serviceUrl : `${serviceUrl}/`);
  let ready: boolean;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    ready = answer.ok;
    await answer.body?.cancel();
  } catch {
    return;
  }
  if (ready) throw new ServiceAliveError(url.href);
}
