import { portIn, startNodeChild } from '../../process/node-child.js';
import type { Edge, EdgeOptions } from '../edge.js';

export async function startBuiltin(options: EdgeOptions): Promise<Edge> {
  const { child, message } = await startNodeChild({
    name: 'the built-in edge',
    module: new URL('./main.js', import.meta.url),
    env: { EDGE_BACKEND: options.backend, EDGE_SERVERS: JSON.stringify(options.servers) },
    signal: options.signal,
  });
  const ports = message as { clients?: unknown; runtime?: unknown };
  return {
    kind: 'builtin',
    url: `http://127.0.0.1:${portIn(ports.clients)}`,
    runtimeAddress: `tcp://127.0.0.1:${portIn(ports.runtime)}`,
    get pid() {
      return child.pid;
    },
    stop: () => child.stop(),
  };
}
