import { DomainError } from '#domain/errors.js';
import { composeMessage } from '#domain/notification/message.js';
import { parseRecipient } from '#domain/notification/recipient.js';
import { MAX_ATTEMPTS } from '#domain/notification/retry.js';
import { ChannelNotConfiguredError, DeliveryRefusedError } from '#integrations/notifications/channel.js';
import type { NotificationChannels } from '#integrations/notifications/channels.js';
import { ForbiddenAddressError } from '#outbound/address-guard.js';
import type { ClaimedDelivery, GivenUp } from '#persistence/repositories/notification-outbox-repository.js';

/** How an attempt came out. */
export type AttemptResult =
  | { readonly result: 'delivered' }
  | { readonly result: 'try_again'; readonly why: string }
  | { readonly result: GivenUp; readonly why: string };

export interface DeliveryParts {
  readonly channels: NotificationChannels;
  /** Fills in `secret://name`; passes anything else through. */
  readonly resolve: (reference: string) => Promise<string>;
  readonly publicUrl: string | null;
}

/** Makes one attempt. What it reports is kept and shown: it holds no URL and no secret. */
export async function attemptDelivery(
  { id, recipient, attempt, event }: ClaimedDelivery,
  { channels, resolve, publicUrl }: DeliveryParts,
  signal: AbortSignal,
): Promise<AttemptResult> {
  if (attempt > MAX_ATTEMPTS) return { result: 'dead', why: 'the worker died during each of the last attempts' };
  const parsed = parseRecipient(recipient);
  if (parsed === null) return { result: 'dead', why: 'this is no address that anything can be sent to' };
  try {
    await channels[parsed.channel].send(
      {
        id,
        executionId: event.executionId,
        address: await resolve(parsed.address),
        message: composeMessage(event, { publicUrl }),
      },
      signal,
    );
    return { result: 'delivered' };
  } catch (error) {
    return failure(error, attempt);
  }
}

function failure(error: unknown, attempt: number): AttemptResult {
  // Only our own errors are known to hold nothing that must not be shown.
  const why = error instanceof DomainError ? error.message : 'unexpected error; the log of the worker has it';
  if (error instanceof ChannelNotConfiguredError) return { result: 'not_configured', why };
  const isFinal = error instanceof DeliveryRefusedError || error instanceof ForbiddenAddressError;
  return isFinal || attempt >= MAX_ATTEMPTS ? { result: 'dead', why } : { result: 'try_again', why };
}
