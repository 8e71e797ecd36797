import type { JsonObject } from '#domain/json.js';
import type { Site } from '#domain/plan/plan-document.js';
import type { Trigger, TriggerSource } from '#domain/trigger/trigger.js';

/** Our own probes of a site have crossed a threshold. */
export interface SeenTrigger {
  readonly source: 'monitor';
  readonly trigger: Trigger;
  readonly planRowId: string;
  /** Whether it is the active one is looked up when it is decided. */
  readonly site: Site;
}

/** Somebody says that the active site should be left. */
interface AssertedTrigger {
  readonly source: Exclude<TriggerSource, 'monitor'>;
  readonly trigger: Trigger;
  readonly planRowId: string;
  /** Subject of whoever says so. */
  readonly by: string;
  readonly reason: string;
  readonly details: JsonObject;
  /** The event it came with, which starts something once at most. */
  readonly eventKey: string | null;
}

export type TriggerRequest = SeenTrigger | AssertedTrigger;
