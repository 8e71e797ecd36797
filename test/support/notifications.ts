import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';
import { tabletopPlan } from './tabletop-plan.js';

export type NotificationView = Body<'Notification'>;

/** SPEC.md's plan, which can only be walked through, with recipients of its own. */
export function walkThroughPlan(
  notifications: Body<'NotificationPreferencesRequest'>,
  name = 'Orders',
): Body<'PlanRequest'> {
  return { ...tabletopPlan(), plan_name: name, notifications };
}

export async function notificationsOf({ api }: IsolatedService, planId: string): Promise<readonly NotificationView[]> {
  const params = { query: { plan_id: planId } };
  return (await succeeded(api.GET('/disaster-recovery/notifications', { params }))).notifications;
}

/** Waits until as many notifications of the plan have the status. */
export async function untilNotified(
  service: IsolatedService,
  planId: string,
  status: string,
  count: number,
): Promise<readonly NotificationView[]> {
  let last: readonly NotificationView[] = [];
  try {
    return await waitUntil(
      async () => {
        last = await notificationsOf(service, planId);
        return last.filter((notification) => notification.status === status).length === count && last;
      },
      { what: `${count} notifications are ${status}`, deadlineMs: 60_000 },
    );
  } catch (cause) {
    throw new Error(`not ${count} × ${status}: ${JSON.stringify(last)}`, { cause });
  }
}
