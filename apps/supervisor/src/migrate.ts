import { migrate } from '#persistence/migrate.js';
import { given } from './settings.js';

const databaseUrl = given(process.env, 'DATABASE_URL');
if (databaseUrl === undefined) {
  process.stderr.write(
    'Set DATABASE_URL to the database to migrate. (npm start migrates its embedded database itself.)\n',
  );
  process.exitCode = 1;
} else {
  await migrate(databaseUrl);
  process.stdout.write('The database is up to date.\n');
}
