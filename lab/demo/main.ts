import { demo } from './demo.js';
import { readOptions, USAGE, UsageError } from './options.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    say(USAGE);
    return 0;
  }
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt.abort());
  try {
    return (await demo(options, interrupt.signal, say)) ? 0 : EXIT_FAILED;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    say('Interrupted; nothing is left behind.');
    return EXIT_INTERRUPTED;
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const usage = error instanceof UsageError;
  process.stderr.write(`${usage ? `${error.message}\n\n${USAGE}` : describe(error)}\n`);
  process.exitCode = usage ? EXIT_USAGE : EXIT_FAILED;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
