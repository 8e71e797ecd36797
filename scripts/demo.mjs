import { launch } from './lib/launch.mjs';

await launch('dist/lab/demo/main.js');
