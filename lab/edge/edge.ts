export type EdgeKind = 'haproxy' | 'builtin';

export interface EdgeServer {
  readonly name: string;
  readonly port: number;
  /** Gets requests from the start; the others are in maintenance. */
  readonly ready: boolean;
}

export interface EdgeOptions {
  readonly backend: string;
  readonly servers: readonly EdgeServer[];
  /** For what the edge keeps in files. */
  readonly directory: string;
  readonly signal?: AbortSignal | undefined;
}

/** What stands between clients and the sites, and sends each request to a server that is ready; 503 when none is. */
export interface Edge {
  readonly kind: EdgeKind;
  /** Where clients go. */
  readonly url: string;
  /** `tcp://host:port` of HAProxy's runtime API, or of the part of it that `builtin` speaks. */
  readonly runtimeAddress: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}
