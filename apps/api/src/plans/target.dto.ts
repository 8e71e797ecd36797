import type { JsonObject } from '#domain/json.js';
import {
  Identifier,
  JsonDocument,
  Matching,
  Nested,
  OneOf,
  Optional,
  Text,
  WholeNumber,
} from '../validation/validation.js';
import { MAX_SECONDS } from './limits.js';
import { RestoreTargetDto } from './backup.dto.js';
import { isUrlOrSecret } from './url-rules.js';

/** A target whose driver does not exist: says so, and nothing of its other fields. */
export class UnknownTargetDto {
  @OneOf(['postgres', 'http'])
  driver: string;

  @Optional()
  url?: unknown;
}

export class HookDto {
  @Text()
  action: string;

  @Optional()
  @JsonDocument()
  with?: JsonObject;
}

export class ServerControlDto {
  @Matching(isSlotName, 'must be 1 to 63 of a-z, 0-9 and _')
  slot: string;

  @Nested(() => HookDto)
  stop: HookDto;

  @Nested(() => HookDto)
  start: HookDto;

  @Optional()
  @Nested(() => HookDto)
  rewind?: HookDto;

  @Optional()
  @Nested(() => HookDto)
  base_copy?: HookDto;

  @Optional()
  @WholeNumber(1, MAX_SECONDS)
  timeout?: number;
}

function isSlotName(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z0-9_]{1,63}$/.test(value);
}

export class PostgresTargetDto {
  @OneOf(['postgres'])
  driver: 'postgres';

  @Matching(isUrlOrSecret('postgres:', 'postgresql:'), 'must be secret://name or a postgres:// URL')
  url: string;
}

/** A server of a site: what may have to be taken away, and made a standby again. */
export class PostgresSiteTargetDto extends PostgresTargetDto {
  @Optional()
  @Nested(() => HookDto)
  fence?: HookDto;

  @Optional()
  @Nested(() => ServerControlDto)
  control?: ServerControlDto;
}

export class HttpTargetDto {
  @OneOf(['http'])
  driver: 'http';

  @Matching(isUrlOrSecret('http:', 'https:'), 'must be secret://name or an http(s):// URL')
  url: string;
}

export type TargetDto = PostgresSiteTargetDto | HttpTargetDto;

const CLASSES = { postgres: PostgresSiteTargetDto, http: HttpTargetDto };

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

  @Optional()
  @Nested(() => RestoreTargetDto)
  restore?: RestoreTargetDto;
}
