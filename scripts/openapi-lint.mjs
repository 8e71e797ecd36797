// `node scripts/openapi-lint.mjs [file]`: docs/openapi.json against the recommended rules of Redocly and of Spectral.
// A warning counts as much as an error. What is excepted says why; an exception that excepts nothing is wrong, too.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectralCore from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';

const EXCEPTIONS = [
  {
    rules: ['no-unused-components', 'oas3-unused-component'],
    places: ['#/components/responses/not_found', '#/components/responses/method_not_allowed'],
    reason: 'They answer an address or a method that no operation has, so that none can refer to them.',
  },
];

const file = resolve(process.argv[2] ?? 'docs/openapi.json');
const text = readFileSync(file, 'utf8');
const found = [...(await byRedocly()), ...(await bySpectral())];
const excepted = EXCEPTIONS.flatMap(({ rules, places }) =>
  rules.flatMap((rule) => places.map((at) => `${rule} ${at}`)),
);

const faults = [
  ...found
    .filter(({ rule, at }) => !excepted.includes(`${rule} ${at}`))
    .map(({ rule, at, what }) => `${rule} ${at}\n  ${what}`),
  ...excepted
    .filter((exception) => !found.some(({ rule, at }) => exception === `${rule} ${at}`))
    .map((exception) => `${exception}\n  is excepted in scripts/openapi-lint.mjs, and nobody objects to it`),
];
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
}

async function byRedocly() {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: text, absoluteRef: file, config });
  return problems.map(({ ruleId, message, location }) => ({
    rule: ruleId,
    at: location[0]?.pointer ?? '#',
    what: message,
  }));
}

async function bySpectral() {
  const spectral = new spectralCore.Spectral();
  spectral.setRuleset({ extends: [[spectralRulesets.oas, 'recommended']] });
  const problems = await spectral.run(text);
  return problems.map(({ code, message, path }) => ({ rule: String(code), at: pointer(path), what: message }));
}

function pointer(path) {
  return ['#', ...path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}
