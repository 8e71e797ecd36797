import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { JsonObject } from '#domain/json.js';
import { BackedUp, BIN, PASSWORD } from '../../../../test/support/backups.js';
import { describeIf, requires } from '../../../../test/support/requirements.js';
import { testActions, type TestActions } from '../testing/context.js';

const TIME = 300_000;
const CIPHER = 'cipher of the repository';

const needed = requires('pg_rewind');
needed.describe('with PostgreSQL of Debian:', () =>
  describeIf('pgbackrest', 'a cluster restored by pgBackRest', (pgbackrest) => {
    let backedUp: BackedUp;
    let root: string;
    let actions: TestActions;
    let middle: string;

    beforeAll(async () => {
      backedUp = await BackedUp.start(needed.path, (folder) => [
        'archive_mode = on',
        `archive_command = '${pgbackrest} --config=${folder}/production.conf --stanza=shop archive-push "%p"'`,
      ]);
      const { folder, production } = backedUp;
      root = await backedUp.directory(join(folder, 'r'));
      const config = (more: string): string => `[global]
repo1-path=${folder}/repo
repo1-cipher-type=aes-256-cbc
log-level-file=off
lock-path=${folder}/lock
archive-timeout=120
start-fast=y
${more}
[shop]
pg1-path=${production.data}
pg1-port=${production.port}
`;
      await backedUp.file(join(folder, 'production.conf'), config(`repo1-cipher-pass=${CIPHER}`));
      // Who restores gets the key from the vault.
      await backedUp.file(join(folder, 'restore.conf'), config(''));
      actions = testActions([], { programs: [pgbackrest, BIN], directories: [root] });
      actions.secrets.set('cipher', CIPHER);

      const run = (command: string) =>
        backedUp.run(pgbackrest, [`--config=${folder}/production.conf`, '--stanza=shop', command], {
          PGHOST: '127.0.0.1',
          PGPASSWORD: PASSWORD,
        });
      await run('stanza-create');
      await backedUp.sql('CREATE TABLE orders AS SELECT 1 AS id');
      await run('backup');
      await backedUp.sql('INSERT INTO orders VALUES (2)');
      const [row] = await backedUp.sql<{ now: string }>(
        `SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USTZH:TZM') AS now`,
      );
      middle = row!.now;
      await backedUp.sql('INSERT INTO orders VALUES (3)');
      await backedUp.sql('SELECT pg_switch_wal()');
      // The archive has everything once the segment that was switched away from is in it.
      await run('check');
    }, TIME);

    afterAll(async () => {
      actions?.catalog.close();
      await backedUp?.remove();
    }, TIME);

    it.each([
      ['to the end of the archive', { type: 'default' }, 3],
      ['until it is consistent', { type: 'immediate' }, 1],
      ['to a time', { type: 'time' }, 2],
    ] as const)(
      'is rolled forward %s, and waits there to be promoted',
      async (_, how, rows) => {
        const directory = join(root, how.type);
        const context = { signal: AbortSignal.timeout(TIME) };
        const env = { PGBACKREST_REPO1_CIPHER_PASS: 'secret://cipher' };
        const inputs: JsonObject = {
          directory,
          stanza: 'shop',
          config: `${backedUp.folder}/restore.conf`,
          env,
          ...how,
          ...(how.type === 'time' ? { target: middle } : {}),
        };
        const restored = await actions.run('backup.pgbackrest_restore', inputs, context);
        expect(restored).toMatchObject({ backup: { tool: 'pgbackrest', id: expect.stringMatching(/^\d{8}-\d{6}F$/) } });
        const server = { directory, bin: BIN };
        await actions.run('backup.start', { ...server, env }, context);
        expect(await actions.probe('backup.promote', { directory }, context)).toEqual({ answer: 'not_done' });
        expect(await actions.run('backup.promote', { directory }, context)).toMatchObject({
          writable: true,
          timeline: 2,
        });
        expect(await actions.run('backup.measure_loss', { directory }, context)).toMatchObject({
          proof: how.type === 'immediate' ? expect.stringMatching('backup|commit') : 'commit',
          rpo_ms: expect.any(Number),
        });
        const tables = [{ table: 'public.orders', rows }];
        expect(await actions.run('backup.verify_data', { ...server, tables }, context)).toMatchObject({ compared: 1 });
        await actions.run('backup.remove', { directory }, context);
        expect(await readdir(root)).toEqual([]);
      },
      TIME,
    );

    it('never writes to the archive that it was restored from', async () => {
      // A promoted server that archived would have begun timeline 2 there.
      const archive = await backedUp.run('find', [join(backedUp.folder, 'repo', 'archive'), '-name', '0000000*']);
      expect(archive).toContain('00000001');
      expect(archive).not.toMatch(/\/00000002/);
    });

    it('is refused by what is wrong, with the name of it', async () => {
      const parse = (inputs: JsonObject) => () =>
        actions.catalog
          .get('backup.pgbackrest_restore')
          .parse({ directory: join(root, 'x'), stanza: 'shop', ...inputs });
      expect(parse({ type: 'time' })).toThrow('target: is required');
      expect(parse({ target: '2030-01-01 00:00:00Z' })).toThrow('target: is only');
      expect(parse({ stanza: '--cmd=id' })).toThrow('stanza');
      expect(parse({ config: join(root, 'own.conf') })).toThrow('config');
      expect(parse({ env: { PGBACKREST_REPO1_HOST_CMD: 'id' } })).toThrow('env');
      expect(parse({ set: '../x' })).toThrow('set');
      const unknown = {
        directory: join(root, 'x'),
        stanza: 'shop',
        config: `${backedUp.folder}/production.conf`,
        set: '20200101-000000F',
      };
      await expect(actions.run('backup.pgbackrest_restore', unknown)).rejects.toMatchObject({ code: 'no_backup' });
      expect(await readdir(root)).toEqual([]);
    });
  }),
);
