import { z } from 'zod';
import type { Action, ActionContext } from '#engine/ports.js';
import { requireAllowedHost } from '#outbound/address-guard.js';
import { PeerUnreachableError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import type { SecretResolver } from '../ports.js';
import { environmentOf, OpenedSecrets } from '../process/context.js';
import { outcomeSchema } from '../process/outcome.js';
import { programSteps, type ProgramRun } from '../process/program-steps.js';
import { throwIfStopped } from '../stoppable.js';
import { runOverSsh, type Login } from './client.js';
import { commandLine } from './command-line.js';

/** A word could otherwise be taken for an option of the client. */
const name = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'must be a name of letters, digits and _ . -');

const remoteCommand = z.strictObject({
  /** Program and arguments. Each is quoted for the POSIX shell of the other side. */
  command: z.array(z.string().min(1)).min(1).max(100),
  /** `secret://name` becomes the secret. */
  stdin: z.string().default(''),
  expect: outcomeSchema.prefault({}),
});
type RemoteCommand = z.output<typeof remoteCommand>;

const schema = remoteCommand.extend({
  /** Name or address; IPv6 without brackets. */
  host: z.string().regex(/^([A-Za-z0-9_][A-Za-z0-9_.-]*|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$/, 'must be a host'),
  port: z.int().min(1).max(65_535).default(22),
  user: name,
  /** Private key in OpenSSH's format, without a passphrase. */
  key: z.string().regex(/^secret:\/\/\S+$/, 'must be secret://name'),
  /** The server's public key, as in `known_hosts`: nobody else is talked to. */
  host_key: z
    .string()
    .regex(/^(ssh-|ecdsa-|sk-)[a-z0-9@.-]+ [A-Za-z0-9+/=]+$/, 'must be `type base64` of a public key'),
  probe: remoteCommand.optional(),
  undo: remoteCommand.optional(),
});
type Inputs = z.output<typeof schema>;

/** The client's own failures: not reached, not let in, or not the host that it should be. */
const CLIENT_FAILED = 255;

/**
 * Runs a program on another machine over SSH, by the machine's own OpenSSH client. When the step is stopped the
 * connection is cut; the remote program may go on, so give the step a `probe`.
 */
export function sshAction(secrets: SecretResolver): Action<Inputs> {
  const run = async (
    inputs: Inputs,
    { command, stdin }: RemoteCommand,
    context: ActionContext,
  ): Promise<ProgramRun> => {
    requireAllowedHost(inputs.host);
    const opened = new OpenedSecrets(secrets);
    const login: Login = {
      host: inputs.host,
      port: inputs.port,
      user: inputs.user,
      hostKey: inputs.host_key,
      privateKey: await opened.open(inputs.key),
    };
    const input = await opened.open(stdin);
    throwIfStopped(context.signal, `a command on ${inputs.host}`);
    const { PATH: _, ...told } = environmentOf(context);
    const result = await runOverSsh(login, commandLine(told, command), input, context.signal);
    if (result.exitCode === CLIENT_FAILED) throw unreachable(inputs.host, result.stderr);
    return { result, known: opened.values };
  };

  return {
    name: 'ssh',
    parse: inputParser('ssh', schema),
    ...programSteps(run),
  };
}

/** The client says why in its last line; a program that ends with 255 itself is taken for that as well. */
function unreachable(host: string, said: string): PeerUnreachableError {
  const why = said.trim().split('\n').at(-1)?.trim().slice(0, 200);
  return new PeerUnreachableError(`ssh://${host}`, why === undefined || why === '' ? 'exit code 255' : why);
}
