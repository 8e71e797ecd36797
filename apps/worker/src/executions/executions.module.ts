import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { KINDS, QUEUE_OF } from '#queue/queues.js';
import type { ExecutionKind } from '#domain/runbook/runbook.js';
import { ENGINE_PROVIDERS } from './engine.providers.js';
import { ACTIONS } from '../tokens.js';
import type { ExecutionProcessor } from './execution.processor.js';
import { FailoversProcessor } from './failovers.processor.js';
import { ProceduresProcessor } from './procedures.processor.js';
import { RightOfWay } from './right-of-way.js';
import { DRIVEN_KINDS, Sweeper } from './sweeper.js';
import { TestsProcessor } from './tests.processor.js';

/** Who answers which bell. */
const PROCESSORS: Readonly<Record<ExecutionKind, Type<ExecutionProcessor>>> = {
  failover: FailoversProcessor,
  procedure: ProceduresProcessor,
  test: TestsProcessor,
};

@Module({})
export class ExecutionsModule {
  /** Only the chosen queues are worked on, so that each kind scales alone. */
  static forQueues(queues: readonly string[]): DynamicModule {
    const kinds = KINDS.filter((kind) => queues.includes(QUEUE_OF[kind]));
    return {
      module: ExecutionsModule,
      // The monitor makes the same checks as executions do, and lets failovers go first.
      global: true,
      exports: [ACTIONS, RightOfWay],
      providers: [
        ...ENGINE_PROVIDERS,
        RightOfWay,
        ...kinds.map((kind) => PROCESSORS[kind]),
        { provide: DRIVEN_KINDS, useValue: kinds },
        Sweeper,
      ],
    };
  }
}
