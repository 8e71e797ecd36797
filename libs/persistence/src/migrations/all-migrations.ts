import { FirstSchema1795392000000 } from './1795392000000-first-schema.js';
import { ProcedureExecutions1795401000000 } from './1795401000000-procedure-executions.js';
import { PlanLists1795402000000 } from './1795402000000-plan-lists.js';
import { LimitsAndIdempotency1795403000000 } from './1795403000000-limits-and-idempotency.js';
import { Notifications1795404000000 } from './1795404000000-notifications.js';
import { DrTests1795405000000 } from './1795405000000-dr-tests.js';
import { Analytics1795406000000 } from './1795406000000-analytics.js';
import { AnalyticsOfThePast1795406500000 } from './1795406500000-analytics-of-the-past.js';
import { Interventions1795407000000 } from './1795407000000-interventions.js';
import { RollUpsWatchColumns1795408000000 } from './1795408000000-roll-ups-watch-columns.js';
import { LastTestsFromTheIndex1795408500000 } from './1795408500000-last-tests-from-the-index.js';
import { Live1795409000000 } from './1795409000000-live.js';
import { IngestedExecutions1795410000000 } from './1795410000000-ingested-executions.js';
import { RingsAndFaults1795411000000 } from './1795411000000-rings-and-faults.js';
import { AppendsKnowTheirPosition1795411500000 } from './1795411500000-appends-know-their-position.js';
import { Triggers1795412000000 } from './1795412000000-triggers.js';
import { Protection1795413000000 } from './1795413000000-protection.js';
import { Readiness1795414000000 } from './1795414000000-readiness.js';
import { NarrowAppends1795414500000 } from './1795414500000-narrow-appends.js';
import { LiveSwitchovers1795415000000 } from './1795415000000-live-switchovers.js';

/** In order. A migration that has been released is never edited; it only gets a successor. */
export const ALL_MIGRATIONS = [
  FirstSchema1795392000000,
  ProcedureExecutions1795401000000,
  PlanLists1795402000000,
  LimitsAndIdempotency1795403000000,
  Notifications1795404000000,
  DrTests1795405000000,
  Analytics1795406000000,
  AnalyticsOfThePast1795406500000,
  Interventions1795407000000,
  RollUpsWatchColumns1795408000000,
  LastTestsFromTheIndex1795408500000,
  Live1795409000000,
  IngestedExecutions1795410000000,
  RingsAndFaults1795411000000,
  AppendsKnowTheirPosition1795411500000,
  Triggers1795412000000,
  Protection1795413000000,
  Readiness1795414000000,
  NarrowAppends1795414500000,
  LiveSwitchovers1795415000000,
];
