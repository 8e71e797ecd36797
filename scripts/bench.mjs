import { launch } from './lib/launch.mjs';

await launch('dist/bench/main.js');
