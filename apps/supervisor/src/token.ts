import { parseArgs } from 'node:util';
import { ROLES } from '#domain/access/roles.js';
import { isRole } from '#security/identity.js';
import { issueAccessToken } from './access-token.js';
import { SupervisorError } from './errors.js';
import { loadSecrets } from './secrets.js';
import { readSettings } from './settings.js';

const USAGE = `Prints an access token.

  npm run -s token -- [--sub admin_123456789] [--role admin] [--ttl 3600] [--may-act-for '*']

  --sub          whom the token is for                     (admin_123456789)
  --role         viewer, operator, approver, monitor, admin; repeat (admin)
  --ttl          how long it is good for, in seconds       (3600)
  --may-act-for  whose name the bearer may put into requests; repeat, '*' is anybody's
`;

async function main(): Promise<string> {
  const { values } = parseArgs({
    options: {
      sub: { type: 'string', default: 'admin_123456789' },
      role: { type: 'string', multiple: true, default: ['admin'] },
      ttl: { type: 'string', default: '3600' },
      'may-act-for': { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return USAGE.trimEnd();
  const ttl = Number(values.ttl);
  if (!Number.isInteger(ttl) || ttl <= 0)
    throw new SupervisorError('invalid_setting', '--ttl must be a number of seconds.');
  const stranger = values.role.find((role) => !isRole(role));
  if (stranger !== undefined) {
    throw new SupervisorError('invalid_setting', `--role must be one of ${ROLES.join(', ')}, not "${stranger}".`);
  }
  const { dataDir } = readSettings(process.env);
  const { JWT_SECRET } = loadSecrets(dataDir, process.env);
  const request = { subject: values.sub, roles: values.role, expiresInSeconds: ttl, secret: JWT_SECRET };
  return issueAccessToken({ ...request, mayActFor: values['may-act-for'] }, process.env);
}

try {
  process.stdout.write(`${await main()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
