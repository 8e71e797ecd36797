import { Resolver } from 'node:dns/promises';
import type { Child } from '../process/child.js';

/** Whether the name server that `child` is answers yet for a name that it knows. @throws when it has ended */
export async function answers(child: Child, port: number, name: string): Promise<boolean> {
  if (child.pid === undefined) child.mustRun();
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  return resolver.resolve4(name).then(
    () => true,
    () => false,
  );
}
