import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';

interface Container {
  name: string;
  image: string;
  command: string[];
  securityContext?: object;
}

interface PodTemplate {
  spec: {
    terminationGracePeriodSeconds?: number;
    automountServiceAccountToken?: boolean;
    securityContext?: object;
    containers: Container[];
  };
}

interface Resource {
  kind: string;
  metadata: { name: string };
  spec?: { template?: PodTemplate };
  data?: Record<string, string>;
  stringData?: Record<string, string>;
}

interface Compose {
  services: Record<string, { command?: string[] }>;
}

const FOLDER = 'deploy/kubernetes';

function read(file: string): Resource[] {
  return parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8')).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Resource;
  });
}

const kustomization = parse(readFileSync(join(FOLDER, 'kustomization.yaml'), 'utf8')) as { resources: string[] };
const resources = kustomization.resources.flatMap(read);
const withPods = resources.flatMap(({ kind, metadata, spec }) =>
  spec?.template === undefined ? [] : [{ name: `${kind} ${metadata.name}`, pod: spec.template.spec }],
);
const example = readFileSync('.env.example', 'utf8');
const variables = [...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name ?? '');

/** `node dist/apps/api/src/main.js` → the source that it was compiled from. */
function sourceOf(command: readonly string[]): string | undefined {
  const built = command.find((argument) => argument.startsWith('dist/'));
  return built?.replace(/^dist\//, '').replace(/\.js$/, '.ts');
}

describe('the Kubernetes manifests', () => {
  test('are all part of the base, but for the example of a secret', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml');
    expect(files.toSorted()).toEqual([...kustomization.resources, 'secret.example.yaml'].toSorted());
  });

  test.each(withPods)('$name runs a program of ours', ({ pod }) => {
    for (const { command, image } of pod.containers) {
      expect(image).toBe('disaster-recovery-service');
      expect(existsSync(sourceOf(command) ?? 'nothing')).toBe(true);
    }
  });

  test.each(withPods)('$name runs without privileges', ({ pod }) => {
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    for (const { securityContext } of pod.containers) {
      expect(securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  test('set only variables that the service knows', () => {
    const set = [...resources, ...read('secret.example.yaml')]
      .filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
      .flatMap(({ data, stringData }) => Object.keys({ ...data, ...stringData }));
    expect(set.filter((name) => !variables.includes(name))).toEqual([]);
  });

  test('give a pod longer to end than the service takes', () => {
    const config = resources.find(({ kind }) => kind === 'ConfigMap');
    const graceSeconds = Number(config?.data?.['SHUTDOWN_GRACE_MS']) / 1000;
    const deployments = withPods.filter(({ name }) => name.startsWith('Deployment'));
    expect(deployments).toHaveLength(2);
    for (const { pod } of deployments) expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(graceSeconds + 5);
  });

  test('name no namespace', () => {
    expect(resources.filter(({ metadata }) => 'namespace' in metadata)).toEqual([]);
  });
});

describe('docker-compose.yml', () => {
  const text = readFileSync('docker-compose.yml', 'utf8');
  const { services } = parse(text, { merge: true }) as Compose;

  test('runs the programs of ours', () => {
    const sources = ['migrate', 'api', 'worker'].map((name) => sourceOf(services[name]?.command ?? []) ?? 'nothing');
    expect(sources.filter((source) => !existsSync(source))).toEqual([]);
  });

  test('takes only variables that .env.example explains', () => {
    const taken = [...text.matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name]) => name ?? '');
    expect(taken.filter((name) => !variables.includes(name))).toEqual([]);
  });
});
