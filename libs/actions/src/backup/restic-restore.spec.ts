import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { JsonObject } from '#domain/json.js';
import type { ActionContext } from '#engine/ports.js';
import pg from 'pg';
import { BackedUp, BIN, RESTIC_PASSWORD } from '../../../../test/support/backups.js';
import { describeIf, requires } from '../../../../test/support/requirements.js';
import { prepareCanary, writeCanary } from '../postgres/canary.js';
import { CANARY_KEY, testActions, type TestActions } from '../testing/context.js';
import { digestOf } from './table-digest.js';

const TIME = 300_000;

const needed = requires('pg_rewind');
needed.describe('with PostgreSQL of Debian:', () =>
  describeIf('restic', 'a cluster restored by restic', (restic) => {
    let backedUp: BackedUp;
    let root: string;
    let actions: TestActions;

    beforeAll(async () => {
      backedUp = await BackedUp.start(needed.path);
      root = await backedUp.directory(join(backedUp.folder, 'r'));
      actions = testActions([], { programs: [restic, BIN], directories: [root] });
      actions.secrets.set('restic', RESTIC_PASSWORD);
      await backedUp.sql(`CREATE TABLE orders AS SELECT g AS id, md5(g::text) AS item FROM generate_series(1, 5000) AS g;
      CREATE INDEX ON orders (id)`);
      actions.acknowledged = await canary();
      const orders = await digest('public.orders');
      const manifest = JSON.stringify({ tables: [{ table: 'public.orders', ...orders }] });
      await backedUp.resticBackup(restic, { 'dr-manifest.json': manifest });
      // What is written after the backup is lost with it.
      await backedUp.sql('INSERT INTO orders VALUES (5001)');
      actions.acknowledged = await canary();
    }, TIME);

    afterAll(async () => {
      actions?.catalog.close();
      await backedUp?.remove();
    }, TIME);

    async function withProduction<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
      const client = new pg.Client({ connectionString: backedUp.production.url });
      await client.connect();
      try {
        return await work(client);
      } finally {
        await client.end();
      }
    }
    const canary = () =>
      withProduction(async (client) => {
        await prepareCanary(client);
        return writeCanary(client, { planId: 'plan_1', componentId: 'comp_db', epoch: 1, key: CANARY_KEY });
      });
    const digest = (table: string) =>
      withProduction((client) =>
        digestOf(async (text, values = []) => (await client.query(text, [...values])).rows, table),
      );

    const restoring = (directory: string, rest: JsonObject = {}): JsonObject => ({
      directory,
      ...backedUp.restic,
      password: 'secret://restic',
      ...rest,
    });
    const signal = (): Partial<ActionContext> => ({ signal: AbortSignal.timeout(TIME) });

    it(
      'starts where nobody else can reach it, is promoted, measured, checked, and leaves nothing behind',
      async () => {
        const directory = join(root, 'whole');
        const context = signal();
        const restored = await actions.run('backup.restic_restore', restoring(directory), context);
        expect(restored).toMatchObject({
          directory,
          backup: { tool: 'restic', id: expect.stringMatching(/^[0-9a-f]{64}$/) },
        });
        expect(await actions.probe('backup.restic_restore', restoring(directory), context)).toMatchObject({
          answer: 'done',
        });

        const server = { directory, bin: BIN };
        expect(await actions.run('backup.start', server, context)).toMatchObject({ lsn: expect.any(String) });
        expect(await actions.probe('backup.promote', { directory }, context)).toEqual({ answer: 'not_done' });
        expect(await actions.run('backup.promote', { directory }, context)).toMatchObject({
          writable: true,
          timeline: 2,
        });
        expect(await actions.probe('backup.promote', { directory }, context)).toMatchObject({ answer: 'done' });

        const loss = await actions.run('backup.measure_loss', { directory }, context);
        expect(loss).toMatchObject({ proof: 'canary', rpo_ms: expect.any(Number) });
        expect(loss['rpo_ms']).toBeGreaterThan(0);

        const checked = await actions.run('backup.verify_data', { ...server, manifest: 'dr-manifest.json' }, context);
        expect(checked).toMatchObject({
          compared: 1,
          amcheck: 'passed',
          tables: [{ table: 'public.orders', rows: 5000 }],
        });
        const tables: JsonObject[] = [
          { table: 'public.orders', rows: 5001 },
          { table: 'public.orders', min_rows: 5001 },
          { table: 'public.none' },
        ];
        await expect(actions.run('backup.verify_data', { ...server, tables }, context)).rejects.toMatchObject({
          code: 'data_differs',
          details: {
            faults: [
              expect.stringContaining('5000 rows instead of 5001'),
              expect.stringContaining('fewer'),
              expect.stringContaining('none'),
            ],
          },
        });
        expect(await actions.run('backup.check_pages', server, context)).toMatchObject({ page_checksums: 'passed' });

        expect(await actions.run('backup.remove', { directory }, context)).toMatchObject({ removed: true });
        expect(await readdir(root)).toEqual([]);
        expect(
          await backedUp.sql(
            'SELECT (SELECT count(*)::int FROM pg_stat_replication) AS s, (SELECT count(*)::int FROM pg_replication_slots) AS r',
          ),
        ).toEqual([{ s: 0, r: 0 }]);
      },
      TIME,
    );

    it(
      'is begun anew by who takes it over, who is then the only one to touch it',
      async () => {
        const directory = join(root, 'taken-over');
        await actions.run('backup.restic_restore', restoring(directory), signal());
        const marker = join(directory, 'dr-restore.json');
        await writeFile(marker, (await readFile(marker, 'utf8')).replace('"restored"', '"restoring"'));
        const orphan = spawn('sleep', ['600'], { cwd: directory });
        const ended = new Promise((resolve) => orphan.once('exit', resolve));
        const newer = { ...signal(), epoch: 6 };
        expect(await actions.probe('backup.restic_restore', restoring(directory), newer)).toEqual({
          answer: 'not_done',
        });
        await actions.run('backup.restic_restore', restoring(directory), newer);
        await ended;
        const stale = { code: 'stale_epoch' };
        await expect(actions.run('backup.restic_restore', restoring(directory), signal())).rejects.toMatchObject(stale);
        await expect(actions.run('backup.start', { directory, bin: BIN }, signal())).rejects.toMatchObject(stale);
        await expect(actions.run('backup.remove', { directory }, signal())).rejects.toMatchObject(stale);

        // Another execution finds something that is not its own.
        const other = { ...newer, executionId: 'failover_2' };
        const taken = { code: 'restore_target_taken' };
        await expect(actions.run('backup.restic_restore', restoring(directory), other)).rejects.toMatchObject(taken);
        await expect(actions.run('backup.start', { directory, bin: BIN }, other)).rejects.toMatchObject(taken);
        expect(await actions.undo('backup.restic_restore', restoring(directory), other)).toEqual({ removed: false });
        expect(await actions.undo('backup.restic_restore', restoring(directory), newer)).toEqual({ removed: true });
        expect(await actions.undo('backup.restic_restore', restoring(directory), newer)).toEqual({ removed: false });
      },
      TIME,
    );

    it(
      'is not started when a link in it leads out of its directory',
      async () => {
        const directory = join(root, 'links');
        await actions.run('backup.restic_restore', restoring(directory), signal());
        await symlink(join(backedUp.production.data, 'base'), join(directory, 'data', 'pg_tblspc', '16384'));
        await expect(actions.run('backup.start', { directory, bin: BIN }, signal())).rejects.toMatchObject({
          code: 'restore_not_isolated',
        });
        await actions.run('backup.remove', { directory }, signal());
      },
      TIME,
    );

    it('goes nowhere but into the restore directories, by no way', async () => {
      const parse = (inputs: JsonObject) => () => actions.catalog.get('backup.restic_restore').parse(inputs);
      for (const directory of ['/tmp/elsewhere', `${root}/../x`, `${root}x/y`, 'relative', '/', `${root}/x/`]) {
        expect(parse(restoring(directory))).toThrow('directory');
      }
      const apply = (directory: string) => actions.run('backup.restic_restore', restoring(directory), signal());
      const refused = { code: 'restore_not_allowed' };
      await symlink(backedUp.folder, join(root, 'way-out'));
      await expect(apply(join(root, 'way-out', 'x'))).rejects.toMatchObject(refused);
      await mkdir(join(root, 'cluster'));
      await writeFile(join(root, 'cluster', 'PG_VERSION'), '15\n');
      await expect(apply(join(root, 'cluster', 'x'))).rejects.toMatchObject(refused);
      await expect(apply(join(root, 'cluster'))).rejects.toMatchObject({ code: 'restore_target_taken' });
      expect(await actions.undo('backup.restic_restore', restoring(join(root, 'cluster')), signal())).toEqual({
        removed: false,
      });
      expect(await readdir(join(root, 'cluster'))).toEqual(['PG_VERSION']);
    });

    it('is restored by no program and with no variable that could run another one', async () => {
      const parse = (inputs: JsonObject) => () => actions.catalog.get('backup.restic_restore').parse(inputs);
      const directory = join(root, 'x');
      expect(parse(restoring(directory, { program: '/bin/restic/../sh' }))).toThrow('program');
      expect(parse(restoring(directory, { program: '/opt/restic' }))).toThrow('BACKUP_PROGRAMS');
      expect(parse(restoring(directory, { env: { RESTIC_PASSWORD_COMMAND: 'id' } }))).toThrow('env');
      expect(parse(restoring(directory, { password: 'hunter2' }))).toThrow('password');
      for (const repository of ['rclone:x:y', '--help', 'sftp:-oProxyCommand=id:/x', 'local']) {
        await expect(
          actions.run('backup.restic_restore', restoring(directory, { repository }), signal()),
        ).rejects.toMatchObject({ code: 'invalid_repository' });
      }
      await expect(
        actions.run(
          'backup.restic_restore',
          restoring(directory, { repository: 'rest:http://169.254.169.254/x' }),
          signal(),
        ),
      ).rejects.toMatchObject({ code: 'forbidden_address' });
      actions.secrets.set('wrong', 'not the password');
      const failed = actions.run(
        'backup.restic_restore',
        restoring(directory, { password: 'secret://wrong' }),
        signal(),
      );
      await expect(failed).rejects.toMatchObject({ code: 'backup_tool_failed' });
      await expect(failed).rejects.not.toMatchObject({ message: expect.stringContaining('not the password') });
      expect(await readdir(root)).not.toContain('x');
    });
  }),
);
