import { parseArgs } from 'node:util';
import { EDGE_CHOICES, type EdgeChoice } from '../edge/start-edge.js';

export interface DemoOptions {
  readonly once: boolean;
  readonly edge: EdgeChoice;
  readonly keep: boolean;
}

export const USAGE = `Runs two real failovers between two sites on this machine and measures them.

  npm run demo [-- --once] [-- --edge auto|haproxy|builtin] [-- --keep]

  --once   exit at the end and remove everything; without it the service stays up for exploring
  --edge   what routes the clients (auto: haproxy where it is installed)
  --keep   keep the service's data and log
`;

export class UsageError extends Error {}

/** @returns null when help is asked for. */
export function readOptions(args: readonly string[]): DemoOptions | null {
  const { once, keep, help, edge } = parse(args);
  if (help) return null;
  const choice = EDGE_CHOICES.find((known) => known === edge);
  if (choice === undefined) throw new UsageError(`--edge is one of ${EDGE_CHOICES.join(', ')}, not "${edge}"`);
  return { once, keep, edge: choice };
}

function parse(args: readonly string[]): { once: boolean; keep: boolean; help: boolean; edge: string } {
  try {
    return parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        edge: { type: 'string', default: 'auto' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
