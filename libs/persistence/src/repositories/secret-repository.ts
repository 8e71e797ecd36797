import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Secret } from '../entities/secret.entity.js';
import type { AdminUserRecord, SealedSecret } from '../records.js';

/** Stores what the secret box has sealed; never sees a plain value. */
@Injectable()
export class SecretRepository {
  constructor(private readonly source: DataSource) {}

  async put(name: string, secret: SealedSecret, by: AdminUserRecord): Promise<void> {
    await this.source.manager.upsert(
      Secret,
      {
        name,
        ciphertext: secret.ciphertext,
        nonce: secret.nonce,
        key_id: secret.keyId,
        updated_by: by.id,
        updated_at: new Date(),
      },
      ['name'],
    );
  }

  async get(name: string): Promise<SealedSecret | null> {
    const row = await this.source.manager.findOneBy(Secret, { name });
    return row && { ciphertext: row.ciphertext, nonce: row.nonce, keyId: row.key_id };
  }

  async names(): Promise<readonly string[]> {
    const rows = await this.source.manager.find(Secret, { select: { name: true }, order: { name: 'ASC' } });
    return rows.map((row) => row.name);
  }
}
