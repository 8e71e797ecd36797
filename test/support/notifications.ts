import { readFileSync } from 'node:fs';
import { waitUntil } from '../../lab/process/wait-until.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';

export interface NotificationView {
  readonly notification_id: string;
  readonly event: string;
  readonly plan_id: string;
  readonly channel: string;
  readonly recipient: string;
  readonly status: string;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly delivered_at: string | null;
}

export interface NotificationPage {
  readonly notifications: readonly NotificationView[];
  readonly next_cursor: string | null;
}

/** SPEC.md's plan, which can only be walked through, with recipients of its own. */
export function walkThroughPlan(notifications: object, name = 'Orders'): object {
  const contract = JSON.parse(
    readFileSync(new URL('../contract/documents/1-create-disaster-recovery-plan.json', import.meta.url), 'utf8'),
  ) as { request: Record<string, unknown> };
  const { created_by: _, ...plan } = contract.request;
  return { ...plan, plan_name: name, notifications };
}

export async function createPlan(service: IsolatedService, plan: object): Promise<string> {
  return (await service.call<{ plan_id: string }>('POST', '/plans', plan)).plan_id;
}

export async function notificationsOf(service: IsolatedService, planId: string): Promise<readonly NotificationView[]> {
  return (await service.call<NotificationPage>('GET', `/notifications?plan_id=${planId}`)).notifications;
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
      { what: `${count} notifications are ${status}`, deadlineMs: 15_000 },
    );
  } catch (cause) {
    throw new Error(`not ${count} × ${status}: ${JSON.stringify(last)}`, { cause });
  }
}
