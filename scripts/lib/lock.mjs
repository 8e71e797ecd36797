// One launcher at a time installs and builds. A lock file with its owner's pid; the lock of a dead owner is taken over.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;
const ABANDONED_MARKER_MS = 10_000;

/**
 * @template T
 * @param {string} path
 * @param {() => Promise<T> | T} work
 * @param {(ownerPid: number) => void} onWait called once when another process has the lock
 * @returns {Promise<T>}
 */
export async function withLock(path, work, onWait) {
  mkdirSync(dirname(path), { recursive: true });
  let waited = false;
  while (!create(path, String(process.pid))) {
    const owner = read(path);
    if (owner === undefined) continue;
    if (!isAlive(Number(owner))) {
      takeAway(path, owner);
      continue;
    }
    if (!waited) onWait(Number(owner));
    waited = true;
    await delay(POLL_MS);
  }
  const release = () => {
    if (read(path) === String(process.pid)) rmSync(path, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

/**
 * Removes a dead owner's lock. Two processes may find it dead at once, and the slower one must not remove the lock that
 * the faster one has made since: so they first compete for a marker, and its holder looks again.
 */
function takeAway(path, deadOwner) {
  const marker = `${path}.dead-${deadOwner}`;
  if (!create(marker, '')) {
    const age = Date.now() - (statSync(marker, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > ABANDONED_MARKER_MS) rmSync(marker, { force: true });
    return;
  }
  if (read(path) === deadOwner) rmSync(path, { force: true });
  rmSync(marker, { force: true });
}

function create(path, content) {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return true; // being written just now
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
