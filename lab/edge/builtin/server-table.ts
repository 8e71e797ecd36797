import type { EdgeServer } from '../edge.js';

export const SERVER_STATES = ['ready', 'drain', 'maint'] as const;
export type ServerState = (typeof SERVER_STATES)[number];

/** HAProxy's bits of srv_admin_state. */
const FORCED_MAINTENANCE = 1;
/** Disabled in the configuration: a mark of origin that stays when the server is put to work. */
const CONFIGURED_MAINTENANCE = 4;
const FORCED_DRAIN = 8;

const RUNNING = 2;
const STOPPED = 0;

/** A server and its state, in HAProxy's terms. */
export class ServerEntry {
  adminState: number;
  changedAt = performance.now();
  private sessions = new Set<() => void>();

  constructor(
    readonly id: number,
    readonly name: string,
    readonly port: number,
    ready: boolean,
  ) {
    this.adminState = ready ? 0 : FORCED_MAINTENANCE | CONFIGURED_MAINTENANCE;
  }

  get operationalState(): number {
    return (this.adminState & FORCED_MAINTENANCE) === 0 ? RUNNING : STOPPED;
  }

  /** Whether it gets new requests. */
  get takesRequests(): boolean {
    return (this.adminState & (FORCED_MAINTENANCE | FORCED_DRAIN)) === 0;
  }

  set(state: ServerState): void {
    const forced = { ready: 0, drain: FORCED_DRAIN, maint: FORCED_MAINTENANCE }[state];
    this.adminState = (this.adminState & CONFIGURED_MAINTENANCE) | forced;
    this.changedAt = performance.now();
  }

  /** Runs until the returned function is called; `end` is called when somebody shuts the server's sessions down. */
  addSession(end: () => void): () => void {
    this.sessions.add(end);
    return () => this.sessions.delete(end);
  }

  shutdownSessions(): void {
    const ending = this.sessions;
    this.sessions = new Set();
    for (const end of ending) end();
  }
}

export class ServerTable {
  readonly servers: readonly ServerEntry[];
  private turn = 0;

  constructor(
    readonly backend: string,
    servers: readonly EdgeServer[],
  ) {
    this.servers = servers.map(({ name, port, ready }, index) => new ServerEntry(index + 1, name, port, ready));
  }

  /** Round robin over the servers that take requests. */
  next(): ServerEntry | undefined {
    const open = this.servers.filter((server) => server.takesRequests);
    return open[this.turn++ % Math.max(open.length, 1)];
  }
}
