import { askHaproxy, HaproxyRefusedError } from './runtime-api.js';

/** Whether HAProxy sends traffic to a server, and if not, why. */
export type ServerState = 'up' | 'starting' | 'down' | 'drain' | 'maint';

/**
 * `srv_admin_state` is a mask (HAProxy Management Guide, section 9.3, "show servers state"). Bit 0x04 only says that
 * the configuration had the server disabled at start; it stays set when the server is up long since.
 */
const MAINTENANCE = 0x01 | 0x02 | 0x20 | 0x40;
const DRAIN = 0x08 | 0x10;

/** `srv_op_state`: 0 stopped, 1 starting, 2 running, 3 stopping. */
const STATES: readonly ServerState[] = ['down', 'starting', 'up', 'down'];

/**
 * Reads the states of a backend's servers by their names.
 * @throws HaproxyRefusedError when there is no such backend; PeerUnreachableError
 */
export async function readServerStates(
  address: string,
  backend: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ServerState>> {
  const answer = await askHaproxy(address, [`show servers state ${backend}`], signal);
  return parseServerStates(address, answer);
}

export function parseServerStates(address: string, answer: string): ReadonlyMap<string, ServerState> {
  const lines = answer.split('\n');
  // The first line is the version of the format, the second names its columns: later versions only add some.
  const header = lines.find((line) => line.startsWith('# '));
  if (lines[0]?.trim() !== '1' || header === undefined) throw new HaproxyRefusedError(address, answer);
  const columns = header.slice(2).split(' ');
  const column = (cells: readonly string[], name: string) => cells[columns.indexOf(name)] ?? '';
  const states = new Map<string, ServerState>();
  for (const line of lines.slice(lines.indexOf(header) + 1)) {
    const cells = line.split(' ');
    if (cells.length < columns.length) continue;
    const admin = Number(column(cells, 'srv_admin_state'));
    const running = STATES[Number(column(cells, 'srv_op_state'))] ?? 'down';
    states.set(
      column(cells, 'srv_name'),
      (admin & MAINTENANCE) !== 0 ? 'maint' : (admin & DRAIN) !== 0 ? 'drain' : running,
    );
  }
  return states;
}
