// What the peers have in common: the shapes that are measured, and how the benchmark asks for them.
import { createServer } from 'node:http';

// As in bench/engine/subject.ts, which hands them over.
const number = (name) => Number(process.env[name]);
export const STEPS = number('STEPS');
export const RUNBOOKS = number('RUNBOOKS');
export const LEVELS = number('LEVELS');
export const WIDTH = number('WIDTH');

/** Answers GET /<shape>, and ends with the benchmark. */
export function serveShapes(shapes, stop = async () => {}) {
  const server = createServer((request, response) => {
    const began = performance.now();
    shapes[request.url.slice(1)]().then(
      () => response.end(JSON.stringify({ ms: performance.now() - began })),
      (error) => response.writeHead(500).end(String(error?.stack ?? error)),
    );
  });
  server.listen(0, '127.0.0.1', () => {
    process.send({ address: `http://127.0.0.1:${server.address().port}` });
  });
  const end = () => void stop().finally(() => process.exit(0));
  process.on('disconnect', end);
  process.on('SIGTERM', end);
}

/** A port that nobody uses now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
