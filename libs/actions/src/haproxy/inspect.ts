import { askHaproxy } from './runtime-api.js';
import { readServerStates, type ServerState } from './server-state.js';

/** What a load balancer says of itself. */
export interface BalancerState {
  readonly servers: ReadonlyMap<string, ServerState>;
  /** Of the socket: `user`, `operator` or `admin`. Only the last may move traffic. */
  readonly level: string;
}

/**
 * Looks at a backend and at what the socket would allow, and changes nothing.
 * @throws HaproxyRefusedError when there is no such backend; PeerUnreachableError, ActionAbortedError
 */
export async function inspectBalancer(address: string, backend: string, signal: AbortSignal): Promise<BalancerState> {
  const servers = await readServerStates(address, backend, signal);
  const level = await askHaproxy(address, ['show cli level'], signal);
  return { servers, level: level.trim() };
}
