import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../../src/domain/text.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { pairOf, yaml } from '../config/sample.ts';

describe('createMapping', () => {
  const mapping = createMapping(
    pairOf(
      yaml({
        mapping: [
          'accounts: { 0310: { account: 10700 }, default: { account: 10999 } }',
          'units: { Each: PCS, Piece: pcs, 30: CASE, 10: CASE }',
          'taxes: { Tax on Purchases: { code: TAXABLE }, Exempt: none }',
          'paymentTerms: { 30 days: NET30, Net 30: net30 }',
          'currencies: { GBP: UKP }',
          'locations: { Main: BLUE, Back Room: { code: blue, dimensions: { D: V } }, Showroom: ignore, Yard: { dimensions: { D: V } } }',
          'suppliers: { Tea Co: V00010 }',
          'products: { TEA-01: 1896-S }',
        ].join('\n'),
      }),
    ).mapping,
  );

  test('looks up trimmed and without case', () => {
    expect(mapping.term(' 30  DAYS ')).toBe('NET30');
    expect(mapping.tax('tax on purchases')).toEqual({ code: 'TAXABLE' });
    expect(mapping.tax('exempt')).toBe('none');
    expect(mapping.pin('suppliers', 'TEA CO')).toBe('V00010');
    expect(mapping.location('main')).toEqual({ code: 'BLUE' });
    expect(mapping.location('showroom')).toBe('ignore');
  });

  test('0310 is not 310, and the default is no account', () => {
    expect(mapping.account('0310')).toEqual({ account: '10700' });
    expect(mapping.account('310')).toBeUndefined();
    expect(mapping.account('default')).toBeUndefined();
    expect(mapping.defaultAccount).toEqual({ account: '10999' });
    expect(createMapping({}).defaultAccount).toBeUndefined();
  });

  test('only currencies, units and SKUs default to the same code', () => {
    expect([mapping.unit('Box'), mapping.currency('EUR'), mapping.sku('X')]).toEqual(['Box', 'EUR', 'X']);
    expect([
      mapping.account('1'),
      mapping.tax('1'),
      mapping.term('1'),
      mapping.location('1'),
      mapping.pin('products', '1'),
    ]).toEqual(Array(5).fill(undefined));
  });

  test('the way back is the first that is listed, also where keys look like numbers', () => {
    expect(mapping.back.unit('PCS')).toBe('Each');
    expect(mapping.back.unit('case')).toBe('30');
    expect(mapping.back.unit('BOX')).toBe('BOX');
    expect(mapping.back.term('Net30')).toBe('30 days');
    expect(mapping.back.term('X')).toBeUndefined();
    expect(mapping.back.currency('UKP')).toBe('GBP');
    expect(mapping.back.sku('1896-s')).toBe('TEA-01');
    expect(mapping.back.location('Blue')).toBe('Main');
    expect(mapping.back.location('')).toBeUndefined();
    expect(mapping.back.location('ignore')).toBeUndefined();
  });

  test('keys as written', () => {
    expect(mapping.keys('accounts')).toEqual(['0310', 'default']);
    expect(mapping.keys('units')).toEqual(['Each', 'Piece', '30', '10']);
    expect(mapping.keys('customers')).toEqual([]);
  });

  test('tables of any keys: what went in comes out', () => {
    const key = fc
      .oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '7'))
      .filter((text) => fold(text) !== '');
    const rows = fc.uniqueArray(fc.tuple(key, key), { selector: ([name]) => fold(name) });
    fc.assert(
      fc.property(rows, (entries) => {
        const { unit, back, keys } = createMapping({ units: new Map(entries) });
        expect(keys('units')).toEqual(entries.map(([name]) => name));
        for (const [name, code] of entries) {
          expect(unit(` ${name} `)).toBe(code);
          expect(back.unit(code)).toBe(entries.find(([, other]) => fold(other) === fold(code))?.[0]);
        }
      }),
    );
  });
});
