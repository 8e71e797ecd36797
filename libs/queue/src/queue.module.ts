import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { queueConnection, type QueueOptions } from './connection.js';
import { Doorbell } from './doorbell.js';
import { KINDS, QUEUE_OF, type BellJob } from './queues.js';

/** The queues, for whoever rings; who answers the bell adds processors of its own. */
@Module({})
export class QueueModule {
  static forRoot(options: QueueOptions): DynamicModule {
    return {
      module: QueueModule,
      global: true,
      imports: [
        BullModule.forRoot(queueConnection(options)),
        BullModule.registerQueue(...KINDS.map((kind) => ({ name: QUEUE_OF[kind] }))),
      ],
      providers: [
        {
          provide: Doorbell,
          inject: KINDS.map((kind) => getQueueToken(QUEUE_OF[kind])),
          useFactory: (...queues: Queue<BellJob>[]) => {
            // Without a listener BullMQ writes each lost connection to standard error; a bell that fails says so itself.
            for (const queue of queues) queue.on('error', () => undefined);
            return new Doorbell(new Map(KINDS.map((kind, index) => [kind, queues[index]!])));
          },
        },
      ],
      exports: [Doorbell, BullModule],
    };
  }
}
