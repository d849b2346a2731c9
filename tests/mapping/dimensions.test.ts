import { describe, expect, test } from '@jest/globals';
import { defaultsFor } from '../../src/mapping/defaults.ts';
import { mapDimensions, mergeDimensions } from '../../src/mapping/dimensions.ts';
import { indexRows } from '../../src/mapping/references.ts';
import { at, row, told } from './samples.ts';

const lists = {
  dimensions: indexRows([row('DEPARTMENT'), row('AREA')]),
  dimensionValues: indexRows([row('DEPARTMENT/PROD'), row('DEPARTMENT/OLD', '', 'blocked'), row('AREA/A/1')]),
};

describe('dimensions', () => {
  test("the account's own value holds over the location's", () => {
    expect(mergeDimensions({ Department: 'PROD' }, { DEPARTMENT: 'SALES', AREA: '30' })).toEqual({
      Department: 'PROD',
      AREA: '30',
    });
    expect(mergeDimensions(undefined, undefined)).toEqual({});
  });

  test('come with the codes as the ERP prints them', () => {
    const map = told((findings) =>
      mapDimensions(
        at,
        { account: '1', dimensions: { department: 'prod' } },
        { dimensions: { area: 'a/1' } },
        lists,
        findings,
      ),
    );
    expect(map).toEqual({
      value: { AREA: 'A/1', DEPARTMENT: 'PROD' },
      problems: [],
      warnings: [],
      missing: [],
    });
  });

  test('that do not exist, and values that do not exist or are blocked', () => {
    const map = told((findings) =>
      mapDimensions(
        at,
        { account: '1', dimensions: { DEPARTMENT: 'OLD', COLOUR: 'RED' } },
        { dimensions: { AREA: '40' } },
        lists,
        findings,
      ),
    );
    expect(map.value).toEqual({});
    expect(map.problems.map(({ code, seen }) => [code, seen])).toEqual([
      ['dimension-unknown', 'AREA/40'],
      ['dimension-unknown', 'DEPARTMENT/OLD: blocked'],
      ['dimension-unknown', 'COLOUR'],
    ]);
    expect(map.missing).toEqual(['dimensionValues', 'dimensions']);
  });

  test('lists that the ERP does not show are not checked against; an ignored location has none', () => {
    const target = { account: '1', dimensions: { X: 'Y' } };
    expect(told((findings) => mapDimensions(at, target, 'ignore', {}, findings)).value).toEqual({ X: 'Y' });
    expect(told((findings) => mapDimensions(at, undefined, undefined, lists, findings)).value).toEqual({});
  });
});

describe('defaults of new records', () => {
  const rules = [
    { when: { country: 'DE', currency: 'EUR' }, set: { a: '1' } },
    { when: { currency: 'EUR' }, set: { a: '2' } },
    { when: {}, set: { a: '3' } },
  ];
  test.each([
    [{ country: 'de', currency: 'EUR' }, '1'],
    [{ country: 'FR', currency: 'eur' }, '2'],
    [{ currency: 'EUR' }, '2'],
    [{ country: 'DE', currency: 'USD' }, '3'],
    [{}, '3'],
  ])('%j', (record, a) => {
    expect(defaultsFor(rules, record)).toEqual({ a });
  });

  test('no rule that fits', () => {
    expect(defaultsFor(rules.slice(0, 1), {})).toEqual({});
    expect(defaultsFor(undefined, {})).toEqual({});
  });
});
