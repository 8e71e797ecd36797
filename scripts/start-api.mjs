import { launch } from './lib/launch.mjs';

await launch('dist/apps/api/src/main.js');
