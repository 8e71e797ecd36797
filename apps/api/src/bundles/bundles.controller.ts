import { Body, Controller, Get, Header, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { PlanNotFoundError } from '#persistence/errors.js';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { NeverRepeated } from '../idempotency/never-repeated.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { ValidationFailedError } from '../validation/errors.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { BundleKeys } from './bundle-keys.js';
import { BundleService } from './bundle.service.js';
import { ExportBundleDto, toExportCommand } from './export-bundle.dto.js';

const PLAN_ID = new PathIdPipe((id) => new PlanNotFoundError(id));

@Controller('disaster-recovery')
export class BundlesController {
  constructor(
    private readonly bundles: BundleService,
    private readonly keys: BundleKeys,
  ) {}

  /** Not kept for repetition: neither the bundle nor anything of the passphrase may lie in the database. */
  @Post('plans/:plan_id/bundle')
  @HttpCode(HttpStatus.OK)
  @Header('Cache-Control', 'no-store')
  @NeverRepeated()
  @RequiresPermission('plan.export')
  async export(
    @Param('plan_id', PLAN_ID) planId: string,
    @Body(new DocumentPipe(ExportBundleDto, 'Bundle request')) request: ExportBundleDto,
    @CurrentCaller() caller: Caller,
  ) {
    const command = toExportCommand(request);
    if (command === null) {
      const issue = 'Missing required field: passphrase (or say "secrets": "none")';
      throw new ValidationFailedError('Bundle request', [], [issue]);
    }
    return this.bundles.export(planId, command, caller);
  }

  @Get('bundle-key')
  @RequiresPermission('plan.read')
  key() {
    const { keyId, text, pem } = this.keys.signing.publicKey;
    return { algorithm: 'Ed25519', key_id: keyId, public_key: text, pem };
  }
}
