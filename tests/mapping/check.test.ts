import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { checkMapping, type MappingCheck } from '../../src/mapping/check.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { mappingTables, type Occurrence } from '../../src/mapping/occurrences.ts';
import { indexRows } from '../../src/mapping/references.ts';
import { pairOf, yaml } from '../config/sample.ts';
import { accounts, row } from './samples.ts';

const seen = (table: Occurrence['table'], value: string, more: Partial<Occurrence> = {}): Occurrence => ({
  table,
  value,
  where: [`bill ${value}`],
  used: true,
  ...more,
});

const references: MappingCheck['references'] = {
  accounts,
  units: indexRows([row('PCS', 'Piece'), row('BOX', 'Box')]),
  taxes: indexRows([row('TAXABLE', 'Tax on Purchases'), row('EXEMPT')]),
  paymentTerms: indexRows([row('NET30', 'Net 30 days')]),
  currencies: indexRows([row('EUR')]),
  locations: indexRows([row('BLUE', 'Main Warehouse')]),
  items: indexRows([row('TEA-01', 'Tea'), row('OLD', 'Old', 'blocked')]),
  suppliers: indexRows([
    row('V1', 'Tea Co'),
    row('V2', 'Twin'),
    row('V3', 'TWIN.'),
    row('V4', 'Gone', 'blocked is All'),
  ]),
};

describe('mapping check', () => {
  test('a mapping that lacks nothing', () => {
    const mapping = createMapping({
      accounts: { 310: { account: '10700' }, default: { account: '10999' } },
      taxes: { Standard: { code: 'TAXABLE' }, Exempt: 'none' },
      paymentTerms: { '30 days': 'NET30' },
      units: { Each: 'PCS' },
      locations: { Main: 'BLUE', Showroom: 'ignore' },
      suppliers: { Twin: 'V2' },
    });
    const occurrences = [
      seen('accounts', '310'),
      seen('accounts', ''),
      seen('taxes', 'Standard'),
      seen('paymentTerms', '30 DAYS'),
      seen('units', 'Each'),
      seen('units', 'Box'),
      seen('currencies', 'EUR'),
      seen('currencies', 'GBP'),
      seen('locations', 'Showroom'),
      seen('products', 'tea-01'),
      seen('suppliers', 'Tea Co.'),
      seen('suppliers', 'Twin'),
      seen('customers', 'Whoever'),
    ];
    expect(checkMapping({ mapping, occurrences, references, localCurrency: 'GBP' })).toEqual({
      findings: [],
      notes: [],
      yaml: '',
    });
  });

  test('everything that is unmapped, at once, with lines to paste', () => {
    const occurrences = [
      seen('accounts', '310', { name: 'Inventory', where: ['bill A', 'bill B', 'bill C'] }),
      seen('accounts', '429', { name: 'General expense' }),
      seen('accounts', '61400'),
      seen('accounts', ''),
      seen('accounts', 'ZZZ'),
      seen('units', 'Crate'),
      seen('taxes', 'Tax on Purchases'),
      seen('paymentTerms', 'Net30'),
      seen('locations', 'Main Warehouse'),
      seen('suppliers', 'Twin'),
      seen('products', 'TEA-1'),
    ];
    const result = checkMapping({ mapping: createMapping({}), occurrences, references });
    expect(result.notes).toEqual([]);
    expect(
      result.findings.map(({ code, record, field, seen: value }) => [code, record, field, value]),
    ).toEqual([
      ['account-unmapped', 'bill A and 2 more', 'mapping.accounts', '310'],
      ['account-unmapped', 'bill 429', 'mapping.accounts', '429'],
      ['account-unmapped', 'bill 61400', 'mapping.accounts', '61400'],
      ['account-missing', 'bill ', 'mapping.accounts', undefined],
      ['account-unmapped', 'bill ZZZ', 'mapping.accounts', 'ZZZ'],
      ['unit-unmapped', 'bill Crate', 'mapping.units', 'Crate'],
      ['tax-unmapped', 'bill Tax on Purchases', 'mapping.taxes', 'Tax on Purchases'],
      ['term-unmapped', 'bill Net30', 'mapping.paymentTerms', 'Net30'],
      ['location-unmapped', 'bill Main Warehouse', 'mapping.locations', 'Main Warehouse'],
      ['master-ambiguous', 'bill Twin', 'mapping.suppliers', 'Twin'],
      ['master-unknown', 'bill TEA-1', 'mapping.products', 'TEA-1'],
    ]);
    expect(result.yaml).toBe(
      [
        'mapping:',
        '  accounts:',
        '    "310": { account: "10700" } # ? Inventory',
        '    # ? "429": { account: "61400" } # General Expenses',
        '    # ? "61400": { account: "61400" } # General Expenses',
        '    # ? default: { account: "..." }',
        '    # ? ZZZ: { account: "..." }',
        '  units:',
        '    # ? Crate: "..."',
        '  taxes:',
        '    "Tax on Purchases": { code: TAXABLE } # ? Tax on Purchases',
        '  paymentTerms:',
        '    Net30: NET30 # ? Net 30 days',
        '  locations:',
        '    "Main Warehouse": BLUE # ? Main Warehouse',
        '  suppliers:',
        '    # ? Twin: V2 # Twin',
        '  products:',
        '    # ? TEA-1: TEA-01 # Tea',
        '',
      ].join('\n'),
    );
  });

  test('mapped values that lead nowhere, also in lines that nothing uses', () => {
    const mapping = createMapping({
      accounts: { 310: { account: '60000' }, 320: { account: '1', dimensions: { D: 'V' } } },
      taxes: { A: { code: 'NONE' }, B: { account: '77' } },
      locations: { Main: { code: 'BLUE', dimensions: { D: 'V' } } },
      suppliers: { Gone: 'V4', Lost: 'V5' },
      products: { X: 'OLD' },
      paymentTerms: { a: 'b' },
    });
    const lists = { ...references, dimensions: indexRows([]), dimensionValues: indexRows([]) };
    const result = checkMapping({
      mapping,
      occurrences: [seen('accounts', '310'), seen('suppliers', 'Gone')],
      references: lists,
    });
    expect(result.findings.map(({ code, seen: value }) => [code, value])).toEqual([
      ['account-unusable', '60000: accountType is Heading'],
      ['master-inactive', 'V4: blocked is All'],
    ]);
    expect(result.notes.map(({ code, record, seen: value }) => [code, record, value])).toEqual([
      ['account-unusable', 'config', '1'],
      ['tax-unusable', 'config', 'NONE'],
      ['tax-unusable', 'config', '77'],
      ['term-unmapped', 'config', 'b'],
      ['dimension-unknown', 'config', 'D'],
      ['master-unknown', 'config', 'V5'],
      ['master-inactive', 'config', 'OLD: blocked'],
    ]);
    expect(result.yaml).toBe(
      'mapping:\n  accounts:\n    # ? "310": { account: "..." }\n  suppliers:\n    # ? Gone: "..."\n',
    );
  });

  test('what no document uses is a note, and asks for no line', () => {
    const result = checkMapping({
      mapping: createMapping({}),
      occurrences: [
        seen('accounts', '310', { used: false }),
        seen('taxes', 'X', { used: false }),
        seen('taxes', 'x'),
      ],
      references,
    });
    expect(result.notes.map(({ code }) => code)).toEqual(['account-unmapped']);
    expect(result.findings).toMatchObject([{ code: 'tax-unmapped', record: 'bill X and 1 more' }]);
    expect(result.yaml).not.toContain('310');
  });

  test('tax targets in the form of the ERP; a line that is not complete stays commented out', () => {
    const check = {
      mapping: createMapping({ taxes: { A: { vatBus: 'X', vatProd: 'Y' } } }),
      occurrences: [seen('taxes', 'Tax on Purchases'), seen('taxes', 'A')],
      references,
    };
    const result = checkMapping({
      ...check,
      taxFields: { vatBus: undefined, vatProd: 'taxes' },
    });
    expect(result.findings.map(({ code, seen: value }) => [code, value])).toEqual([
      ['tax-unmapped', 'Tax on Purchases'],
      ['tax-unusable', 'Y'],
    ]);
    expect(result.yaml).toContain(
      '    # ? "Tax on Purchases": { vatBus: TAXABLE, vatProd: "..." } # Tax on Purchases\n',
    );
  });

  test('lists that the ERP does not show are trusted', () => {
    const mapping = createMapping({
      accounts: { 310: { account: 'X' } },
      units: { Each: 'Y' },
      taxes: { T: { code: 'Z' } },
      locations: { L: 'M' },
    });
    const occurrences = [
      seen('accounts', '310'),
      seen('units', 'Each'),
      seen('taxes', 'T'),
      seen('locations', 'L'),
      seen('products', 'P'),
      seen('suppliers', 'S'),
      seen('currencies', 'EUR'),
    ];
    expect(checkMapping({ mapping, occurrences, references: {} })).toEqual({
      findings: [],
      notes: [],
      yaml: '',
    });
  });

  test('the block is sound config, whatever the values', () => {
    const value = fc.string({ minLength: 1 }).filter((text) => /\S/.test(text) && !text.includes('${'));
    const occurrence = fc.record({
      table: fc.constantFrom(...mappingTables),
      value,
      name: value,
      where: fc.constant([]),
      used: fc.constant(true),
    });
    const names = fc.array(value, { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(occurrence, { maxLength: 6 }), names, (occurrences, codes) => {
        const index = indexRows(codes.map((code) => row(code, code)));
        const lists = {
          accounts: index,
          units: index,
          taxes: index,
          paymentTerms: index,
          currencies: index,
          locations: index,
          items: index,
          suppliers: index,
          customers: index,
        };
        const { findings, yaml: block } = checkMapping({
          mapping: createMapping({}),
          occurrences,
          references: lists,
        });
        expect(block === '').toBe(findings.length === 0);
        if (block === '') return;
        expect(() => parse(block)).not.toThrow();
        const pasted = pairOf(
          yaml().replace('    mapping:', () => block.trimEnd().replace(/^/gm, '    ')),
        ).mapping;
        const again = checkMapping({ mapping: createMapping(pasted), occurrences, references: lists });
        expect(again.findings.length).toBeLessThanOrEqual(findings.length);
      }),
    );
  });
});
