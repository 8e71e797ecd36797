import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ENVIRONMENT_VARIABLES } from '#config/config.js';

/** Read by docker-compose.yml alone, never by the service. */
const COMPOSE_ONLY = ['POSTGRES_PASSWORD'];

const example = readFileSync('.env.example', 'utf8');
const documented = [...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name ?? '');

describe('.env.example', () => {
  test('names exactly the variables that libs/config reads', () => {
    expect(documented.toSorted()).toEqual([...ENVIRONMENT_VARIABLES, ...COMPOSE_ONLY].toSorted());
  });

  test('explains each variable, or the pair that it stands in, right above it', () => {
    const unexplained = example
      .split('\n\n')
      .filter((paragraph) => /^#?[A-Z][A-Z0-9_]*=/m.test(paragraph))
      .filter((paragraph) => !paragraph.startsWith('# '));
    expect(unexplained).toEqual([]);
  });
});
