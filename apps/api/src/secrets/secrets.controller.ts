import { Body, Controller, HttpCode, HttpStatus, Param, Put } from '@nestjs/common';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { SecretVault } from '#security/secret-vault.js';
import { Actors } from '../actors/actors.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { InvalidRequestError } from '../validation/errors.js';
import { Text } from '../validation/validation.js';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export class SecretDto {
  @Text({ max: 65_536 })
  value: string;
}

/** Secrets can be written and never read: plans refer to them as secret://name. */
@Controller('disaster-recovery/secrets')
export class SecretsController {
  constructor(
    private readonly vault: SecretVault,
    private readonly actors: Actors,
  ) {}

  @Put(':name')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequiresPermission('secret.write')
  async put(
    @Param('name') name: string,
    @Body(new DocumentPipe(SecretDto, 'Secret')) { value }: SecretDto,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    if (!NAME.test(name)) {
      const issue = 'Must be 1 to 100 letters, digits, ., _ or -, beginning with a letter or digit';
      throw new InvalidRequestError('The name of the secret is not valid', { field: 'name', issue });
    }
    await this.vault.put(name, value, await this.actors.record(caller, caller.subject));
  }
}
