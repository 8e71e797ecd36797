// Loaded into a process before everything else (`--import`): its connections to the ports that a file names fail, as in
// a place from which they can not be reached. The file is named by CUT_OFF and is read for each connection.
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';

const connect = Object.getOwnPropertyDescriptor(Socket.prototype, 'connect').value;

function ports() {
  try {
    return readFileSync(process.env.CUT_OFF, 'utf8').split('\n').map(Number);
  } catch {
    return [];
  }
}

Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  const port = Number(typeof options === 'object' ? options.port : options);
  if (!ports().includes(port)) return connect.apply(this, given);
  const error = Object.assign(new Error('cut off'), { code: 'ENETUNREACH' });
  process.nextTick(() => this.destroy(error));
  return this;
};
