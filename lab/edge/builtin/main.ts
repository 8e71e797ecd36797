// The built-in edge, as a process of its own. Started by start-builtin.ts.
import type { Server } from 'node:net';
import { exitWithParent } from '#embedded/parent.js';
import type { EdgeServer } from '../edge.js';
import { proxy } from './proxy.js';
import { runtimeApi } from './runtime-api.js';
import { ServerTable } from './server-table.js';

function listen(server: Server): Promise<unknown> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address())));
}

const { EDGE_BACKEND: backend, EDGE_SERVERS: servers } = process.env;
if (backend === undefined || servers === undefined) throw new Error('EDGE_BACKEND and EDGE_SERVERS must be set');

const table = new ServerTable(backend, JSON.parse(servers) as EdgeServer[]);
process.once('SIGTERM', () => process.exit(0));
exitWithParent();
process.send?.({ clients: await listen(proxy(table)), runtime: await listen(runtimeApi(table)) });
