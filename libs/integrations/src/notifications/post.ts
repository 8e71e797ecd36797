import { sendRequest } from '#outbound/request.js';
import { DeliveryFailedError, DeliveryRefusedError } from './channel.js';

/** "Gone": the receiver asks never to be called again. */
const GONE = 410;

/**
 * Posts JSON to a webhook, through the guard of outbound calls; redirects are not followed.
 * @throws DeliveryRefusedError, DeliveryFailedError, PeerUnreachableError, ForbiddenAddressError, InvalidUrlError
 */
export async function postJson(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  limits: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<void> {
  const { status } = await sendRequest(
    {
      method: 'POST',
      url,
      body,
      headers: { 'content-type': 'application/json', 'user-agent': USER_AGENT, ...headers },
    },
    limits.signal,
    limits.timeoutMs,
  );
  if (status === GONE) throw new DeliveryRefusedError(`the receiver answered ${status}: it wants no more of these`);
  if (status < 200 || status > 299) throw new DeliveryFailedError(`the receiver answered ${status}`);
}

const USER_AGENT = 'disaster-recovery-service';
