import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

/** What belongs to one machine: absolute paths of a checkout or of root's home, and hosts that packages came from. */
const TRACES: Record<string, RegExp> = {
  'a path of one machine': /(?<![\w.~)}\]*-])\/(?:work|root|Users|home\/(?!node\b)\w+)\//,
  'a package registry':
    /\b(?:registry\.(?:npmjs|yarnpkg|npmmirror)\.|npm\.pkg\.github\.|(?:artifactory|nexus|verdaccio)[\w-]*\.\w)/,
  'a resolved package address': /"resolved": "https?:/,
};

const SELF = 'test/house/no-machine-paths.spec.ts';

function traces(text: string): string[] {
  return text.split('\n').flatMap((line, index) =>
    Object.entries(TRACES)
      .filter(([, pattern]) => pattern.test(line))
      .map(([what]) => `line ${index + 1}: ${what}`),
  );
}

/** Tracked files and those that the next `git add` would track. */
function trackedFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    maxBuffer: 1 << 26,
  });
  return listed
    .toString()
    .split('\0')
    .filter((file) => file !== '' && file !== SELF && existsSync(file) && statSync(file).isFile());
}

describe('tracked files', () => {
  test('hold no path of one machine and no registry host', () => {
    const found = trackedFiles().flatMap((file) =>
      traces(readFileSync(file, 'utf8')).map((trace) => `${file} ${trace}`),
    );
    expect(found).toEqual([]);
  });

  test.each([
    ['cd /work/main && npm test', 1],
    ['"/root/.npmrc"', 1],
    ['see /home/alice/notes', 1],
    ['registry=https://registry.npmjs.org/', 1],
    ['"resolved": "https://example.org/x.tgz"', 1],
    ['https://example.org/work/items', 0],
    ['COPY --from=build /home/node/app .', 0],
    ['/app/dist and ./work/ and /working/', 0],
  ])('control: %s', (line, count) => {
    expect(traces(line)).toHaveLength(count);
  });
});
