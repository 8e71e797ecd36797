import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { joinPath, type Fault } from './fault.js';
import { checkHygiene } from './hygiene.js';
import { WHOLE } from './nested.js';

export type ReadDocument<T> =
  | { readonly ok: true; readonly value: T }
  /** `partial` is there when the document could be read at all; its faulty fields hold anything. */
  | { readonly ok: false; readonly faults: readonly Fault[]; readonly partial: Partial<T> | null };

export function isJsonObject(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

/** Reads a JSON object as a DTO, and finds everything that is wrong with its form in one pass. */
export function readDocument<T extends object>(dto: new () => T, body: Record<string, unknown>): ReadDocument<T> {
  const hygiene = checkHygiene(body);
  if (!hygiene.safe) return { ok: false, faults: hygiene.faults, partial: null };
  const value = plainToInstance(dto, body);
  const errors = validateSync(value, { whitelist: true, forbidNonWhitelisted: true });
  const faults = [...hygiene.faults, ...errors.flatMap((error) => faultsOf(error, ''))];
  return faults.length === 0 ? { ok: true, value } : { ok: false, faults: unique(faults), partial: value };
}

function faultsOf(error: ValidationError, parent: string): readonly Fault[] {
  const { constraints, children = [] } = error;
  // An unknown value has no property: it is the parent that is wrong.
  const property: string | undefined = error.property;
  const path = property === undefined || property === WHOLE ? parent : joinPath(parent, property);
  const own = constraints === undefined ? [] : [faultOf(constraints, error.value, path)];
  return [...own, ...children.flatMap((child) => faultsOf(child, path))];
}

function faultOf(constraints: Readonly<Record<string, string>>, value: unknown, field: string): Fault {
  if (constraints['whitelistValidation'] !== undefined) return { kind: 'unknown', field };
  const { nestedValidation, unknownValue, ...own } = constraints;
  if (unknownValue === undefined && (value === undefined || value === null)) return { kind: 'missing', field };
  const said = Object.values(own)[0];
  return {
    kind: 'invalid',
    field,
    must: said ?? ((nestedValidation ?? unknownValue) ? 'must be an object' : 'is wrong'),
  };
}

/** One fault for each field: the first says enough. */
function unique(faults: readonly Fault[]): readonly Fault[] {
  const first = new Map<string, Fault>();
  for (const fault of faults) if (!first.has(fault.field)) first.set(fault.field, fault);
  return [...first.values()];
}
