/**
 * The contract between the supervisor and the API and worker processes: an IPC channel over which a child says that it
 * is ready, and whose closing tells the child that its supervisor is gone.
 */
export interface ReadyMessage {
  type: 'ready';
  /** Where the API listens, e.g. `http://127.0.0.1:3000`. */
  address?: string;
}

/** sysexits.h EX_CONFIG: the configuration is wrong, trying again cannot help, and the reason has been printed. */
export const EXIT_CONFIG = 78;

/** Tells the supervisor, if there is one, that this process does its work. */
export function reportReady(info: Omit<ReadyMessage, 'type'> = {}): void {
  process.send?.({ type: 'ready', ...info } satisfies ReadyMessage);
}

/**
 * Ends this process when its supervisor is gone, killed -9 say: nobody would stop it otherwise, and the next start would
 * meet it. `stop` is the same orderly stop as for SIGTERM; without one the process ends at once. Does nothing without
 * a supervisor.
 */
export function exitWithParent(stop: () => unknown = () => process.exit(0)): void {
  if (process.channel === undefined || process.channel === null) return;
  process.once('disconnect', stop);
  process.channel.unref(); // the channel alone must not keep a process alive that has finished its work
}
