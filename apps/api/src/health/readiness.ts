import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors.js';
import { databaseCode } from '#persistence/database-fault.js';

export class NotReadyError extends DomainError {
  constructor(database: 'unreachable' | 'not_migrated', options?: ErrorOptions) {
    super('not_ready', 'The service is not ready', { database }, options);
  }
}

/** PostgreSQL's code for a table that is not there. */
const MISSING_TABLE = '42P01';

/** Whether this process can do its work now. */
@Injectable()
export class Readiness {
  constructor(private readonly source: DataSource) {}

  /** @throws NotReadyError */
  async check(): Promise<void> {
    const applied = new Set(await this.appliedMigrations());
    if (!this.source.migrations.every(({ name }) => name !== undefined && applied.has(name))) {
      throw new NotReadyError('not_migrated');
    }
  }

  private async appliedMigrations(): Promise<readonly string[]> {
    const table = this.source.options.migrationsTableName!;
    try {
      const rows = await this.source.query<{ name: string }[]>(`SELECT name FROM ${table}`);
      return rows.map(({ name }) => name);
    } catch (cause) {
      if (databaseCode(cause) === MISSING_TABLE) return [];
      throw new NotReadyError('unreachable', { cause });
    }
  }
}
