import { IsOptional, ValidateBy, type ValidationArguments } from 'class-validator';

/** Each decorator says everything about a field's own value, so a wrong field has one fault and not several. */
function field(name: string, isValid: (value: unknown) => boolean, must: string | ((value: unknown) => string)) {
  return ValidateBy({
    name,
    validator: {
      validate: isValid,
      defaultMessage: (args?: ValidationArguments) => (typeof must === 'string' ? must : must(args?.value)),
    },
  });
}

export interface TextRules {
  readonly max?: number;
  readonly pattern?: RegExp;
  /** What `pattern` asks for, after "must be". */
  readonly what?: string;
}

function isText(value: unknown, { max = 200, pattern }: TextRules): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= max && (pattern?.test(value) ?? true);
}

function textRule({ max = 200, what = 'a text' }: TextRules): string {
  return `${what} of 1 to ${max} characters`;
}

export const Text = (rules: TextRules = {}) =>
  field('text', (value) => isText(value, rules), `must be ${textRule(rules)}`);

/** Text that may also be empty. */
export const FreeText = (max: number) =>
  field(
    'freeText',
    (value) => typeof value === 'string' && value.length <= max,
    `must be a text of at most ${max} characters`,
  );

const IDENTIFIER: TextRules = {
  max: 100,
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
  what: 'letters, digits, _ or -, beginning with a letter or digit,',
};

/** Becomes a part of step ids and addresses. */
export const Identifier = () => Text(IDENTIFIER);

export const Flag = () => field('flag', (value) => typeof value === 'boolean', 'must be true or false');

export const WholeNumber = (min: number, max: number) =>
  field(
    'wholeNumber',
    (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
    (value) =>
      typeof value === 'number' && value > max
        ? `must be a whole number of at most ${max}`
        : `must be a whole number of at least ${min}`,
  );

export const Quantity = (min: number, max: number) =>
  field(
    'quantity',
    (value) => typeof value === 'number' && value >= min && value <= max,
    `must be a number from ${min} to ${max}`,
  );

/** More than nothing. */
export const Seconds = (max: number) =>
  field(
    'seconds',
    (value) => typeof value === 'number' && value > 0 && value <= max,
    `must be a number above 0 and at most ${max}`,
  );

export const OneOf = (values: readonly string[]) =>
  field('oneOf', (value) => values.includes(value as string), `must be one of ${values.join(', ')}`);

const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

export function isInstant(value: unknown): value is string {
  if (typeof value !== 'string' || !ISO_INSTANT.test(value)) return false;
  const day = value.slice(0, 10);
  // Date takes the 31st of February for the 3rd of March.
  const exists = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(Date.parse(value)) && !Number.isNaN(exists.getTime()) && exists.toISOString().startsWith(day);
}

export const Instant = () =>
  field('instant', isInstant, 'must be an ISO 8601 date and time with a time zone, such as 2024-04-01T00:00:00Z');

function list(name: string, max: number, isItem: (value: unknown) => boolean, itemRule: string) {
  return field(
    name,
    (value) => Array.isArray(value) && value.length <= max && value.every(isItem),
    (value) => {
      if (!Array.isArray(value)) return 'must be a list';
      if (value.length > max) return `must have at most ${max} items`;
      return `item ${value.findIndex((item) => !isItem(item))} must be ${itemRule}`;
    },
  );
}

/** A list whose items another check looks at. @param itemRule what an item must be, after "must be". */
export const ListWhere = list;

export const TextList = (max: number, rules: TextRules = {}) =>
  list('textList', max, (item) => isText(item, rules), textRule(rules));

export const ListOf = (values: readonly string[]) =>
  list('listOf', values.length, (item) => values.includes(item as string), `one of ${values.join(', ')}`);

/** A JSON object that is passed on as it is. */
export const JsonDocument = () =>
  field(
    'jsonDocument',
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must be an object',
  );

/** Any value that another check looks at. */
export const Matching = (isValid: (value: unknown) => boolean, must: string) => field('matching', isValid, must);

/** Absent or null: it was not said. */
export const Optional = () => IsOptional();
