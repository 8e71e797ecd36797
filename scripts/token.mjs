import { launch } from './lib/launch.mjs';

await launch('dist/apps/supervisor/src/token.js');
