import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseConfig } from '../../src/config/load.ts';

const example = readFileSync(
  fileURLToPath(new URL('../../config.example.yaml', import.meta.url)),
  'utf8',
).replace(/^( {2})# /gm, '$1');
const env = { BC_TENANT_ID: 't', FO_TENANT_ID: 't' };
const lines = example.split('\n');

/** Whatever is done to a file, the answer is a config or problems with places in it. */
function survives(text: string): void {
  const loaded = parseConfig(text, 'config.yaml', env);
  if (loaded.ok) return;
  expect(loaded.problems.length).toBeGreaterThan(0);
  for (const { line, column, message } of loaded.problems) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(text.split('\n').length + 1);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(message).not.toMatch(/undefined|\[object|Invalid input|NaN/);
  }
}

test('lines that are lost, doubled or moved', () => {
  const change = fc.tuple(fc.nat(lines.length - 1), fc.nat(lines.length - 1), fc.nat(8));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3 }), (changes) => {
      const text = [...lines];
      for (const [at, from, by] of changes)
        text.splice(at, by % 3, `${' '.repeat(by)}${(lines[from] ?? '').trim()}`);
      survives(text.join('\n'));
    }),
    { numRuns: 60 },
  );
});

test('values that are something else', () => {
  const value = fc.constantFrom(
    '~',
    '[]',
    '{}',
    '[[]]',
    '{ a: b }',
    '-1',
    '1e400',
    '*x',
    '&x {}',
    '!!int x',
    `"\${env:NO}"`,
    '|',
    'true',
    '{ type: nav }',
  );
  fc.assert(
    fc.property(fc.nat(lines.length - 1), value, (at, other) => {
      survives(
        lines.map((line, index) => (index === at ? line.replace(/: .*/, `: ${other}`) : line)).join('\n'),
      );
    }),
    { numRuns: 60 },
  );
});

test('any text', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), survives));
});
