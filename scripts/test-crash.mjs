import { launch } from './lib/launch.mjs';

await launch('dist/test/crash/matrix/main.js');
