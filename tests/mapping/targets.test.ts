import { describe, expect, test } from '@jest/globals';
import { money } from '../../src/domain/money.ts';
import { mapAccount, useAccount } from '../../src/mapping/accounts.ts';
import { mapCurrency } from '../../src/mapping/currencies.ts';
import { mapLocation } from '../../src/mapping/locations.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { indexRows } from '../../src/mapping/references.ts';
import { mapTax, useTax } from '../../src/mapping/taxes.ts';
import { mapTerm } from '../../src/mapping/terms.ts';
import { mapUnit } from '../../src/mapping/units.ts';
import { accounts, at, row, told } from './samples.ts';

const mapping = createMapping({
  accounts: {
    310: { account: '10700', dimensions: { D: 'V' } },
    400: { account: '60000' },
    500: { account: '1070' },
    default: { account: '10999' },
  },
  units: { Each: 'PCS', Crate: 'CRT' },
  taxes: { Standard: { code: 'vat20' }, Exempt: 'none' },
  paymentTerms: { '30 days': 'net30', COD: 'CASH' },
  currencies: { GBP: 'UKP' },
  locations: { Main: 'blue', Gone: 'RED', Showroom: 'ignore', Yard: { dimensions: { D: 'V' } } },
});
const none = createMapping({});
const { record, field } = at;

describe('accounts', () => {
  const map = (account: string | undefined, using = mapping) =>
    told((findings) => mapAccount(at, account, using, accounts, findings));

  test('a mapped account, with the code as the ERP prints it', () => {
    expect(map(' 310 ')).toEqual({
      value: { account: '10700', dimensions: { D: 'V' } },
      problems: [],
      warnings: [],
      missing: [],
    });
  });

  test('a line without an account takes the default', () => {
    expect(map(undefined).value).toEqual({ account: '10999' });
    expect(map(' ').value).toEqual({ account: '10999' });
  });

  test('without a default it is missing', () => {
    const { value, problems, missing } = map('', none);
    expect(value).toBeUndefined();
    expect(problems).toEqual([
      {
        code: 'account-missing',
        record,
        field,
        seen: undefined,
        allowed: expect.any(Array),
        fix: 'give the line an account in Cin7, or add mapping.accounts: { default: { account: "..." } }',
      },
    ]);
    expect(missing).toEqual([]);
  });

  test('an unmapped account never takes the default', () => {
    const { value, problems, missing } = map('61400x');
    expect(value).toBeUndefined();
    expect(problems).toEqual([
      {
        code: 'account-unmapped',
        record,
        field,
        seen: '61400x',
        allowed: ['61400 (General Expenses)', '61300 (Freight)', '10700 (Inventory)', '10999 (Suspense)'],
        fix: 'add mapping.accounts: { "61400x": { account: "..." } }',
      },
    ]);
    expect(missing).toEqual([]);
  });

  test('a target that the ERP does not have asks for a fresh list', () => {
    const { problems, missing } = map('500');
    expect(problems).toEqual([
      {
        code: 'account-unusable',
        record,
        field,
        seen: '1070',
        allowed: ['10700 (Inventory)', '10999 (Suspense)', '61300 (Freight)', '61400 (General Expenses)'],
        fix: 'change mapping.accounts: { "500": { account: "..." } }',
      },
    ]);
    expect(missing).toEqual(['accounts']);
  });

  test('a target that cannot be booked on says why, and asks for a fresh list', () => {
    const { problems, missing } = map('400');
    expect(problems).toMatchObject([
      {
        code: 'account-unusable',
        seen: '60000: accountType is Heading',
        fix: 'make 60000 usable at the ERP, or change mapping.accounts: { "400": { account: "..." } }',
      },
    ]);
    expect(missing).toEqual(['accounts']);
  });

  test('an account that the config names elsewhere', () => {
    expect(told((findings) => useAccount(at, '10999', accounts, findings)).value).toBe('10999');
    expect(told((findings) => useAccount(at, '1', accounts, findings)).problems).toMatchObject([
      { code: 'account-unusable', fix: 'name another account in the config' },
    ]);
  });
});

describe('taxes', () => {
  const map = (rule: string | undefined, tax: string, form?: string[]) =>
    told((findings) => mapTax(at, rule, money(tax, 'EUR'), mapping, findings, form));

  test.each([
    ['Standard', '20', { code: 'vat20' }],
    ['standard', '0', { code: 'vat20' }],
    ['Exempt', '0.00', 'none'],
    [undefined, '0', 'none'],
    [' ', '0', 'none'],
  ])('%s with tax of %s', (rule, tax, value) => {
    expect(map(rule, tax)).toEqual({ value, problems: [], warnings: [], missing: [] });
  });

  test('a rule that is in no line', () => {
    expect(map('Reduced', '0')).toMatchObject({
      value: undefined,
      problems: [
        {
          code: 'tax-unmapped',
          record,
          field,
          seen: 'Reduced',
          allowed: ['Standard', 'Exempt'],
          fix: 'add mapping.taxes: { Reduced: { code: "..." } }',
        },
      ],
    });
    expect(map('Reduced', '0', ['vatBus', 'vatProd']).problems[0]?.fix).toBe(
      'add mapping.taxes: { Reduced: { vatBus: "...", vatProd: "..." } }',
    );
  });

  test('tax without a rule', () => {
    expect(map('', '1.5').problems).toMatchObject([
      {
        code: 'tax-unmapped',
        seen: 'tax of 1.50 EUR without a tax rule',
        fix: 'give the line a tax rule in Cin7',
      },
    ]);
  });

  test('tax on a line that must have none', () => {
    expect(map('Exempt', '-0.01')).toMatchObject({
      value: undefined,
      problems: [
        {
          code: 'tax-unusable',
          seen: 'Exempt: tax of -0.01 EUR',
          allowed: ['tax of 0.00'],
          fix: 'change mapping.taxes: { Exempt: { code: "..." } }',
        },
      ],
    });
  });

  test('codes of the target against the list of the ERP', () => {
    const index = indexRows([row('VAT20', '20 %'), row('OLD', '', 'blocked')]);
    expect(told((findings) => useTax(at, 'vat20', index, findings)).value).toBe('VAT20');
    expect(told((findings) => useTax(at, 'vat', index, findings))).toMatchObject({
      value: undefined,
      missing: ['taxes'],
      problems: [{ code: 'tax-unusable', seen: 'vat', allowed: ['VAT20 (20 %)'] }],
    });
    expect(told((findings) => useTax(at, 'old', index, findings, 'setup'))).toMatchObject({
      missing: ['setup'],
      problems: [{ seen: 'OLD: blocked' }],
    });
  });
});

describe('payment terms', () => {
  const terms = indexRows([row('NET30', 'Net 30 days')]);
  const map = (term: string | undefined, list: typeof terms | undefined = terms) =>
    told((findings) => mapTerm(at, term, mapping, list, findings));

  test('mapped, blank, unmapped, unknown at the ERP', () => {
    expect(map('30 DAYS').value).toBe('NET30');
    expect(map(undefined)).toMatchObject({ value: undefined, problems: [] });
    expect(map('60 days')).toMatchObject({
      missing: [],
      problems: [
        {
          code: 'term-unmapped',
          seen: '60 days',
          allowed: ['NET30 (Net 30 days)'],
          fix: 'add mapping.paymentTerms: { "60 days": "..." }',
        },
      ],
    });
    expect(map('COD')).toMatchObject({
      missing: ['paymentTerms'],
      problems: [{ code: 'term-unmapped', seen: 'CASH', fix: 'change mapping.paymentTerms: { COD: "..." }' }],
    });
  });

  test('an ERP without such a list is trusted', () => {
    const trust = (term: string) => told((findings) => mapTerm(at, term, mapping, undefined, findings));
    expect(trust('COD').value).toBe('CASH');
    expect(trust('60 days').problems).toMatchObject([{ code: 'term-unmapped', allowed: undefined }]);
  });
});

describe('units', () => {
  const units = indexRows([row('PCS', 'Piece'), row('Box', 'Box')]);
  const map = (unit: string | undefined) => told((findings) => mapUnit(at, unit, mapping, units, findings));

  test('mapped, the same, blank, unknown at the ERP', () => {
    expect([map('each').value, map('BOX').value, map('').value]).toEqual(['PCS', 'Box', undefined]);
    expect(map('').problems).toEqual([]);
    expect(map('Crate')).toMatchObject({
      missing: ['units'],
      problems: [{ code: 'unit-unmapped', seen: 'CRT', fix: 'add mapping.units: { Crate: "..." }' }],
    });
    expect(map('Pallet').problems).toMatchObject([{ code: 'unit-unmapped', seen: 'Pallet' }]);
  });
});

describe('currencies', () => {
  const currencies = indexRows([row('UKP'), row('USD')]);
  const map = (currency: string, local?: string) =>
    told((findings) => mapCurrency(at, currency, mapping, currencies, findings, local));

  test('mapped, the same, the own one, unknown at the ERP', () => {
    expect([map('GBP').value, map('usd').value, map('eur', 'EUR').value]).toEqual(['UKP', 'USD', 'EUR']);
    expect(map('EUR')).toMatchObject({
      missing: ['currencies'],
      problems: [
        {
          code: 'currency-unmapped',
          seen: 'EUR',
          fix: 'set the currency up at the ERP, or add mapping.currencies: { EUR: "..." }',
        },
      ],
    });
  });
});

describe('locations', () => {
  const locations = indexRows([row('BLUE', 'Blue Warehouse')]);
  const map = (location: string | undefined, list: typeof locations | undefined = locations) =>
    told((findings) => mapLocation(at, location, mapping, list, findings));

  test('mapped, ignored, blank, without a code', () => {
    expect([map('MAIN').value, map('Showroom').value, map(undefined).value, map('Yard').value]).toEqual([
      { code: 'BLUE' },
      'ignore',
      'ignore',
      { dimensions: { D: 'V' } },
    ]);
  });

  test('unmapped, unknown at the ERP', () => {
    expect(map('Attic').problems).toEqual([
      {
        code: 'location-unmapped',
        record,
        field,
        seen: 'Attic',
        allowed: ['BLUE (Blue Warehouse)'],
        fix: 'add mapping.locations: { Attic: "..." } or mapping.locations: { Attic: ignore }',
      },
    ]);
    expect(map('Gone')).toMatchObject({
      value: undefined,
      missing: ['locations'],
      problems: [{ code: 'location-unmapped', seen: 'RED' }],
    });
    expect(told((findings) => mapLocation(at, 'Gone', mapping, undefined, findings)).value).toEqual({
      code: 'RED',
    });
  });
});
