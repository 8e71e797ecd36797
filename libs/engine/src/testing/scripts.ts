import type { Script } from './scripted-world.js';

/** Whatever a step asks of it fails, each time. */
export function broken(): never {
  throw new Error('broken');
}

/** A step that is a task for a person. */
export const waitForPerson: Script = { apply: () => ({ waitFor: 'person', task: 'press the button' }) };
