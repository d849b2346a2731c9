import { describe, expect, test } from '@jest/globals';
import {
  all,
  anyOf,
  changedSince,
  contains,
  either,
  equal,
  pathOf,
} from '../../../src/systems/acumatica/query.ts';
import { bill, vendor } from '../../../src/systems/acumatica/wire.ts';
import { unwrap, wrap } from '../../../src/systems/acumatica/wrap.ts';

describe('value objects', () => {
  test('fields are wrapped, system fields are bare, linked entities and details are not wrapped', () => {
    expect(
      wrap({
        id: 'g',
        VendorID: 'V1',
        Hold: true,
        Amount: 12.5,
        Terms: null,
        DueDate: undefined,
        note: 'n',
        MainContact: { Email: 'a@b.c', Address: { City: 'Perth' } },
        Details: [{ Qty: 1 }, { id: 'x', delete: true }],
        custom: { CurrentDocument: { TaxZoneID: 'DOMESTIC' } },
      }),
    ).toEqual({
      id: 'g',
      VendorID: { value: 'V1' },
      Hold: { value: true },
      Amount: { value: 12.5 },
      Terms: { value: null },
      note: { value: 'n' },
      MainContact: { Email: { value: 'a@b.c' }, Address: { City: { value: 'Perth' } } },
      Details: [{ Qty: { value: 1 } }, { id: 'x', delete: true }],
      custom: { CurrentDocument: { TaxZoneID: { type: 'CustomStringField', value: 'DOMESTIC' } } },
    });
  });

  test('an empty field has no value, a note may be null, links are left out', () => {
    const row = unwrap({
      id: '6d19a17c-a254-f111-bb2d-0680a1edd88b',
      rowNumber: 1,
      note: null,
      VendorID: { value: 'V000012   ' },
      TaxRegistrationID: {},
      MainContact: { Email: { value: 'ap@x.example' }, Address: { City: { value: 'Perth' } } },
      _links: { self: '/x' },
    });
    expect(row).toEqual({
      id: '6d19a17c-a254-f111-bb2d-0680a1edd88b',
      rowNumber: 1,
      note: null,
      VendorID: 'V000012   ',
      TaxRegistrationID: undefined,
      MainContact: { Email: 'ap@x.example', Address: { City: 'Perth' } },
    });
    expect(vendor.parse(row)).toMatchObject({ VendorID: 'V000012', TaxRegistrationID: '', Terms: '' });
  });

  test('dates are cut, amounts are exact, a custom field tells its value', () => {
    const row = unwrap({
      id: 'x',
      Type: { value: 'Bill' },
      Date: { value: '2026-09-01T00:00:00+00:00' },
      Amount: { value: 148.5 },
      Details: [{ id: 'l', Qty: { value: 1 }, UnitCost: { value: 0.1 }, custom: {} }],
      custom: { CurrentDocument: { TaxZoneID: { type: 'CustomStringField', value: 'DOMESTIC' } } },
    });
    const parsed = bill.parse(row);
    expect([parsed.Date, parsed.Amount, parsed.Details?.[0]?.UnitCost]).toEqual([
      '2026-09-01',
      '148.5',
      '0.1',
    ]);
    expect(parsed.custom?.CurrentDocument?.TaxZoneID).toBe('DOMESTIC');
  });
});

describe('filters', () => {
  test('quotes are doubled, whatever a record is called', () => {
    expect(equal('VendorName', "O'Brien' or '1' eq '1")).toBe("VendorName eq 'O''Brien'' or ''1'' eq ''1'");
    expect(contains('Description', "it's")).toBe("substringof('it''s',Description)");
  });
  test('moments carry their offset, alternatives their parentheses', () => {
    const since = changedSince('LastModifiedDateTime', '2026-09-01T08:00:00.123Z' as never);
    expect(since).toBe("LastModifiedDateTime ge datetimeoffset'2026-09-01T08:00:00.123Z'");
    expect(all(equal('Type', 'Bill'), either(equal('A', '1'), equal('B', '2')))).toBe(
      "Type eq 'Bill' and (A eq '1' or B eq '2')",
    );
    expect(all(undefined)).toBeUndefined();
  });
  test('many keys are asked for in parts; no key, no question', () => {
    const parts = anyOf(
      'ReferenceNbr',
      Array.from({ length: 90 }, (_, n) => String(n)),
    );
    expect(parts).toHaveLength(3);
    expect(anyOf('ReferenceNbr', [])).toEqual([]);
    expect(anyOf('ReferenceNbr', ['1', '1'])).toEqual(["ReferenceNbr eq '1'"]);
  });
  test('keys are encoded; one with a slash gives way to the id', () => {
    expect(pathOf('Bill', ['Debit Adj.', '000123'], 'g')).toBe('Bill/Debit%20Adj./000123');
    expect(pathOf('Vendor', ['A/B'], 'g')).toBe('Vendor/g');
  });
});
