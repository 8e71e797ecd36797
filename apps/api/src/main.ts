import 'reflect-metadata';
import { isIPv6, type AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import { ConfigError, loadApiConfig, type ApiConfig } from '#config/config.js';
import { EXIT_CONFIG, exitWithParent, reportReady } from '#embedded/parent.js';
import { createApi } from './create-api.js';
import { createLogger } from './logging/logger.js';

class ListenError extends Error {
  constructor(
    message: string,
    readonly exitCode: number,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

async function main(): Promise<void> {
  const config = loadApiConfig();
  const logger = createLogger(config.logLevel);
  const app = await createApi(config, logger);
  stopOnRequest(app, config, logger);
  const address = await listen(app, config);
  logger.info({ address }, 'api ready');
  reportReady({ address });
}

async function listen(app: NestExpressApplication, { http }: ApiConfig): Promise<string> {
  try {
    await app.listen(http.port, http.host);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw cause;
    const why = code === 'EADDRINUSE' ? 'is in use by another program' : `can not be used (${code})`;
    const message = `Port ${http.port} on ${http.host} ${why}. Choose another one with PORT.`;
    // What has the port now may leave it; a port that is not ours to take stays so.
    throw new ListenError(message, code === 'EADDRINUSE' ? 1 : EXIT_CONFIG, { cause });
  }
  const { address, port } = app.getHttpServer().address() as AddressInfo;
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}`;
}

function stopOnRequest(app: NestExpressApplication, config: ApiConfig, logger: Logger): void {
  let stopping = false;
  const stop = (why: string): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ why }, 'api stops');
    // Requests under way are answered; what takes longer than the grace is cut off.
    setTimeout(() => app.getHttpServer().closeAllConnections(), config.shutdownGraceMs).unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'api did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  exitWithParent(() => stop('the supervisor is gone'));
}

main().catch((error: unknown) => {
  const known = error instanceof ConfigError || error instanceof ListenError;
  const text = error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`api: ${text}\n`);
  if (error instanceof ListenError) process.exit(error.exitCode);
  process.exit(known ? EXIT_CONFIG : 1);
});
