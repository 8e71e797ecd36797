#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './lib/launch.mjs';
import { root } from './lib/prepare.mjs';

const entry = 'dist/apps/cli/src/main.js';

// On the worst night nothing is built, installed or compared: what is there is run.
if (existsSync(join(root, entry))) await import(pathToFileURL(join(root, entry)).href);
else await launch(entry);
