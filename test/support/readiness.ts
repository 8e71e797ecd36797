import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';

type Readiness = Body<'Readiness'>;

/** Has the plan evaluated again and again until what was found is so. */
export function untilFound(
  { api }: IsolatedService,
  planId: string,
  what: string,
  isSo: (readiness: Readiness) => boolean,
): Promise<Readiness> {
  const params = { path: { plan_id: planId } };
  let wanted = '';
  return waitUntil(
    async () => {
      const now = await succeeded(api.GET('/disaster-recovery/plans/{plan_id}/readiness', { params }));
      if (now.status === 'not_applicable') throw new Error(now.why ?? 'it is not applicable');
      if (now.evaluated_at === null || now.evaluated_at <= wanted) return false;
      if (isSo(now)) return now;
      const asked = await succeeded(api.POST('/disaster-recovery/plans/{plan_id}/readiness-check', { params }));
      wanted = asked.requested_at;
      return false;
    },
    { what, deadlineMs: 90_000, everyMs: 100 },
  );
}
