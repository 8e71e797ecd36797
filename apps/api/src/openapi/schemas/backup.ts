import { MAX_ITEMS, MAX_MINUTES, MAX_SECONDS } from '../../plans/limits.js';
import type { Schema, Schemas } from '../model.js';
import { described, list, onSide, oneOf, refOn, text, whole, type Side } from '../schema.js';

const secret: Schema = {
  type: 'string',
  pattern: '^secret://[A-Za-z0-9][A-Za-z0-9._-]{0,99}$',
  description: 'secret://name.',
};
const path = (description: string): Schema => ({
  type: 'string',
  maxLength: 1000,
  pattern: '^/[^\\u0000]*[^\\u0000/]$',
  description,
});
const env: Schema = {
  type: 'object',
  description: "Credentials by the names of the program's own variables; secret://name becomes the secret.",
  additionalProperties: { type: 'string', maxLength: 2000 },
};
const age = {
  max_age: described(
    whole(1, MAX_MINUTES),
    "Minutes that the newest backup may be old; the component's RPO when absent.",
  ),
};

const backup = (side: Side): Schema => ({
  anyOf: [
    onSide(
      side,
      {
        driver: { const: 'restic' },
        repository: described(text(2000), 'As restic takes it, or secret://name of it.'),
        password: secret,
        path: path('The data directory, as it is called in the backup.'),
      },
      {},
      { host: text(), tag: text(), env, ...age },
    ),
    onSide(
      side,
      { driver: { const: 'pgbackrest' }, stanza: text() },
      {},
      { config: path("pgBackRest's configuration on the workers; its default when absent."), env, ...age },
    ),
    onSide(
      side,
      {
        driver: { const: 'service' },
        url: { type: 'string', minLength: 1, maxLength: 2000, description: 'http(s)://, or secret://name.' },
        resource: described(text(), 'What the Backup Service calls the thing that is backed up.'),
      },
      {},
      { token: secret, ...age },
    ),
  ],
});

const expectedTable = (side: Side): Schema =>
  onSide(
    side,
    { table: described(text(), 'schema.table') },
    {},
    {
      database: text(),
      rows: described(whole(0), 'Exactly so many.'),
      min_rows: whole(0),
      checksum: described(text(), 'As the statement of docs/drills.md gives it.'),
    },
  );

const restoreTarget = (side: Side): Schema =>
  onSide(
    side,
    {
      directory: path('On the workers, below one of RESTORE_DIRECTORIES.'),
      bin: path("Directory of PostgreSQL's programs of the cluster's version, on the workers."),
    },
    {},
    {
      recover_to: described(
        oneOf(['default', 'immediate']),
        'How far the archive is replayed; to its end when absent.',
      ),
      user: described(text(63), 'A superuser of the cluster; postgres when absent.'),
      database: described(text(63), 'The one with the canaries; postgres when absent.'),
      shared_buffers: described(text(20), 'Such as 128MB, which is the default.'),
      preload_libraries: described(list(text(), MAX_ITEMS), 'Libraries without which some data can not be read.'),
      tables: list(refOn(side, 'ExpectedTable'), MAX_ITEMS),
      manifest: described(text(100), 'A file in the data directory that says what the tables should be.'),
      timeout: described(whole(1, MAX_SECONDS), 'Seconds that each step may take; an hour when absent.'),
    },
  );

export const BACKUP_PARTS: Schemas = {
  BackupRequest: backup('request'),
  Backup: backup('answer'),
  ExpectedTableRequest: expectedTable('request'),
  ExpectedTable: expectedTable('answer'),
  RestoreTargetRequest: restoreTarget('request'),
  RestoreTarget: restoreTarget('answer'),
};
