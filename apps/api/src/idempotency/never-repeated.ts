import { SetMetadata } from '@nestjs/common';

export const NEVER_REPEATED = 'idempotency:never-repeated';

/** The answer is not kept for repetition, whatever key comes with the request: the route changes nothing. */
export const NeverRepeated = () => SetMetadata(NEVER_REPEATED, true);
