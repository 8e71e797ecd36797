import { launch } from './lib/launch.mjs';

await launch('dist/apps/worker/src/main.js');
