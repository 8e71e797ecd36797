import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { IngestBodyPipe } from './ingest-body.pipe.js';
import { IngestService } from './ingest.service.js';
import { ingestedView } from './ingested.view.js';

@Controller('disaster-recovery/executions/ingest')
export class IngestController {
  constructor(private readonly executions: IngestService) {}

  /** 200 the first time and each time after: the same execution is there once. */
  @Post()
  @HttpCode(HttpStatus.OK)
  @RequiresPermission('execution.ingest')
  async ingest(@Body(IngestBodyPipe) body: unknown, @CurrentCaller() caller: Caller) {
    return ingestedView(await this.executions.ingest(body, caller));
  }
}
