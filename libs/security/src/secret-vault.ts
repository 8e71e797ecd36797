import { Injectable } from '@nestjs/common';
import type { AdminUserRecord } from '#persistence/records.js';
import { SecretRepository } from '#persistence/repositories/secret-repository.js';
import { SecretNotFoundError } from './errors.js';
import { SecretBox } from './secret-box.js';

const SCHEME = 'secret://';

/** Keeps secrets encrypted and gives them only to the code that needs them; no answer ever holds one. */
@Injectable()
export class SecretVault {
  constructor(
    private readonly box: SecretBox,
    private readonly secrets: SecretRepository,
  ) {}

  async put(name: string, value: string, by: AdminUserRecord): Promise<void> {
    await this.secrets.put(name, this.box.seal(name, value), by);
  }

  /**
   * Resolves `secret://name`; anything else is passed through as it is.
   * @throws SecretNotFoundError, SecretUnreadableError
   */
  async resolve(reference: string): Promise<string> {
    if (!reference.startsWith(SCHEME)) return reference;
    const name = reference.slice(SCHEME.length);
    const sealed = await this.secrets.get(name);
    if (sealed === null) throw new SecretNotFoundError(name);
    return this.box.open(name, sealed);
  }
}
