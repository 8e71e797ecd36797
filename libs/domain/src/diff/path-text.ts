import type { Path } from './json-diff.js';

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** As people read it: `components[comp_db].targets.primary.url`, `recovery_procedures[proc_1].steps[2]`. */
export function pathText(path: Path): string {
  return path.reduce((text, step) => {
    if ('index' in step) return `${text}[${step.index}]`;
    if ('id' in step) return `${text}[${step.id}]`;
    if (!PLAIN_NAME.test(step.field)) return `${text}[${JSON.stringify(step.field)}]`;
    return text === '' ? step.field : `${text}.${step.field}`;
  }, '');
}
