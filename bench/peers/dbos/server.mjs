// DBOS Transact beside the engine: the same runbooks as workflows, whose steps do nothing. Answers GET /<shape> with
// the milliseconds that it took, as { "ms": … }. DATABASE_URL: an empty database of its own.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { serveShapes, RUNBOOKS, STEPS, LEVELS, WIDTH } from '../shapes.mjs';

const step = (name) => DBOS.runStep(async () => ({}), { name });

const sequential = DBOS.registerWorkflow(
  async () => {
    for (let i = 0; i < STEPS; i++) await step(`step_${i}`);
  },
  { name: 'sequential' },
);

const graph = DBOS.registerWorkflow(
  async () => {
    for (let level = 0; level < LEVELS; level++) {
      await Promise.all(Array.from({ length: WIDTH }, (_, i) => step(`step_${level}_${i}`)));
    }
  },
  { name: 'graph' },
);

DBOS.setConfig({ name: 'bench', systemDatabaseUrl: process.env.DATABASE_URL, logLevel: 'error' });
await DBOS.launch();

serveShapes({
  sequential: () => sequential(),
  concurrent: () => Promise.all(Array.from({ length: RUNBOOKS }, () => sequential())),
  graph: () => graph(),
});
