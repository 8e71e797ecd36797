import { isHttpUrl } from '../plans/url-rules.js';
import { Matching, OneOf, Optional, WholeNumber } from '../validation/validation.js';

export const PASSPHRASE = { min: 12, max: 1024 } as const;
export const SECRET_MODES = ['sealed', 'none'] as const;
export const MAX_DAYS = 366;
const DEFAULT_DAYS = 90;

function isWithin(characters: number): boolean {
  return characters >= PASSPHRASE.min && characters <= PASSPHRASE.max;
}

export class ExportBundleDto {
  @Optional()
  @Matching(
    // Characters as people and JSON Schema count them: an emoji is one.
    (value) => typeof value === 'string' && isWithin(Array.from(value).length),
    `must be a text of ${PASSPHRASE.min} to ${PASSPHRASE.max} characters`,
  )
  passphrase?: string;

  @Optional()
  @OneOf(SECRET_MODES)
  secrets?: (typeof SECRET_MODES)[number];

  @Optional()
  @WholeNumber(1, MAX_DAYS)
  expires_in_days?: number;

  @Optional()
  @Matching(isHttpUrl, 'must be an http(s) URL')
  service_url?: string;
}

export interface ExportCommand {
  /** Null: the secrets stay here. */
  readonly passphrase: string | null;
  readonly days: number;
  readonly serviceUrl: string | null;
}

/** @returns null when secrets are to be sealed and there is no passphrase to seal them under. */
export function toExportCommand(dto: ExportBundleDto): ExportCommand | null {
  const { passphrase = null, secrets = 'sealed' } = dto;
  if (secrets === 'sealed' && passphrase === null) return null;
  return {
    passphrase: secrets === 'sealed' ? passphrase : null,
    days: dto.expires_in_days ?? DEFAULT_DAYS,
    serviceUrl: dto.service_url ?? null,
  };
}
