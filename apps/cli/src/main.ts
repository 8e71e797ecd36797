import { DomainError } from '#domain/errors.js';
import { bundleCommand } from './commands/bundle.js';
import { ingestCommand } from './commands/ingest.js';
import { interveneCommand } from './commands/intervene.js';
import { runCommand } from './commands/run.js';
import { statusCommand } from './commands/status.js';
import { UsageError } from './errors.js';
import { EXIT } from './exit-code.js';
import { complain, say } from './terminal/say.js';
import { USAGE } from './usage.js';

async function main([command = 'help', ...args]: readonly string[]): Promise<number> {
  switch (command) {
    case 'bundle':
      return bundleCommand(args);
    case 'run':
      return runCommand(args);
    case 'status':
      return statusCommand(args);
    case 'confirm':
    case 'retry':
    case 'skip':
    case 'cancel':
      return interveneCommand(command, args);
    case 'ingest':
      return ingestCommand(args);
    case 'help':
    case '--help':
    case '-h':
      say(USAGE);
      return EXIT.completed;
    default:
      throw new UsageError(`there is no command ${command}`);
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  complain(error instanceof DomainError ? `drctl: ${error.message}` : `drctl: ${String(error)}`);
  if (error instanceof UsageError) complain('"drctl help" says how it is used.');
  process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed;
}
