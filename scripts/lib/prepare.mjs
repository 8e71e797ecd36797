// Makes a fresh clone runnable: installs dependencies and builds, when and only when that is needed.
// Node's own modules only, for it runs before anything is installed. Everything is said on stderr: stdout is the program's.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const LOCK = join(root, 'dist', '.prepare.lock');
const INSTALL_STAMP = join(root, 'node_modules', '.npm-stamp');
const BUILD_STAMP = join(root, 'dist', '.build-stamp');
const BUILD_CONFIGURATION = ['package.json', 'tsconfig.json', 'tsconfig.build.json'];
const BUILD_INPUTS = [...BUILD_CONFIGURATION, 'apps', 'libs', 'lab', 'bench', 'test/crash/matrix', 'test/support'];
const MINIMUM_NODE = [20, 19];

/** What keeps the service from being prepared, in a line that a person can act on. */
export class PreparationError extends Error {
  constructor(code, message) {
    super(message);
    this.name = 'PreparationError';
    this.code = code;
  }
}

/** Installs exactly what package-lock.json says, unless it is installed already. */
export async function ensureInstalled() {
  requireNode();
  const wanted = digest([readFileSync(join(root, 'package-lock.json'))]);
  if (isStamped(INSTALL_STAMP, wanted)) return;
  await alone(async () => {
    if (isStamped(INSTALL_STAMP, wanted)) return;
    if (!isInstalled()) {
      say('Installing dependencies …');
      await installLocked();
    }
    writeFileSync(INSTALL_STAMP, wanted);
  });
}

/** Compiles the sources into dist/, unless dist/ was compiled from exactly these. */
export async function ensureBuilt() {
  requireNode();
  if (isStamped(BUILD_STAMP, digestOfSources())) return;
  await alone(async () => {
    const wanted = digestOfSources();
    if (isStamped(BUILD_STAMP, wanted)) return;
    say('Building …');
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const code = await run(process.execPath, [compiler, '-p', 'tsconfig.build.json']);
    if (code !== 0) throw new PreparationError('build_failed', 'The build failed, see above.');
    writeFileSync(BUILD_STAMP, wanted);
  });
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  throw new PreparationError(
    'node_too_old',
    `Node.js ${MINIMUM_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`,
  );
}

/** Whether somebody ran npm by hand: npm leaves a list of what it really installed. */
function isInstalled() {
  const installed = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  const wanted = packagesIn(join(root, 'package-lock.json'));
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true; // this project itself
    const found = installed[path];
    // Optional packages are left out where they do not fit the platform.
    if (!found) return entry.optional === true && installed !== NOTHING;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

const NOTHING = {};

function packagesIn(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages : NOTHING;
}

function digestOfSources() {
  const files = BUILD_INPUTS.flatMap((input) => filesUnder(join(root, input))).sort();
  return digest(files.flatMap((file) => [relative(root, file), readFileSync(file)]));
}

function filesUnder(path) {
  if (/\.(json|ts|tsx)$/.test(path)) return existsSync(path) ? [path] : [];
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesUnder(join(path, entry.name));
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.spec.ts') ? [join(path, entry.name)] : [];
  });
}

function digest(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

function isStamped(stamp, wanted) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

function alone(work) {
  return withLock(LOCK, work, (pid) => say(`Waiting for another launcher (pid ${pid}) to prepare …`));
}

/** Exactly what the lock file says. */
async function installLocked() {
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const own = process.env.npm_execpath;
  const viaNode = own !== undefined && basename(own) === 'npm-cli.js';
  const code = viaNode ? await run(process.execPath, [own, ...args]) : await run('npm', args);
  if (code !== 0) throw new PreparationError('install_failed', `"npm ${args.join(' ')}" failed, see above.`);
}

/** Runs a program on our stderr; its stdin is closed, so it can never wait for an answer. */
function run(program, args) {
  const shell = process.platform === 'win32' && program === 'npm';
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, shell, stdio: ['ignore', 2, 2] });
    child.once('error', (error) => reject(new PreparationError('program_missing', `${program}: ${error.message}`)));
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
