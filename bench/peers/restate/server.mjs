// Restate beside the engine: its server as it comes, with its data in DATA_DIR, and the same runbooks as handlers whose
// steps do nothing. Answers GET /<shape> with the milliseconds that it took, as { "ms": … }.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import * as restate from '@restatedev/restate-sdk';
import { freePort, LEVELS, RUNBOOKS, serveShapes, STEPS, WIDTH } from '../shapes.mjs';

// Restate's SDK counts on it; Node has it from version 22.
Promise.withResolvers ??= () => {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};

const step = (context, name) => context.run(name, async () => ({}));

const bench = restate.service({
  name: 'bench',
  handlers: {
    sequential: async (context) => {
      for (let i = 0; i < STEPS; i++) await step(context, `step_${i}`);
    },
    graph: async (context) => {
      for (let level = 0; level < LEVELS; level++) {
        await restate.RestatePromise.all(Array.from({ length: WIDTH }, (_, i) => step(context, `step_${level}_${i}`)));
      }
    },
  },
});

const [servicePort, ingressPort, adminPort, nodePort] = await Promise.all(Array.from({ length: 4 }, freePort));
await restate.serve({ services: [bench], port: servicePort });

const { platform, arch } = process;
const binary = createRequire(import.meta.url).resolve(
  `@restatedev/restate-server-${platform}-${arch}/bin/restate-server`,
);
const server = spawn(binary, ['--no-logo'], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    ...process.env,
    RESTATE_BASE_DIR: process.env.DATA_DIR,
    RESTATE_LISTEN_MODE: 'tcp',
    RESTATE_BIND_IP: '127.0.0.1',
    RESTATE_BIND_PORT: String(nodePort),
    RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingressPort}`,
    RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${adminPort}`,
    RESTATE_DISABLE_TELEMETRY: 'true',
    RESTATE_LOG_FILTER: 'warn',
  },
});
const ended = new Promise((resolve) => server.once('exit', resolve));
// Last resort, for whatever ends this process.
process.once('exit', () => server.kill('SIGKILL'));

await register();
serveShapes(
  {
    sequential: () => call('sequential'),
    concurrent: () => Promise.all(Array.from({ length: RUNBOOKS }, () => call('sequential'))),
    graph: () => call('graph'),
  },
  async () => {
    server.kill('SIGKILL');
    await ended;
  },
);

async function call(handler) {
  const answer = await fetch(`http://127.0.0.1:${ingressPort}/bench/${handler}`, { method: 'POST' });
  if (!answer.ok) throw new Error(`Restate answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** Tells the server of the handlers as soon as it listens. */
async function register() {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`Restate ended with ${server.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${adminPort}/deployments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ uri: `http://127.0.0.1:${servicePort}` }),
    }).catch(() => null);
    if (answer?.ok) return;
    await delay(100);
  }
}
