// The shop of one site, as a process of its own. Started by app-process.ts.
import { exitWithParent } from '#embedded/parent.js';
import { Database } from './database.js';
import { shopServer } from './server.js';

const { SHOP_SITE: site, SHOP_DATABASE_URL: url } = process.env;
if (site === undefined || url === undefined) throw new Error('SHOP_SITE and SHOP_DATABASE_URL must be set');

const server = shopServer(site, new Database(url));
process.once('SIGTERM', () => process.exit(0));
exitWithParent();
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
