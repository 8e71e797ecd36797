import { Injectable } from '@nestjs/common';
import { AlertRepository, type AlertFilter, type AlertRecord } from '#persistence/alerts/alert-repository.js';
import type { Caller } from '#security/identity.js';
import { Actors } from '../actors/actors.js';

export interface AlertPage {
  readonly alerts: readonly AlertRecord[];
  readonly hasMore: boolean;
}

@Injectable()
export class AlertsService {
  constructor(
    private readonly alerts: AlertRepository,
    private readonly actors: Actors,
  ) {}

  /** @throws PlanNotFoundError */
  async list(filter: AlertFilter): Promise<AlertPage> {
    const found = await this.alerts.list({ ...filter, limit: filter.limit + 1 });
    return { alerts: found.slice(0, filter.limit), hasMore: found.length > filter.limit };
  }

  /** Of several people the first one is recorded. @throws AlertNotFoundError */
  async acknowledge(alertId: string, caller: Caller, comment: string | null): Promise<AlertRecord> {
    await this.alerts.get(alertId);
    await this.alerts.acknowledge(alertId, await this.actors.record(caller, caller.subject), comment);
    return this.alerts.get(alertId);
  }
}
