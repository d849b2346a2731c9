import { describe, expect, test } from '@jest/globals';
import type { Bill } from '../../../src/domain/bill.ts';
import { decimal } from '../../../src/domain/decimal.ts';
import type { Lookups } from '../../../src/engine/ports.ts';
import { mapDocument } from '../../../src/systems/business-central/document-map.ts';
import { creditMemoShape } from '../../../src/systems/business-central/purchase-credit-memos.ts';
import { shape } from '../../../src/systems/business-central/purchase-invoices.ts';
import { row } from '../shared/support.ts';
import { bill, blueId, credit, line, lookups, money, totals, vendor } from './documents.ts';

const shapeOf = (kind: Bill['kind']) => (kind === 'bill' ? shape : creditMemoShape(undefined as never));

function drafted(document: Bill, at: Lookups = lookups()) {
  const mapped = mapDocument(shapeOf(document.kind), document, at);
  if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems, null, 1));
  return mapped;
}
function problems(document: Bill, at: Lookups = lookups()) {
  const mapped = mapDocument(shapeOf(document.kind), document, at);
  return mapped.ok ? [] : mapped.problems.map(({ code, field }) => [code, field]);
}

describe('a bill as a purchase invoice', () => {
  test('is one deep insert, with its fields in the order in which the server validates them', () => {
    const { draft, warnings } = drafted(bill());
    expect(warnings).toEqual([]);
    expect(draft.naturalKey).toBe('bill|V00010|INV-77');
    expect(draft.title).toBe('bill inv-77 of Tea Co (PO-00012)');
    expect(JSON.stringify(draft.body)).toBe(
      JSON.stringify({
        vendorNumber: 'V00010',
        vendorInvoiceNumber: 'INV-77',
        postingDate: '2026-09-01',
        invoiceDate: '2026-09-01',
        dueDate: '2026-10-01',
        currencyCode: 'GBP',
        pricesIncludeTax: false,
        purchaseInvoiceLines: [
          {
            lineType: 'Account',
            lineObjectNumber: '10700',
            description: 'TEA-01: 10 x 12.50, Green tea',
            taxCode: 'TAXABLE',
            quantity: 1,
            unitCost: 125,
            dimensionSetLines: [
              { code: 'AREA', valueCode: '30' },
              { code: 'DEPARTMENT', valueCode: 'PROD' },
            ],
          },
        ],
      }),
    );
    expect(draft.totals).toEqual(totals(125, 25, 150));
  });

  test('charges are account lines, negative lines keep their sign in the quantity', () => {
    const lines = [
      line({ discountPercent: decimal(5), total: money('118.75'), tax: money('23.75') }),
      line({
        kind: 'charge',
        sku: undefined,
        description: 'Freight',
        quantity: decimal(1),
        price: money(10),
        total: money(10),
        tax: money(2),
        account: '425',
      }),
      line({
        kind: 'charge',
        sku: undefined,
        description: 'Rebate',
        quantity: decimal(1),
        price: money(-5),
        total: money(-5),
        tax: money(-1),
        account: '425',
      }),
    ];
    const { draft } = drafted(bill({ lines, totals: totals('123.75', '24.75', '148.5') }));
    expect(draft.body['purchaseInvoiceLines']).toMatchObject([
      { description: 'TEA-01: 10 x 12.50 less 5%, Green tea', quantity: 1, unitCost: 118.75 },
      { lineObjectNumber: '53100', description: 'Freight', quantity: 1, unitCost: 10 },
      { lineObjectNumber: '53100', description: 'Rebate', quantity: -1, unitCost: 5 },
    ]);
  });

  test('a tax-inclusive one is sent with its own totals and says so', () => {
    const { draft } = drafted(bill({ taxInclusive: true, lines: [line({ total: money(150) })] }));
    expect(draft.body).toMatchObject({ pricesIncludeTax: true, purchaseInvoiceLines: [{ unitCost: 150 }] });
  });

  test('a line without an account takes the default, one of quantity 0 and nothing is dropped', () => {
    const nothing = line({ quantity: decimal(0), total: money(0), tax: money(0) });
    const { draft } = drafted(bill({ lines: [line({ account: undefined }), nothing] }));
    expect(draft.body['purchaseInvoiceLines']).toMatchObject([{ lineObjectNumber: '10999' }]);
  });

  test('a bill of total zero is sent', () => {
    const free = line({ price: money(0), total: money(0), tax: money(0) });
    expect(
      drafted(bill({ lines: [free], totals: totals(0, 0, 0) })).draft.body['purchaseInvoiceLines'],
    ).toMatchObject([{ quantity: 1, unitCost: 0 }]);
  });

  test('a number that is too long is cut so that it stays itself, and told whole in comments', () => {
    const long = `INV-${'1234567890'.repeat(11)}`;
    const { draft, warnings } = drafted(bill({ number: long }));
    const sent = String(draft.body['vendorInvoiceNumber']);
    expect(sent).toMatch(/^INV-123456789012345678901234~[A-Z2-7]{6}$/);
    expect(sent).toHaveLength(35);
    expect(draft.body['purchaseInvoiceLines']).toMatchObject([
      { lineType: 'Comment', description: long.slice(0, 100) },
      { lineType: 'Comment', description: long.slice(100) },
      { lineType: 'Account' },
    ]);
    expect(warnings.map(({ code }) => code)).toEqual(['value-cut']);
  });

  test('texts never exceed the field, and the SKU, quantity and price survive', () => {
    const { draft } = drafted(bill({ lines: [line({ description: 'x'.repeat(300) })] }));
    const [first] = draft.body['purchaseInvoiceLines'] as unknown as { description: string }[];
    expect(first?.description).toHaveLength(100);
    expect(first?.description).toMatch(/^TEA-01: 10 x 12.50, xxx/);
  });

  test('a foreign one has its currency, and the base total by the rate of Cin7', () => {
    const foreign = bill({
      currency: 'EUR',
      rate: decimal('0.85'),
      lines: [line({ price: money('12.5', 'EUR'), total: money(125, 'EUR'), tax: money(25, 'EUR') })],
      totals: totals(125, 25, 150, 'EUR'),
    });
    const { draft } = drafted(foreign);
    expect(draft.body).toMatchObject({ currencyCode: 'EUR' });
    expect(draft.baseNet).toEqual(money('106.25'));
  });

  test('a tax rule mapped to none sends no tax code', () => {
    const exempt = line({ taxRule: 'Tax Exempt', tax: money(0) });
    const { draft } = drafted(bill({ lines: [exempt], totals: totals(125, 0, 125) }));
    expect((draft.body['purchaseInvoiceLines'] as object[])[0]).not.toHaveProperty('taxCode');
  });

  test('a SKU that is no item is only told', () => {
    const { draft, warnings } = drafted(bill({ lines: [line({ productId: 'p-new', sku: 'NEW-1' })] }));
    expect(draft.body['purchaseInvoiceLines']).toMatchObject([{ lineType: 'Account' }]);
    expect(warnings.map(({ code, seen }) => [code, seen])).toEqual([['product-unknown', 'NEW-1']]);
  });

  describe('by item', () => {
    const options = { lines: 'item' as const };

    test('stock lines name item, location and unit; discount is the rounded gross minus the total', () => {
      const lines = [
        line({
          productId: 'p-2',
          sku: 'TEA-02',
          quantity: decimal(3),
          price: money('33.3333'),
          discountPercent: decimal(5),
          total: money('95'),
          tax: money(19),
        }),
        line({
          kind: 'charge',
          sku: undefined,
          description: 'Freight',
          quantity: decimal(1),
          total: money(30),
          tax: money(6),
          account: '425',
        }),
      ];
      const { draft } = drafted(bill({ lines, totals: totals(125, 25, 150) }), lookups({ options }));
      expect(JSON.stringify((draft.body['purchaseInvoiceLines'] as object[])[0])).toBe(
        JSON.stringify({
          lineType: 'Item',
          lineObjectNumber: '1896-S',
          description: 'Green tea',
          locationId: blueId,
          unitOfMeasureCode: 'PCS',
          taxCode: 'TAXABLE',
          quantity: 3,
          unitCost: 33.3333,
          discountAmount: 5,
          dimensionSetLines: [
            { code: 'AREA', valueCode: '30' },
            { code: 'DEPARTMENT', valueCode: 'PROD' },
          ],
        }),
      );
      expect((draft.body['purchaseInvoiceLines'] as object[])[1]).toMatchObject({
        lineType: 'Account',
        lineObjectNumber: '53100',
      });
    });

    test('an unknown or blocked item rejects, and its mapped account is still checked', () => {
      const lines = [
        line({ productId: 'p-new', sku: 'NEW-1', account: '999' }),
        line({ productId: 'p-old', sku: 'OLD', description: 'x' }),
      ];
      const at = lookups({ options });
      expect(problems(bill({ lines, totals: totals(250, 50, 300) }), at)).toEqual([
        ['account-unusable', 'line 1 (NEW-1) account'],
        ['master-unknown', 'line 1 (NEW-1) item'],
        ['master-inactive', 'line 2 (OLD) item'],
      ]);
    });
  });

  describe('the posting date', () => {
    const setup = (from: string, to: string) => ({
      setup: [row('company', 'x', { localCurrency: 'GBP', allowPostingFrom: from, allowPostingTo: to })],
    });

    test('outside of the open range holds the draft back', () => {
      const { draft } = drafted(bill(), lookups({ lists: setup('2026-09-05', '2026-09-30') }));
      expect(draft.body).toMatchObject({ postingDate: '2026-09-01', invoiceDate: '2026-09-01' });
      expect(draft.hold).toMatchObject({
        code: 'period-closed',
        seen: '2026-09-01',
        allowed: ['2026-09-05 to 2026-09-30'],
      });
    });

    test('moves to the first open day if the flow says so, never to a day that is not open yet', () => {
      const options = { closedPeriod: 'next-open-day' as const };
      const early = drafted(bill(), lookups({ options, lists: setup('2026-09-05', '') })).draft;
      expect(early.body).toMatchObject({ postingDate: '2026-09-05', invoiceDate: '2026-09-01' });
      expect(early.hold).toBeUndefined();
      expect(drafted(bill(), lookups({ options, lists: setup('', '2026-08-31') })).draft.hold?.code).toBe(
        'period-closed',
      );
    });

    test('may be today', () => {
      const at = lookups({ options: { postingDate: 'today' }, today: '2026-09-15' });
      expect(drafted(bill(), at).draft.body).toMatchObject({
        postingDate: '2026-09-15',
        invoiceDate: '2026-09-01',
      });
    });
  });

  test('everything that is wrong is told at once, with the lists worth a fresh look', () => {
    const wrong = bill({
      number: '',
      date: undefined,
      currency: 'CHF',
      supplier: { id: 'nobody', name: 'Nobody' },
      location: 'Moon',
      lines: [
        line({
          account: '777',
          taxRule: 'Unknown',
          price: money(1, 'CHF'),
          total: money(10, 'CHF'),
          tax: money(0, 'CHF'),
        }),
        line({
          account: '999',
          quantity: decimal(0),
          price: money(1, 'CHF'),
          total: money(10, 'CHF'),
          tax: money(0, 'CHF'),
        }),
        line({
          account: '999',
          taxRule: 'Tax Exempt',
          price: money(1, 'CHF'),
          total: money(10, 'CHF'),
          tax: money(2, 'CHF'),
        }),
      ],
      totals: totals(100, 20, 125, 'CHF'),
    });
    const mapped = mapDocument(shape, wrong, lookups());
    expect(mapped.ok ? [] : mapped.problems.map(({ code, field }) => `${code}: ${field}`)).toEqual([
      'master-unknown: supplier',
      'number-missing: number',
      'date-missing: date',
      'currency-unmapped: currency',
      'source-totals: sum of the lines and net',
      'source-totals: tax of the lines and tax',
      'source-totals: net and tax and total',
      'location-unmapped: location',
      'line-quantity-zero: line 2 (TEA-01)',
      'account-unmapped: line 1 (TEA-01) account',
      'tax-unmapped: line 1 (TEA-01) tax',
      'account-unusable: line 3 (TEA-01) account',
      'tax-unusable: line 3 (TEA-01) tax',
    ]);
    expect(mapped.ok ? [] : mapped.missing).toEqual(['currencies', 'accounts']);
    expect(
      mapped.ok ? [] : mapped.problems.every(({ fix, record }) => fix !== '' && record.startsWith('bill ')),
    ).toBe(true);
  });

  test('a blocked vendor rejects', () => {
    const blocked = {
      'suppliers:s-1': { ref: { id: 'v' }, record: { ...vendor, status: 'inactive' as const } },
    };
    expect(problems(bill(), lookups({ masters: blocked }))).toEqual([['master-inactive', 'supplier']]);
  });

  test('an unknown dimension value rejects', () => {
    expect(problems(bill(), lookups({ lists: { dimensionValues: [row('AREA/30')] } }))).toEqual([
      ['dimension-unknown', 'line 1 (TEA-01) dimensions'],
    ]);
  });

  test('sums that rounding explains are no problem', () => {
    const third = line({ total: money('33.3333'), tax: money('6.6667') });
    expect(problems(bill({ lines: [third, third, third], totals: totals('100', '20', '120') }))).toEqual([]);
    expect(
      problems(bill({ lines: [third, third, third], totals: totals('100.02', '20', '120.02') })),
    ).toEqual([['source-totals', 'sum of the lines and net']]);
  });
});

describe('a credit note as a purchase credit memo', () => {
  test('has names of its own, positive quantities and no tax flag', () => {
    const { draft } = drafted(credit());
    expect(draft.naturalKey).toBe('credit|V00010|CN-1');
    expect(draft.body).toMatchObject({
      vendorCreditMemoNumber: 'CN-1',
      creditMemoDate: '2026-09-01',
      purchaseCreditMemoLines: [{ quantity: 1, unitCost: 125 }],
    });
    expect(draft.body).not.toHaveProperty('pricesIncludeTax');
  });

  test('an inclusive one sends total minus tax, for accounts and for items', () => {
    const inclusive = credit({
      taxInclusive: true,
      lines: [line({ quantity: decimal(3), price: money(50), total: money(150) })],
    });
    expect(drafted(inclusive).draft.body['purchaseCreditMemoLines']).toMatchObject([
      { quantity: 1, unitCost: 125 },
    ]);
    const [item] = drafted(inclusive, lookups({ options: { lines: 'item' } })).draft.body[
      'purchaseCreditMemoLines'
    ] as unknown as {
      quantity: number;
      unitCost: number;
      discountAmount?: number;
    }[];
    expect(item).toMatchObject({ quantity: 3, unitCost: 41.66667 });
    expect(item).not.toHaveProperty('discountAmount');
  });

  test('applies to our posted invoice of the same purchase, and to no draft', () => {
    const applied = credit({ appliesTo: { number: 'INV-77', task: 't-1' } });
    const documents = (posted: boolean) => ({
      documents: { 'bill:t-1': { ref: { id: 'bill-id' }, posted, draft: undefined, done: {} } },
    });
    expect(drafted(applied, lookups(documents(true))).draft.body).toMatchObject({ invoiceId: 'bill-id' });
    expect(drafted(applied, lookups(documents(false))).draft.body).not.toHaveProperty('invoiceId');
    expect(drafted(applied).draft.body).not.toHaveProperty('invoiceId');
  });
});
