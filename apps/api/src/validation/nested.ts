import { applyDecorators } from '@nestjs/common';
import { plainToInstance, Transform } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { Matching } from './fields.js';

export type DtoClass = new () => object;
/** Looks at a part of a document and says as what it is to be read. */
export type ChooseClass = (raw: unknown) => DtoClass;

/** What the property that stands for the whole value is named in faults: not at all. */
export const WHOLE = '$whole';

const WHOLE_CLASSES = new WeakSet<DtoClass>();

/** Marks a DTO that is read from a value that is no object; its only property is named by WHOLE. */
export function ReadsWhole(): ClassDecorator {
  return (target) => void WHOLE_CLASSES.add(target as unknown as DtoClass);
}

/** Chosen by hand and not by class-transformer's discriminator, which throws on null and falls back silently. */
function instantiate(raw: unknown, choose: ChooseClass): unknown {
  if (raw === null || raw === undefined || Array.isArray(raw)) return raw;
  const chosen = choose(raw);
  if (typeof raw === 'object') return plainToInstance(chosen, raw);
  return WHOLE_CLASSES.has(chosen) ? plainToInstance(chosen, { [WHOLE]: raw }) : raw;
}

function valueOf(obj: unknown, key: string): unknown {
  return (obj as Record<string, unknown>)[key];
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function Nested(choose: ChooseClass): PropertyDecorator {
  return applyDecorators(
    Transform(({ obj, key }) => instantiate(valueOf(obj, key), choose), { toClassOnly: true }),
    Matching(isObject, 'must be an object'),
    ValidateNested(),
  );
}

export function NestedList(max: number, choose: ChooseClass): PropertyDecorator {
  const items = (raw: unknown) =>
    // Of a list that is too long one item more than allowed is looked at: enough to refuse it.
    Array.isArray(raw) ? raw.slice(0, max + 1).map((item) => instantiate(item, choose)) : raw;
  return applyDecorators(
    Transform(({ obj, key }) => items(valueOf(obj, key)), { toClassOnly: true }),
    Matching(
      (value) => Array.isArray(value) && value.length <= max && !value.some((item) => Array.isArray(item)),
      `must be a list of objects, at most ${max}`,
    ),
    ValidateNested({ each: true }),
  );
}
