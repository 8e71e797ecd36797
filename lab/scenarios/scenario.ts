import type { WriteClient } from '../client/write-client.js';
import type { Execution } from '../demo/documents.js';
import type { Lab } from '../lab.js';
import type { Cleanup } from '../process/cleanup.js';
import type { Detours, Operator } from './operator.js';

type Role = 'primary' | 'secondary';

/** What a scenario has to play with. */
export interface Stage {
  readonly lab: Lab;
  readonly client: WriteClient;
  readonly operator: Operator;
  /** For what a scenario starts itself. */
  readonly cleanup: Cleanup;
  /** Brings the laboratory under the service's protection, and resolves when all is ready for something to happen. */
  readonly protect: (detours?: Detours) => Promise<void>;
}

/** The state in which a scenario leaves the world, as docs/scenarios.md tells it. */
export interface Ending {
  readonly execution: Execution['status'];
  /** Takes writes, and serves the client through the edge. */
  readonly serves: Role;
  /** Where the name points to; nobody looks where there is no name server. */
  readonly named: Role;
  /** Acknowledged writes that are gone: `none`, or `possible` where a site was lost with what it had not sent. */
  readonly losses: 'none' | 'possible';
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** Needs a name server to mean anything. */
  readonly needsDns?: boolean;
  readonly expected: Ending;
  /** Lets it happen and does what the document tells people to do, until nothing is under way any more. */
  play(stage: Stage): Promise<void>;
}

/** @throws when something on the way is not as the document says */
export function mustBe<T>(what: string, found: T, expected: T): void {
  if (found !== expected) throw new Error(`${what}: found ${String(found)} instead of ${String(expected)}`);
}

export function stepOf(execution: Execution, id: string): Execution['steps'][number] {
  const step = execution.steps.find(({ step_id }) => step_id === id);
  if (!step) throw new Error(`the execution has no step ${id}`);
  return step;
}
