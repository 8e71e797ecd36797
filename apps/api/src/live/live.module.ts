import { Module, type DynamicModule } from '@nestjs/common';
import { EventsController } from './events.controller.js';
import { ExecutionStreams } from './execution-streams.js';
import { JournalStreams } from './journal-streams.js';
import { MAX_STREAMS, OpenStreams } from './open-streams.js';

@Module({})
export class LiveModule {
  /** @param maxStreams that this process serves at once */
  static forRoot(maxStreams: number): DynamicModule {
    return {
      module: LiveModule,
      controllers: [EventsController],
      providers: [{ provide: MAX_STREAMS, useValue: maxStreams }, OpenStreams, ExecutionStreams, JournalStreams],
    };
  }
}
