import { Controller, Get, Headers, HttpStatus, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { ExecutionNotFoundError } from '#persistence/errors.js';
import type { JournalPosition } from '#persistence/journal/journal-feed.js';
import { RequiresPermission } from '#security/access.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { InvalidLastEventIdError } from './errors.js';
import { readPosition, readSeq } from './event-id.js';
import { EventsQueryDto, toFeedFilter } from './events-query.dto.js';
import { ExecutionStreams } from './execution-streams.js';
import { JournalStreams } from './journal-streams.js';

const EXECUTION_ID = new PathIdPipe((id) => new ExecutionNotFoundError(id));
const LAST_EVENT_ID = 'last-event-id';

/** Server-sent events: the journal as it is written. The response is written by hand: Nest would end it. */
@Controller('disaster-recovery/executions')
export class EventsController {
  constructor(
    private readonly executions: ExecutionStreams,
    private readonly journal: JournalStreams,
  ) {}

  @Get('events')
  @RequiresPermission('execution.read')
  async all(
    @Query(new DocumentPipe(EventsQueryDto, 'Event query')) query: EventsQueryDto,
    @Headers(LAST_EVENT_ID) lastEventId: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    await this.journal.stream(positionOf(lastEventId), toFeedFilter(query), response);
  }

  @Get(':execution_id/events')
  @RequiresPermission('execution.read')
  async one(
    @Param('execution_id', EXECUTION_ID) id: string,
    @Headers(LAST_EVENT_ID) lastEventId: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const isStreamed = await this.executions.stream(id, seqOf(lastEventId), response);
    // The one answer after which a client does not connect again.
    if (!isStreamed) response.status(HttpStatus.NO_CONTENT).end();
  }
}

function seqOf(lastEventId = ''): number {
  if (lastEventId === '') return 0;
  const seq = readSeq(lastEventId);
  if (seq === null) throw new InvalidLastEventIdError('must be the id of an event of this execution');
  return seq;
}

function positionOf(lastEventId = ''): JournalPosition | null {
  if (lastEventId === '') return null;
  const position = readPosition(lastEventId);
  if (position === null) throw new InvalidLastEventIdError('must be the id of an event of all executions');
  return position;
}
