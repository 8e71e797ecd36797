import { createServer, type Server, type Socket } from 'node:net';
import { SERVER_STATES, type ServerEntry, type ServerState, type ServerTable } from './server-table.js';

/**
 * The part of HAProxy's runtime API that switching traffic needs, answer for answer as HAProxy 2.6 gives it: one line
 * of commands separated by `;`, each answer ended by an empty line, and the connection closed after the last.
 */
export function runtimeApi(table: ServerTable): Server {
  return createServer((socket) => serve(socket, table));
}

const BACKEND_ID = 3;
const STATE_FORMAT = '1';
const STATE_COLUMNS =
  '# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight ' +
  'srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state ' +
  'bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr ' +
  'srv_agent_addr srv_agent_port';

class CommandError extends Error {}

function serve(socket: Socket, table: ServerTable): void {
  let input = '';
  socket.setEncoding('utf8');
  socket.on('error', () => undefined); // a client that left is none of our business
  socket.on('data', (chunk: string) => {
    input += chunk;
    const end = input.indexOf('\n');
    if (end < 0) return;
    socket.removeAllListeners('data');
    socket.resume();
    socket.end(answerLine(input.slice(0, end), table));
  });
}

export function answerLine(line: string, table: ServerTable): string {
  return line
    .split(';')
    .map((command) => command.trim())
    .filter((command) => command !== '')
    .map((command) => `${answer(command.split(/\s+/), table)}\n`)
    .join('');
}

/** Empty for a command that did what it should and has nothing to tell. */
function answer(words: readonly string[], table: ServerTable): string {
  const starts = (...command: string[]) => command.every((word, index) => words[index] === word);
  try {
    if (starts('show', 'servers', 'state')) return showState(table, words[3]);
    if (starts('shutdown', 'sessions', 'server')) return shutdownSessions(table, words[3]);
    if (starts('set', 'server') && words[3] === 'state') return setState(table, words[2], words[4]);
    if (starts('set', 'server')) return 'usage: set server <backend>/<server> state\n';
    return 'Unknown command: only set server, shutdown sessions server and show servers state are built in\n';
  } catch (error) {
    if (error instanceof CommandError) return `${error.message}\n`;
    throw error;
  }
}

function showState(table: ServerTable, backend: string | undefined): string {
  if (backend !== undefined && backend !== table.backend) throw new CommandError("Can't find backend.");
  const rows = table.servers.map((server) => stateRow(table.backend, server));
  return `${[STATE_FORMAT, STATE_COLUMNS, ...rows].join('\n')}\n`;
}

function stateRow(backend: string, server: ServerEntry): string {
  const seconds = Math.floor((performance.now() - server.changedAt) / 1000);
  const state = `${server.operationalState} ${server.adminState} 1 1 ${seconds}`;
  // Neither checks nor agents are configured: the columns that tell of them hold what HAProxy says then.
  const checks = '1 0 2 0 0 0 0';
  return `${BACKEND_ID} ${backend} ${server.id} ${server.name} 127.0.0.1 ${state} ${checks} - ${server.port} - 0 0 - - 0`;
}

function setState(table: ServerTable, path: string | undefined, state: string | undefined): string {
  const server = find(table, path);
  if (!isState(state)) {
    throw new CommandError("'set server <srv> state' expects 'ready', 'drain' and 'maint'.");
  }
  server.set(state);
  return '';
}

function shutdownSessions(table: ServerTable, path: string | undefined): string {
  find(table, path).shutdownSessions();
  return '';
}

function find(table: ServerTable, path: string | undefined): ServerEntry {
  const [backend, name] = path?.split('/') ?? [];
  if (name === undefined) throw new CommandError("Require 'backend/server'.");
  if (backend !== table.backend) throw new CommandError('No such backend.');
  const server = table.servers.find((candidate) => candidate.name === name);
  if (!server) throw new CommandError('No such server.');
  return server;
}

function isState(word: string | undefined): word is ServerState {
  return SERVER_STATES.some((state) => state === word);
}
