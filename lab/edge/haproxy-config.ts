import type { EdgeServer } from './edge.js';

export interface HaproxyPorts {
  readonly clients: number;
  readonly runtime: number;
}

/**
 * No health checks and no second try at another server: where requests go is the recovery service's decision alone, and
 * a failed write must be seen by the client instead of being repeated behind its back.
 */
export function haproxyConfig(backend: string, servers: readonly EdgeServer[], ports: HaproxyPorts): string {
  const lines = servers.map(({ name, port, ready }) => `  server ${name} 127.0.0.1:${port}${ready ? '' : ' disabled'}`);
  return `global
  maxconn 1000
  stats socket 127.0.0.1:${ports.runtime} level admin

defaults
  mode http
  retries 0
  no option redispatch
  timeout connect 500ms
  timeout client 60s
  timeout server 2s
  timeout http-keep-alive 60s

frontend clients
  bind 127.0.0.1:${ports.clients}
  default_backend ${backend}

backend ${backend}
${lines.join('\n')}
`;
}
