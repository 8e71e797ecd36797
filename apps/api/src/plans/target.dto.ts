import { Identifier, Matching, Nested, OneOf, Optional } from '../validation/validation.js';
import { isUrlOrSecret } from './url-rules.js';

/** A target whose driver does not exist: says so, and nothing of its other fields. */
export class UnknownTargetDto {
  @OneOf(['postgres', 'http'])
  driver: string;

  @Optional()
  url?: unknown;
}

export class PostgresTargetDto {
  @OneOf(['postgres'])
  driver: 'postgres';

  @Matching(isUrlOrSecret('postgres:', 'postgresql:'), 'must be secret://name or a postgres:// URL')
  url: string;
}

export class HttpTargetDto {
  @OneOf(['http'])
  driver: 'http';

  @Matching(isUrlOrSecret('http:', 'https:'), 'must be secret://name or an http(s):// URL')
  url: string;
}

export type TargetDto = PostgresTargetDto | HttpTargetDto;

const CLASSES = { postgres: PostgresTargetDto, http: HttpTargetDto };

function targetClass(raw: unknown) {
  const driver = (raw as { driver?: unknown }).driver;
  return driver === 'postgres' || driver === 'http' ? CLASSES[driver] : UnknownTargetDto;
}

export class PostgresDrillTargetDto extends PostgresTargetDto {
  @Optional()
  @Identifier()
  reset?: string;
}

export class HttpDrillTargetDto extends HttpTargetDto {
  @Optional()
  @Identifier()
  reset?: string;
}

export type DrillTargetDto = PostgresDrillTargetDto | HttpDrillTargetDto;

const DRILL_CLASSES = { postgres: PostgresDrillTargetDto, http: HttpDrillTargetDto };

function drillTargetClass(raw: unknown) {
  const driver = (raw as { driver?: unknown }).driver;
  return driver === 'postgres' || driver === 'http' ? DRILL_CLASSES[driver] : UnknownTargetDto;
}

export class TargetsDto {
  @Optional()
  @Nested(targetClass)
  primary?: TargetDto;

  @Optional()
  @Nested(targetClass)
  secondary?: TargetDto;

  @Optional()
  @Nested(drillTargetClass)
  drill?: DrillTargetDto;
}
