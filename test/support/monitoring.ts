import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { freePort } from '#embedded/free-port.js';
import { Child } from '../../lab/process/child.js';
import { Cleanup } from '../../lab/process/cleanup.js';
import { waitUntil } from '../../lab/process/wait-until.js';

export interface MonitoringOptions {
  readonly programs: { readonly prometheus: string; readonly alertmanager: string };
  /** `host:port` that is scraped, and the plan that it stands for. */
  readonly target: { readonly address: string; readonly planId: string };
  /** Where alerts go, and the token that comes with them. */
  readonly receiver: { readonly url: string; readonly token: string };
}

interface PrometheusFile {
  readonly global: object;
  readonly scrape_configs: readonly object[];
}

interface RulesFile {
  readonly groups: readonly { readonly rules: readonly object[] }[];
}

interface AlertmanagerFile {
  readonly route: { readonly routes: readonly object[] };
  readonly receivers: readonly { readonly name: string; readonly webhook_configs?: readonly object[] }[];
}

/** A Prometheus and an Alertmanager on the files of deploy/monitoring, at other addresses and in more of a hurry. */
export class Monitoring {
  private constructor(
    private readonly prometheus: string,
    private readonly alertmanager: string,
    private readonly cleanup: Cleanup,
  ) {}

  static async start(options: MonitoringOptions): Promise<Monitoring> {
    const cleanup = new Cleanup();
    try {
      const directory = await mkdtemp(join(tmpdir(), 'monitoring-'));
      cleanup.add('the directory', () => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
      await chmod(directory, 0o700);
      const alertmanager = await startAlertmanager(options, directory, cleanup);
      const prometheus = await startPrometheus(options, directory, alertmanager, cleanup);
      return new Monitoring(`http://${prometheus}`, `http://${alertmanager}`, cleanup);
    } catch (error) {
      await cleanup.run();
      throw error;
    }
  }

  /** Whether Prometheus has seen the target answer at its last look. */
  async sees(isUp: boolean): Promise<boolean> {
    const answer = await getJson<{ data: { result: { value: [number, string] }[] } }>(
      `${this.prometheus}/api/v1/query?query=up`,
    );
    return answer.data.result[0]?.value[1] === (isUp ? '1' : '0');
  }

  /** Notifications that the receiver has taken so far. */
  async notificationsTaken(): Promise<number> {
    const text = await (await fetch(`${this.alertmanager}/metrics`)).text();
    const count = (name: string): number =>
      Number(new RegExp(`^${name}{integration="webhook"} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
    return count('alertmanager_notifications_total') - count('alertmanager_notifications_failed_total');
  }

  stop(): Promise<void> {
    return this.cleanup.run();
  }
}

async function startAlertmanager(options: MonitoringOptions, directory: string, cleanup: Cleanup): Promise<string> {
  const { url, token } = options.receiver;
  const tokenFile = join(directory, 'token');
  await writeFile(tokenFile, token, { mode: 0o600 });
  const { route, receivers } = await example<AlertmanagerFile>('alertmanager.yml');
  const hurried = { group_interval: '1s', repeat_interval: '1s' };
  const file = join(directory, 'alertmanager.yml');
  await writeFile(
    file,
    stringify({
      route: { ...route, routes: route.routes.map((one, index) => (index === 0 ? { ...one, ...hurried } : one)) },
      receivers: receivers.map(({ webhook_configs: hooks, ...receiver }) => ({
        ...receiver,
        ...(hooks && {
          webhook_configs: hooks.map((hook) => ({
            ...hook,
            url,
            http_config: { authorization: { credentials_file: tokenFile } },
          })),
        }),
      })),
    }),
  );
  return startServer(cleanup, 'Alertmanager', options.programs.alertmanager, (address) => [
    `--config.file=${file}`,
    `--storage.path=${join(directory, 'alerts')}`,
    `--web.listen-address=${address}`,
    '--cluster.listen-address=',
  ]);
}

async function startPrometheus(
  options: MonitoringOptions,
  directory: string,
  alertmanager: string,
  cleanup: Cleanup,
): Promise<string> {
  const { address, planId } = options.target;
  const { global, scrape_configs: scrapes } = await example<PrometheusFile>('prometheus.yml');
  const { groups } = await example<RulesFile>('disaster-recovery.rules.yml');
  const [file, rules] = [join(directory, 'prometheus.yml'), join(directory, 'rules.yml')];
  const hurried = { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' };
  await writeFile(
    rules,
    stringify({
      groups: groups.map((group) => ({ ...group, rules: group.rules.map((rule) => ({ ...rule, for: '2s' })) })),
    }),
  );
  await writeFile(
    file,
    stringify({
      global: { ...global, ...hurried },
      rule_files: [rules],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
      scrape_configs: scrapes.map((scrape) => ({
        ...scrape,
        static_configs: [{ targets: [address], labels: { dr_plan: planId } }],
      })),
    }),
  );
  return startServer(cleanup, 'Prometheus', options.programs.prometheus, (listen) => [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(directory, 'series')}`,
    `--web.listen-address=${listen}`,
    '--log.level=warn',
  ]);
}

/** @returns its `host:port`, once it says that it is ready. */
async function startServer(
  cleanup: Cleanup,
  name: string,
  program: string,
  argumentsFor: (address: string) => readonly string[],
): Promise<string> {
  const address = `127.0.0.1:${await freePort()}`;
  const child = new Child({ name, program, arguments: argumentsFor(address) });
  cleanup.add(name, () => child.kill());
  await waitUntil(async () => child.pid === undefined || (await fetch(`http://${address}/-/ready`)).ok, {
    what: `${name} is ready`,
    deadlineMs: 60_000,
  });
  child.mustRun();
  return address;
}

async function example<T>(name: string): Promise<T> {
  return parse(await readFile(new URL(`../../deploy/monitoring/${name}`, import.meta.url), 'utf8')) as T;
}

async function getJson<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}
