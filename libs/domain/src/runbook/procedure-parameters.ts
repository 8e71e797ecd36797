import type { Json, JsonObject } from '../json.js';
import type { ProcedureDefinition, StepDefinition } from '../plan/plan-document.js';
import { fillTemplate } from './template.js';

/** `{{parameters.x}}` can name it. */
const NAME = /^[A-Za-z_][\w-]{0,99}$/;
const STEP_REFERENCE = /^steps\.(.+)\.output\.[\w-]+$/;
const MAX_PARAMETERS = 100;
/** Characters of all parameters, written as JSON. */
const MAX_CHARACTERS = 65_536;

/** A parameter that can not be used, and what it would have to be. */
export interface ParameterFault {
  /** Path of the value, such as `parameters.backup.id`. */
  readonly field: string;
  readonly must: string;
}

/** A placeholder of a procedure's step that names nothing. */
export interface UnfilledPlaceholder {
  readonly stepId: string;
  readonly placeholder: string;
}

export interface FilledProcedure {
  readonly procedure: ProcedureDefinition;
  readonly unfilled: readonly UnfilledPlaceholder[];
}

/** Finds everything that keeps values from being parameters of a procedure. */
export function parameterFaults(parameters: JsonObject): readonly ParameterFault[] {
  const names = Object.keys(parameters);
  if (names.length > MAX_PARAMETERS) {
    return [{ field: 'parameters', must: `must have at most ${MAX_PARAMETERS} parameters` }];
  }
  if (JSON.stringify(parameters).length > MAX_CHARACTERS) {
    return [{ field: 'parameters', must: `must have at most ${MAX_CHARACTERS} characters of JSON` }];
  }
  return names.flatMap((name) =>
    NAME.test(name)
      ? placeholderFaults(parameters[name]!, `parameters.${name}`)
      : [
          {
            field: `parameters.${name.slice(0, 100)}`,
            must: 'must be named with 1 to 100 letters, digits, _ or -, beginning with a letter or _',
          },
        ],
  );
}

/**
 * Values are filled in before step references are: a reference inside a value would let whoever starts a procedure
 * read what the plan's author did not mean them to.
 */
function placeholderFaults(value: Json, field: string): readonly ParameterFault[] {
  if (typeof value === 'string') return value.includes('{{') ? [{ field, must: 'must not contain {{' }] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => placeholderFaults(item as Json, `${field}.${key}`));
}

/**
 * Fills `{{parameters.x}}` in the texts, names and inputs of a procedure's steps; `{{parameters.x.y}}` reaches into an
 * object. References to steps of the same execution stay, and are filled when the step runs.
 * @param parameters have passed `parameterFaults`.
 */
export function fillProcedure(
  procedure: ProcedureDefinition,
  parameters: JsonObject,
  knowsStep: (stepId: string) => boolean,
): FilledProcedure {
  const unfilled: UnfilledPlaceholder[] = [];
  const steps = procedure.steps.map((definition, index) => {
    const stepId = procedureStepId(procedure.procedure_id, index);
    const kept = new Set<string>();
    const missing = new Set<string>();
    const filled = fillStep(definition, (path) => {
      const referenced = STEP_REFERENCE.exec(path)?.[1];
      if (referenced !== undefined && knowsStep(referenced)) {
        kept.add(path);
        return `{{${path}}}`;
      }
      const value = parameterOf(path, parameters);
      if (value === undefined) missing.add(path);
      return value ?? null;
    });
    // Values that stand side by side can make a placeholder that nobody has written.
    for (const path of placeholdersOf(filled)) if (!kept.has(path)) missing.add(path);
    unfilled.push(...[...missing].map((placeholder) => ({ stepId, placeholder })));
    return filled;
  });
  return { procedure: { ...procedure, steps }, unfilled };
}

/** Steps of a procedure that is executed by itself are named after it, counted from 1. */
export function procedureStepId(procedureId: string, index: number): string {
  return `${procedureId}.${index + 1}`;
}

type Lookup = (path: string) => Json;

function fillStep(definition: StepDefinition, lookup: Lookup): StepDefinition {
  if (typeof definition === 'string') return fillText(definition, lookup);
  const { with: inputs, probe, undo } = definition;
  return {
    ...definition,
    name: fillText(definition.name, lookup),
    ...(inputs === undefined ? {} : { with: fillTemplate(inputs, lookup) }),
    ...(probe === undefined ? {} : { probe: fillTemplate(probe, lookup) }),
    ...(undo === undefined ? {} : { undo: fillTemplate(undo, lookup) }),
  };
}

/** A text stays a text, also when it is nothing but a placeholder. */
function fillText(text: string, lookup: Lookup): string {
  const filled = fillTemplate({ text }, lookup)['text']!;
  return typeof filled === 'string' ? filled : JSON.stringify(filled);
}

/** The paths of all placeholders of a step. */
export function placeholdersOf(definition: StepDefinition): ReadonlySet<string> {
  const found = new Set<string>();
  // A definition is plain data; its interface only has no index signature.
  fillTemplate({ definition: definition as Json }, (path) => {
    found.add(path);
    return null;
  });
  return found;
}

function parameterOf(path: string, parameters: JsonObject): Json | undefined {
  const [root, ...keys] = path.split('.');
  if (root !== 'parameters' || keys.length === 0) return undefined;
  return keys.reduce<Json | undefined>(property, parameters);
}

function property(value: Json | undefined, key: string): Json | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, key)) {
    return undefined;
  }
  return (value as JsonObject)[key];
}
