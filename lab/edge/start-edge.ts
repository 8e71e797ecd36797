import { startBuiltin } from './builtin/start-builtin.js';
import type { Edge, EdgeKind, EdgeOptions } from './edge.js';
import { findProgram } from '#embedded/find-program.js';
import { startHaproxy } from './haproxy.js';

export const EDGE_CHOICES = ['auto', 'haproxy', 'builtin'] as const;
export type EdgeChoice = EdgeKind | 'auto';

/** `auto` takes the real thing where it is installed. */
export async function startEdge(choice: EdgeChoice, options: EdgeOptions): Promise<Edge> {
  const program = choice === 'builtin' ? undefined : findProgram('haproxy');
  if (program !== undefined) return startHaproxy(program, options);
  if (choice === 'haproxy') throw new Error('haproxy is not installed: apt-get install haproxy, or --edge builtin');
  return startBuiltin(options);
}
