import { askHaproxy, HaproxyRefusedError } from './runtime-api.js';

/** What goes through a server, as HAProxy counts it. */
export interface ServerTraffic {
  /** Sessions that are open now. */
  readonly sessions: number;
  /** How often the balancing chose it; clients that stick to a server are not counted here. */
  readonly chosen: number;
}

/** `show stat` knows frontends, backends, servers and sockets: 4 stands for servers. */
const SERVERS = 4;

/**
 * Reads the counters of one server (HAProxy Management Guide, section 9.1, "CSV format").
 * @throws HaproxyRefusedError when there is no such server; PeerUnreachableError
 */
export async function readTraffic(
  address: string,
  backend: string,
  server: string,
  signal: AbortSignal,
): Promise<ServerTraffic> {
  const answer = await askHaproxy(address, [`show stat ${backend} ${SERVERS} -1`], signal);
  const lines = answer.split('\n');
  if (!lines[0]!.startsWith('# ')) throw new HaproxyRefusedError(address, answer);
  const columns = lines[0]!.slice(2).split(',');
  const column = (cells: readonly string[], name: string) => cells[columns.indexOf(name)];
  const cells = lines.map((line) => line.split(',')).find((of) => column(of, 'svname') === server);
  if (cells === undefined) throw new HaproxyRefusedError(address, `No such server: ${server}`);
  return { sessions: Number(column(cells, 'scur')), chosen: Number(column(cells, 'lbtot')) };
}
