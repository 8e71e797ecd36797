import { Controller, Get } from '@nestjs/common';
import { Public } from '#security/access.js';
import { Readiness } from './readiness.js';

@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** This process answers; nothing is said of anything else, or a database that is away would get it killed. */
  @Get('live')
  live() {
    return { status: 'ok' };
  }

  /** @throws NotReadyError, which is 503 */
  @Get('ready')
  async ready() {
    await this.readiness.check();
    return { status: 'ok', database: 'ok' };
  }
}
