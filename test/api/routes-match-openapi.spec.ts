import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiDescription } from '../support/openapi.js';
import { ServiceUnderTest } from './running-service.js';

interface Routes {
  readonly router: readonly string[];
  readonly handlers: readonly {
    readonly route: string;
    readonly permission: string | null;
    readonly isPublic: boolean;
    readonly limit: string | null;
    /** From the outermost to the innermost. */
    readonly interceptors: readonly string[];
  }[];
}

const api = ApiDescription.committed();
let service: ServiceUnderTest;
let routes: Routes;

beforeAll(async () => {
  service = await ServiceUnderTest.start();
  // In a process of its own, as it is built: what it says comes from the router that serves, and not from this test.
  const script = fileURLToPath(new URL('./print-routes.mjs', import.meta.url));
  const env = { ...process.env, ...service.service.secrets, DATABASE_URL: service.service.databaseUrl, QUEUE_URL: '' };
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env });
  routes = JSON.parse(stdout) as Routes;
});

afterAll(async () => {
  await service?.stop();
});

const inExpress = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');
const documented = api.operations.map((operation) => ({
  ...operation,
  route: `${operation.method} ${inExpress(operation.path)}`,
}));

describe('the document and the routes of the API', () => {
  test('are the same set', () => {
    const served = [...new Set(routes.router)].toSorted();
    expect(served.length).toBeGreaterThan(30);
    expect(documented.map(({ route }) => route).toSorted()).toEqual(served);
    expect(routes.handlers.map(({ route }) => route).toSorted()).toEqual(served);
  });

  test('agree on who may ask', () => {
    for (const { route, permission, isPublic } of routes.handlers) {
      const { description, ...operation } = documented.find((one) => one.route === route)!;
      const said = /`([a-z]+\.[a-z]+)`/.exec(description)?.[1] ?? null;
      expect({ route, isPublic: operation.isPublic, permission: said }).toEqual({ route, isPublic, permission });
    }
  });

  test('agree on what is limited', () => {
    const limited = (operation: (typeof documented)[number]) =>
      '429' in api.document.paths[operation.path]![operation.method.toLowerCase()]!.responses;
    const expected = routes.handlers.filter(({ limit }) => limit !== null).map(({ route }) => route);
    expect(
      documented
        .filter(limited)
        .map(({ route }) => route)
        .toSorted(),
    ).toEqual(expected.toSorted());
  });

  test('no route that changes something can be repeated unseen, and no limit goes uncounted', () => {
    const expected = routes.handlers.map(({ route, limit }) => ({
      route,
      interceptors: [
        ...(route.startsWith('GET ') ? [] : ['IdempotencyInterceptor']),
        ...(limit === null ? [] : ['RateLimitInterceptor']),
      ],
    }));
    expect(routes.handlers.map(({ route, interceptors }) => ({ route, interceptors }))).toEqual(expected);
  });

  test('what is served is what is committed', async () => {
    const answer = await service.call('GET', '/openapi.json', { token: null });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(api.document);
  });

  test('/docs is one page that loads and runs nothing', async () => {
    const answer = await fetch(`${service.service.address}/docs`);
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'sha256-");
    expect(page).not.toMatch(/<(script|link|img|iframe|object)\b|\bsrc=|@import|url\(/i);
    for (const { id, path } of api.operations) {
      expect(page).toContain(`id="${id}"`);
      expect(page).toContain(path);
    }
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target!);
    expect(targets.filter((target) => !page.includes(`id="${target}"`))).toEqual([]);
  });
});
