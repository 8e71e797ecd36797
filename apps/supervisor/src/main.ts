import { runSupervisor } from './command.js';

process.exit(await runSupervisor());
