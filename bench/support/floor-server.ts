// What the API's reads are compared with: Express and pg alone. One row by its primary key, answered as JSON, and nothing
// else: no authentication, no log, no ETag. A process of its own, as the API is one.
import type { AddressInfo } from 'node:net';
import express from 'express';
import pg from 'pg';

const STATEMENT = {
  name: 'floor',
  text: 'SELECT execution_id, status, mode, outcome, requested_at, completed_at FROM executions WHERE execution_id = $1',
};

const { DATABASE_URL, DATABASE_POOL_SIZE } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: Number(DATABASE_POOL_SIZE) });
const app = express();
app.disable('etag');
app.disable('x-powered-by');

app.get('/executions/:execution_id', async (request, response) => {
  const { rows } = await pool.query<object>({ ...STATEMENT, values: [request.params.execution_id] });
  response.status(rows[0] ? 200 : 404).json(rows[0]);
});

const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send!({ address: `http://127.0.0.1:${port}` });
});
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
