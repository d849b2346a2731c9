import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { indexRows } from '../../src/mapping/references.ts';
import { candidates, guess, nearestRows, sameRow } from '../../src/mapping/suggest.ts';
import { mappingFix, mappingLine, yamlText } from '../../src/mapping/yaml-fix.ts';
import { pairOf, problemsOf, yaml } from '../config/sample.ts';
import { accounts, row } from './samples.ts';

describe('suggestions', () => {
  test('come nearest by code or by name, and can be used', () => {
    expect(candidates(['61400'], accounts).slice(0, 2)).toEqual([
      '61400 (General Expenses)',
      '61300 (Freight)',
    ]);
    expect(candidates(['429', 'general expense'], accounts)[0]).toBe('61400 (General Expenses)');
    expect(candidates(['60000'], accounts)).not.toContain('60000 (Expenses)');
    expect(nearestRows(['x'], accounts, 2)).toHaveLength(2);
    expect(nearestRows(['x'], indexRows([]))).toEqual([]);
  });

  test('are at most five', () => {
    const many = indexRows(Array.from({ length: 40 }, (_, index) => row(`A${index}`)));
    expect(candidates(['A7'], many)).toHaveLength(5);
    expect(candidates(['A7'], many)[0]).toBe('A7');
  });

  test('are sure only when one row alone has this code or name', () => {
    expect(guess(['310', 'FREIGHT'], accounts)).toEqual({ row: row('61300', 'Freight'), sure: true });
    expect(guess(['310', 'Freights'], accounts)).toEqual({ row: row('61300', 'Freight'), sure: false });
    expect(guess(['zzz'], accounts)).toBeUndefined();
    expect(sameRow(['a'], indexRows([row('1', 'a'), row('2', 'A')]))).toBeUndefined();
    expect(sameRow(['a'], indexRows([row('1', 'a'), row('2', 'A', 'blocked')]))?.code).toBe('1');
    expect(sameRow([''], indexRows([row('1', '')]))).toBeUndefined();
  });
});

describe('lines to add', () => {
  test.each([
    ['310', '"310"'],
    ['PCS', 'PCS'],
    ['30 days', '"30 days"'],
    ['No', '"No"'],
    ['null', '"null"'],
    ['a: b', '"a: b"'],
    ['say "x"', '"say \\"x\\""'],
  ])('%s is written %s', (value, expected) => {
    expect(yamlText(value)).toBe(expected);
  });

  test('the whole line', () => {
    expect(mappingFix('accounts', '310', { account: '...', subaccount: undefined })).toBe(
      'mapping.accounts: { "310": { account: "..." } }',
    );
    expect(mappingLine('Each', 'PCS')).toBe('Each: PCS');
  });

  test('read back as what was meant, by YAML and by our own loader', () => {
    const text = fc.string({ minLength: 1 }).filter((value) => /\S/.test(value) && !value.includes('${'));
    fc.assert(
      fc.property(text, text, (key, code) => {
        expect(Object.entries(parse(mappingLine(key, code)) as object)).toEqual([[key, code]]);
        const sample = yaml({ mapping: `accounts:\n  ${mappingLine(key, { account: code })}` });
        expect(problemsOf(sample)).toEqual([]);
        expect([...pairOf(sample).mapping.accounts]).toEqual([[key, { account: code }]]);
      }),
    );
  });
});
