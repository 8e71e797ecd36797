import { Matching, OneOf, Optional, Seconds, Text, WholeNumber } from '../validation/validation.js';
import { carriesPassword, isUrlOrSecret } from './url-rules.js';

const MAX_PERIOD = 3600;

export class HealthCheckDto {
  @OneOf(['http', 'tcp', 'postgres'])
  type: 'http' | 'tcp' | 'postgres';

  @Optional()
  @Seconds(MAX_PERIOD)
  timeout?: number;

  @Optional()
  @Seconds(MAX_PERIOD)
  interval?: number;

  @Optional()
  @WholeNumber(1, 100)
  failures?: number;
}

export class HttpHealthCheckDto extends HealthCheckDto {
  declare type: 'http';

  @Matching(isUrlOrSecret('http:', 'https:'), 'must be secret://name or an http(s):// URL')
  url: string;
}

export class TcpHealthCheckDto extends HealthCheckDto {
  declare type: 'tcp';

  @Text()
  host: string;

  @WholeNumber(1, 65_535)
  port: number;
}

const isPostgresUrl = isUrlOrSecret('postgres:', 'postgresql:');

export class PostgresHealthCheckDto extends HealthCheckDto {
  declare type: 'postgres';

  @Matching(
    (value) => isPostgresUrl(value) && !carriesPassword(value),
    'must be secret://name or a postgres:// URL without a password',
  )
  url: string;
}

export type AnyHealthCheckDto = HttpHealthCheckDto | TcpHealthCheckDto | PostgresHealthCheckDto;

const CLASSES = new Map<unknown, new () => HealthCheckDto>([
  ['http', HttpHealthCheckDto],
  ['tcp', TcpHealthCheckDto],
  ['postgres', PostgresHealthCheckDto],
]);

export function healthCheckClass(raw: unknown) {
  return CLASSES.get((raw as { type?: unknown }).type) ?? HealthCheckDto;
}
