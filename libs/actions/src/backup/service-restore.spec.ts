import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#domain/json.js';
import { testActions, type TestActions } from '../testing/context.js';
import { NOTHING_ALLOWED } from './allowed.js';
import { newestBackup } from './newest-backup.js';

interface Restore {
  readonly id: string;
  readonly key: string;
  readonly body: JsonObject;
  status: string;
  /** Looks after which it is completed. */
  left: number;
}

/** A Backup Service with the API of docs/actions.md, that restores nothing but keeps its books. */
class BackupService {
  url = '';
  readonly restores: Restore[] = [];
  readonly backups: JsonObject[] = [];
  readonly requests: { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers'] }[] =
    [];
  looks = 1;
  ends = 'completed';
  /** Requests that are hung up on, from now on. */
  deaf = 0;
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const { method = '', url = '', headers } = request;
      this.requests.push({ method, url, headers });
      if (this.deaf > 0) {
        this.deaf -= 1;
        request.socket.destroy();
        return;
      }
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { status, body } = this.answer(
          method,
          new URL(url, 'http://x'),
          headers,
          Buffer.concat(chunks).toString(),
        );
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
  }

  static async start(): Promise<BackupService> {
    const service = new BackupService();
    await new Promise<void>((resolve) => service.server.listen(0, '127.0.0.1', resolve));
    service.url = `http://127.0.0.1:${(service.server.address() as AddressInfo).port}/v1`;
    return service;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private answer(method: string, url: URL, headers: IncomingMessage['headers'], body: string) {
    if (headers.authorization !== 'Bearer tr0ub4dor') return { status: 401, body: {} };
    const path = url.pathname.replace(/^\/v1/, '');
    const found = this.restores.find(({ id }) => path === `/restores/${id}`);
    const key = url.searchParams.get('idempotency_key');
    if (method === 'GET' && path === '/backups') {
      const resource = url.searchParams.get('resource');
      return { status: 200, body: { backups: this.backups.filter((one) => one['resource'] === resource) } };
    }
    if (method === 'GET' && key !== null) {
      return {
        status: 200,
        body: {
          restores: this.restores
            .filter((one) => one.key === key)
            .reverse()
            .map(view),
        },
      };
    }
    if (method === 'POST' && path === '/restores') return { status: 202, body: view(this.begin(headers, body)) };
    if (!found) return { status: 404, body: {} };
    if (method === 'DELETE') {
      this.restores.splice(this.restores.indexOf(found), 1);
      return { status: 200, body: {} };
    }
    found.left -= 1;
    if (found.left <= 0) found.status = this.ends;
    return { status: 200, body: view(found) };
  }

  private begin(headers: IncomingMessage['headers'], body: string): Restore {
    const key = String(headers['idempotency-key']);
    const same = this.restores.find((one) => one.key === key && one.status !== 'failed');
    if (same) return same;
    const id = `restore_${this.restores.length + 1}`;
    const restore = { id, key, body: JSON.parse(body) as JsonObject, status: 'running', left: this.looks };
    this.restores.push(restore);
    return restore;
  }
}

function view({ id, status }: Restore) {
  return { restore_id: id, backup_id: 'backup_9', status, error: status === 'failed' ? 'disk full' : null };
}

describe('a restore by the Backup Service', () => {
  let service: BackupService;
  let actions: TestActions;

  beforeEach(async () => {
    service = await BackupService.start();
    actions = testActions();
    actions.secrets.set('token', 'tr0ub4dor');
  });
  afterEach(async () => {
    actions.catalog.close();
    await service.stop();
  });

  const NAME = 'backup.service_restore';
  const inputs = (rest: JsonObject = {}): JsonObject => ({
    url: service.url,
    token: 'secret://token',
    resource: 'shop',
    target_database: 'shop_restore',
    ...rest,
  });

  it('is asked for once, in the name of the step, and watched until it is over', async () => {
    expect(await actions.probe(NAME, inputs())).toEqual({ answer: 'not_done' });
    const output = await actions.run(NAME, inputs({ backup_id: 'backup_9' }));
    expect(output).toEqual({ restore_id: 'restore_1', backup_id: 'backup_9' });
    expect(service.restores).toMatchObject([
      {
        key: 'failover_1:step_1',
        body: {
          resource: 'shop',
          backup_id: 'backup_9',
          target_database: 'shop_restore',
          verify_integrity: true,
          skip_constraints: false,
        },
      },
    ]);
    const [asked] = service.requests.filter(({ method }) => method === 'POST');
    expect(asked!.headers).toMatchObject({ 'dr-execution-id': 'failover_1', 'dr-plan-id': 'plan_1', 'dr-epoch': '5' });
    expect(await actions.probe(NAME, inputs())).toMatchObject({ answer: 'done', output });
    // Whoever takes the step over asks for nothing new.
    await actions.run(NAME, inputs(), { epoch: 6 });
    expect(service.restores).toHaveLength(1);
  });

  it('goes on while the service does not answer for a while', async () => {
    service.looks = 3;
    const running = actions.run(NAME, inputs());
    while (service.restores.length === 0) await new Promise((resolve) => setImmediate(resolve));
    service.deaf = 2;
    expect(await running).toMatchObject({ restore_id: 'restore_1' });
    expect(service.deaf).toBe(0);
  });

  it('that fails says why, and is begun anew when it is tried again', async () => {
    service.ends = 'failed';
    const failed = { code: 'backup_service_error', message: 'the Backup Service: restore restore_1: disk full' };
    await expect(actions.run(NAME, inputs())).rejects.toMatchObject(failed);
    expect(await actions.probe(NAME, inputs())).toEqual({ answer: 'not_done' });
    service.ends = 'completed';
    expect(await actions.run(NAME, inputs())).toMatchObject({ restore_id: 'restore_2' });
  });

  it('is undone by the service, and only the one of this step', async () => {
    await actions.run(NAME, inputs());
    expect(await actions.undo(NAME, inputs(), { executionId: 'failover_2' })).toEqual({ removed: false });
    expect(await actions.undo(NAME, inputs())).toEqual({ removed: true });
    expect(service.restores).toEqual([]);
    expect(await actions.undo(NAME, inputs())).toEqual({ removed: false });
  });

  it('is refused, unknown or forbidden without a word of its token', async () => {
    actions.secrets.set('token', 'wrong password');
    const refused = actions.run(NAME, inputs());
    await expect(refused).rejects.toMatchObject({ code: 'backup_service_error', details: { status: 401 } });
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('wrong password') });
    const metadata = inputs({ url: 'http://169.254.169.254/v1' });
    await expect(actions.run(NAME, metadata)).rejects.toMatchObject({ code: 'forbidden_address' });
    expect(() => actions.catalog.get(NAME).parse(inputs({ token: 'in the open' }))).toThrow('token');
    await service.stop();
    expect(await actions.probe(NAME, inputs())).toMatchObject({ answer: 'unknown' });
  });

  it('says which backup is the newest', async () => {
    const backup = { driver: 'service', url: service.url, token: 'secret://token', resource: 'shop' } as const;
    const parts = {
      settings: NOTHING_ALLOWED,
      secrets: { resolve: (text: string) => Promise.resolve(text === 'secret://token' ? 'tr0ub4dor' : text) },
    };
    const newest = () => newestBackup(backup, parts, AbortSignal.timeout(20_000));
    expect(await newest()).toBeNull();
    const made = (id: string, status: string, at: string | null) => ({
      backup_id: id,
      resource: 'shop',
      status,
      completed_at: at,
    });
    service.backups.push(
      made('a', 'completed', '2030-01-01T00:00:00Z'),
      made('b', 'completed', '2030-01-02T00:00:00Z'),
      made('c', 'running', null),
      { ...made('d', 'completed', '2030-01-03T00:00:00Z'), resource: 'other' },
    );
    expect(await newest()).toEqual({ id: 'b', at: new Date('2030-01-02T00:00:00Z') });
  });
});
