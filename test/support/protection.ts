import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';

export type ProtectionView = Body<'Protection'>;

export function protectionOf({ api }: IsolatedService, planId: string): Promise<ProtectionView> {
  const params = { path: { plan_id: planId } };
  return succeeded(api.GET('/disaster-recovery/plans/{plan_id}/protection', { params }));
}

export async function untilProtection(
  service: IsolatedService,
  planId: string,
  what: string,
  holds: (view: ProtectionView) => boolean,
): Promise<ProtectionView> {
  let last: ProtectionView | undefined;
  try {
    return await waitUntil(
      async () => {
        last = await protectionOf(service, planId);
        return holds(last) && last;
      },
      { what, deadlineMs: 90_000 },
    );
  } catch (cause) {
    throw new Error(`${what}: ${JSON.stringify(last)}`, { cause });
  }
}
