import { DataSource, type DataSourceOptions } from 'typeorm';
import { ALL_ENTITIES } from './entities/all-entities.js';
import { ALL_MIGRATIONS } from './migrations/all-migrations.js';

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
}

export function dataSourceOptions({ url, poolSize }: DatabaseOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    poolSize,
    entities: ALL_ENTITIES,
    migrations: ALL_MIGRATIONS,
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'all',
    synchronize: false,
    uuidExtension: 'pgcrypto',
    // gen_random_uuid() is PostgreSQL's own; the extension is only a name that TypeORM knows it by.
    installExtensions: false,
    logging: false,
    extra: {
      // A server that is gone must be noticed, not waited for.
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      application_name: 'disaster-recovery-service',
    },
  };
}

export function createDataSource(options: DatabaseOptions): DataSource {
  return new DataSource(dataSourceOptions(options));
}
