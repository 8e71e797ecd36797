import { launch } from './lib/launch.mjs';

await launch('dist/lab/scenarios/main.js');
