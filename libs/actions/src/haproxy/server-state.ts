import { askHaproxy, HaproxyRefusedError } from './runtime-api.js';

/** Whether HAProxy sends traffic to a server, and if not, why. */
export type ServerState = 'up' | 'starting' | 'down' | 'drain' | 'maint';

/** What somebody has told HAProxy to do with a server, whatever its health checks say. */
export const ADMINISTRATIVE_STATES = ['ready', 'drain', 'maint'] as const;
export type AdministrativeState = (typeof ADMINISTRATIVE_STATES)[number];

export interface ServerSight {
  readonly state: ServerState;
  readonly administrative: AdministrativeState;
  /** 0 to 256. */
  readonly weight: number;
}

/**
 * `srv_admin_state` is a mask (HAProxy Management Guide, section 9.3, "show servers state"). Bit 0x04 only says that
 * the configuration had the server disabled at start; it stays set when the server is up long since.
 */
const FORCED_MAINTENANCE = 0x01;
const FORCED_DRAIN = 0x08;
const MAINTENANCE = FORCED_MAINTENANCE | 0x02 | 0x20 | 0x40;
const DRAIN = FORCED_DRAIN | 0x10;

/** `srv_op_state`: 0 stopped, 1 starting, 2 running, 3 stopping. */
const STATES: readonly ServerState[] = ['down', 'starting', 'up', 'down'];

/**
 * Reads a backend's servers by their names.
 * @throws HaproxyRefusedError when there is no such backend; PeerUnreachableError
 */
export async function readServers(
  address: string,
  backend: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ServerSight>> {
  return parseServers(address, await askHaproxy(address, [`show servers state ${backend}`], signal));
}

/** As `readServers`, but only whether they get traffic. */
export async function readServerStates(
  address: string,
  backend: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ServerState>> {
  const servers = await readServers(address, backend, signal);
  return new Map([...servers].map(([name, { state }]) => [name, state]));
}

function parseServers(address: string, answer: string): ReadonlyMap<string, ServerSight> {
  const lines = answer.split('\n');
  // The first line is the version of the format, the second names its columns: later versions only add some.
  const header = lines.find((line) => line.startsWith('# '));
  if (lines[0]?.trim() !== '1' || header === undefined) throw new HaproxyRefusedError(address, answer);
  const columns = header.slice(2).split(' ');
  const column = (cells: readonly string[], name: string) => cells[columns.indexOf(name)] ?? '';
  const servers = new Map<string, ServerSight>();
  for (const line of lines.slice(lines.indexOf(header) + 1)) {
    const cells = line.split(' ');
    if (cells.length < columns.length) continue;
    const admin = Number(column(cells, 'srv_admin_state'));
    const running = STATES[Number(column(cells, 'srv_op_state'))] ?? 'down';
    servers.set(column(cells, 'srv_name'), {
      state: (admin & MAINTENANCE) !== 0 ? 'maint' : (admin & DRAIN) !== 0 ? 'drain' : running,
      administrative: (admin & FORCED_MAINTENANCE) !== 0 ? 'maint' : (admin & FORCED_DRAIN) !== 0 ? 'drain' : 'ready',
      weight: Number(column(cells, 'srv_uweight')),
    });
  }
  return servers;
}
