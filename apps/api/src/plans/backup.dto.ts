import { Matching, NestedList, OneOf, Optional, Text, TextList, WholeNumber } from '../validation/validation.js';
import { MAX_ITEMS, MAX_MINUTES, MAX_SECONDS } from './limits.js';
import { isUrlOrSecret } from './url-rules.js';

const MAX_ROWS = Number.MAX_SAFE_INTEGER;
const isSecret = isUrlOrSecret();

function isPath(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 1000 && /^\/[^\0]*[^\0/]$/.test(value);
}
const Path = () => Matching(isPath, 'must be an absolute path');
const Secret = () => Matching(isSecret, 'must be secret://name');

function isTextMap(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === 'string' && one.length <= 2000)
  );
}
const Environment = () => Matching(isTextMap, 'must be an object of texts');

class AnyBackupDto {
  @Optional()
  @WholeNumber(1, MAX_MINUTES)
  max_age?: number;
}

/** A backup whose driver does not exist: says so, and nothing of its other fields. */
class UnknownBackupDto {
  @OneOf(['restic', 'pgbackrest', 'service'])
  driver: string;
}

class ResticBackupDto extends AnyBackupDto {
  @OneOf(['restic'])
  driver: 'restic';

  @Text({ max: 2000 })
  repository: string;

  @Secret()
  password: string;

  @Path()
  path: string;

  @Optional()
  @Text()
  host?: string;

  @Optional()
  @Text()
  tag?: string;

  @Optional()
  @Environment()
  env?: Record<string, string>;
}

class PgBackRestBackupDto extends AnyBackupDto {
  @OneOf(['pgbackrest'])
  driver: 'pgbackrest';

  @Text()
  stanza: string;

  @Optional()
  @Path()
  config?: string;

  @Optional()
  @Environment()
  env?: Record<string, string>;
}

class ServiceBackupDto extends AnyBackupDto {
  @OneOf(['service'])
  driver: 'service';

  @Matching(isUrlOrSecret('http:', 'https:'), 'must be secret://name or an http(s):// URL')
  url: string;

  @Optional()
  @Secret()
  token?: string;

  @Text()
  resource: string;
}

export type BackupDto = ResticBackupDto | PgBackRestBackupDto | ServiceBackupDto;

const CLASSES = { restic: ResticBackupDto, pgbackrest: PgBackRestBackupDto, service: ServiceBackupDto };

export function backupClass(raw: unknown) {
  const { driver } = raw as { readonly driver?: unknown };
  return driver === 'restic' || driver === 'pgbackrest' || driver === 'service' ? CLASSES[driver] : UnknownBackupDto;
}

class ExpectedTableDto {
  @Text()
  table: string;

  @Optional()
  @Text()
  database?: string;

  @Optional()
  @WholeNumber(0, MAX_ROWS)
  rows?: number;

  @Optional()
  @WholeNumber(0, MAX_ROWS)
  min_rows?: number;

  @Optional()
  @Text()
  checksum?: string;
}

export class RestoreTargetDto {
  @Path()
  directory: string;

  @Path()
  bin: string;

  @Optional()
  @OneOf(['default', 'immediate'])
  recover_to?: 'default' | 'immediate';

  @Optional()
  @Text({ max: 63 })
  user?: string;

  @Optional()
  @Text({ max: 63 })
  database?: string;

  @Optional()
  @Text({ max: 20 })
  shared_buffers?: string;

  @Optional()
  @TextList(MAX_ITEMS)
  preload_libraries?: string[];

  @Optional()
  @NestedList(MAX_ITEMS, () => ExpectedTableDto)
  tables?: ExpectedTableDto[];

  @Optional()
  @Text({ max: 100 })
  manifest?: string;

  @Optional()
  @WholeNumber(1, MAX_SECONDS)
  timeout?: number;
}
