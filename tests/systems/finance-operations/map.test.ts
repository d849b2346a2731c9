import { describe, expect, test } from '@jest/globals';
import { decimal } from '../../../src/domain/decimal.ts';
import type { Draft, Mapped, Sibling } from '../../../src/engine/ports.ts';
import { lineAmounts } from '../../../src/systems/finance-operations/amounts.ts';
import type { FinanceOperationsClient } from '../../../src/systems/finance-operations/client.ts';
import { holdsDimensions, printDimensions } from '../../../src/systems/finance-operations/dimensions.ts';
import type { DocumentBody } from '../../../src/systems/finance-operations/document-shape.ts';
import { purchaseOrders } from '../../../src/systems/finance-operations/purchase-orders.ts';
import { vendorInvoices } from '../../../src/systems/finance-operations/vendor-invoices.ts';
import { bill, type Facts, freight, item, line, lookups, money, order, totals, vendor } from './documents.ts';

const config = {
  dimensions: { format: ['BusinessUnit', 'Department'], delimiter: '-' },
  procurement: { hierarchy: 'Procurement', default: 'Miscellaneous' },
  numbering: { vendors: 'sequence', purchaseOrders: 'sequence' },
  matchOrders: true,
  defaults: {},
} as const;
const nobody = {} as FinanceOperationsClient;

const mapOrder = (more = {}, facts: Facts = {}, own: Partial<typeof config> | object = {}) =>
  purchaseOrders(nobody, { ...config, ...own } as never).map(order(more), lookups(facts));
const mapBill = (more: Partial<ReturnType<typeof bill>> = {}, facts: Facts = {}, own: object = {}) =>
  vendorInvoices(nobody, more.kind ?? 'bill', { ...config, ...own } as never).map(bill(more), lookups(facts));

function bodyOf(mapped: Mapped<Draft>): DocumentBody {
  if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems));
  return mapped.draft.body as DocumentBody;
}
const codesOf = (mapped: Mapped<Draft>): string[] =>
  mapped.ok ? [] : mapped.problems.map(({ code, field }) => `${code}: ${field}`);

describe('orders', () => {
  test('go with company, vendor and reference; stock lines by item, charges by category and account', () => {
    const body = bodyOf(mapOrder({ lines: [line(), freight()], totals: totals(135, 27, 162) }));
    expect(body.header).toEqual({
      dataAreaId: 'usmf',
      OrderVendorAccountNumber: 'V-1',
      VendorOrderReference: 'PO-00012',
      CurrencyCode: 'GBP',
      AccountingDate: '2026-09-01T12:00:00Z',
      RequestedDeliveryDate: '2026-09-20T12:00:00Z',
      PaymentTermsName: 'Net30',
      ArePricesIncludingSalesTax: 'No',
      DefaultReceivingSiteId: '1',
      DefaultReceivingWarehouseId: '11',
    });
    expect(body.lines).toEqual([
      {
        LineNumber: 1,
        ItemNumber: 'TEA-01',
        PurchaseUnitSymbol: 'ea',
        ReceivingSiteId: '1',
        ReceivingWarehouseId: '11',
        OrderedPurchaseQuantity: 10,
        PurchasePrice: 12.5,
        PurchasePriceQuantity: 1,
        LineDiscountPercentage: 0,
        LineDescription: 'Green tea',
        SalesTaxGroupCode: 'DOM',
        SalesTaxItemGroupCode: 'FULL',
        DefaultLedgerDimensionDisplayValue: '001-',
      },
      {
        LineNumber: 2,
        ProcurementProductCategoryName: 'Freight',
        MainAccountIdDisplayValue: '601500',
        OrderedPurchaseQuantity: 1,
        PurchasePrice: 10,
        PurchasePriceQuantity: 1,
        LineDiscountPercentage: 0,
        LineDescription: 'Freight',
        SalesTaxGroupCode: 'DOM',
        SalesTaxItemGroupCode: 'FULL',
        DefaultLedgerDimensionDisplayValue: '-0\\-2',
      },
    ]);
  });

  test('are numbered by us only where the config says so', () => {
    const own = { numbering: { vendors: 'sequence', purchaseOrders: 'ours' } };
    expect(bodyOf(mapOrder({}, {}, own)).header['PurchaseOrderNumber']).toBe('PO-00012');
    expect(codesOf(mapOrder({ orderNumber: 'PO/12' }, {}, own))).toEqual(['field-invalid: number']);
  });

  test('in account mode every line is a category line with its account', () => {
    const [only] = bodyOf(mapOrder({}, { options: { lines: 'account' } })).lines;
    expect(only).toMatchObject({
      ProcurementProductCategoryName: 'Miscellaneous',
      MainAccountIdDisplayValue: '140200',
      OrderedPurchaseQuantity: 1,
      PurchasePrice: 125,
      LineDescription: 'TEA-01: 10 x 12.50, Green tea',
    });
    expect(only).not.toHaveProperty('ItemNumber');
  });
});

describe('what stock and services are', () => {
  test('a service of the ERP is a category line, one that only Cin7 knows too', () => {
    const service = { 'products:p-1': item('TEA-01', { type: 'service' }) };
    expect(bodyOf(mapBill({}, { masters: service })).lines[0]).toMatchObject({
      ProcurementCategoryName: 'Miscellaneous',
    });
    const unknown = line({ productId: 'p-9', sku: 'ADVICE', service: true });
    expect(bodyOf(mapBill({ lines: [unknown] })).lines[0]).toMatchObject({
      ProcurementCategoryName: 'Miscellaneous',
      ProcurementCategoryHierarchyName: 'Procurement',
      MainAccountDisplayValue: '140200',
    });
  });

  test('an unknown item, a master and an item of another company are told', () => {
    expect(codesOf(mapBill({ lines: [line({ productId: 'p-9', sku: 'NONE' })] }))).toEqual([
      'master-unknown: line 1 (NONE) item',
    ]);
    const master = { 'products:p-1': item('TEA-01', { status: 'inactive' }) };
    expect(codesOf(mapBill({}, { masters: master }))).toEqual(['master-inactive: line 1 (TEA-01) item']);
    const foreign = { 'products:p-1': item('TEA-01', { company: 'usrt' }) };
    expect(codesOf(mapBill({}, { masters: foreign }))).toEqual(['master-unknown: line 1 (TEA-01) item']);
  });

  test('without a category nothing is guessed', () => {
    const bare = { procurement: {} };
    expect(
      codesOf(mapBill({ lines: [freight({ account: '469' })], totals: totals(10, 2, 12) }, {}, bare)),
    ).toEqual(['value-missing: line 1 (Freight) category', 'value-missing: procurement hierarchy']);
  });

  test('a list of a name that only some sites have is trusted where it is not shown', () => {
    const hidden = [{ code: '*', name: '', usable: false }];
    const lists = { categories: hidden, taxItemGroups: hidden };
    expect(
      bodyOf(mapBill({ lines: [freight()], totals: totals(10, 2, 12) }, { lists })).lines[0],
    ).toMatchObject({
      ProcurementCategoryName: 'Freight',
      ItemSalesTax: 'FULL',
    });
  });
});

describe('companies and places', () => {
  test('a vendor of a company that is only read takes no bill', () => {
    expect(codesOf(mapBill({}, { masters: { 'suppliers:s-1': vendor('usrt') } }))).toEqual([
      'field-invalid: legal entity',
    ]);
  });

  test('a warehouse brings its site along; one that lies elsewhere is told', () => {
    expect(bodyOf(mapBill()).lines[0]).toMatchObject({ InventorySiteId: '1', InventoryWarehouseId: '11' });
    expect(codesOf(mapBill({ location: 'Wrong' }))).toEqual(['location-unmapped: location']);
    expect(bodyOf(mapBill({ location: 'Showroom' })).lines[0]).not.toHaveProperty('InventorySiteId');
  });
});

describe('bills', () => {
  test('have a key and line numbers of our own, and carry total and tax for whoever posts', () => {
    const mapped = mapBill();
    const body = bodyOf(mapped);
    expect(body.header).toMatchObject({
      dataAreaId: 'usmf',
      InvoiceAccount: 'V-1',
      VendorAccount: 'V-1',
      InvoiceNumber: 'INV-77',
      InvoiceDate: '2026-09-01T12:00:00Z',
      Date: '2026-09-01T12:00:00Z',
      DueDate: '2026-10-01T12:00:00Z',
      Currency: 'GBP',
      TermsOfPayment: 'Net30',
      InvoiceDescription: 'Cin7 PO-00012',
      IsPricesIncludeSalesTax: 'No',
      ImportedAmount: 150,
      ImportedSalesTax: 25,
    });
    expect(body.header['HeaderReference']).toMatch(/^C7-[A-Z2-7]{17}$/);
    expect(bodyOf(mapBill()).header['HeaderReference']).toBe(body.header['HeaderReference']);
    expect(bodyOf(mapBill({ task: 't-2' })).header['HeaderReference']).not.toBe(
      body.header['HeaderReference'],
    );
    expect(body.lines[0]).toMatchObject({
      InvoiceLineNumber: 1,
      ItemNumber: 'TEA-01',
      ReceiveNow: 10,
      UnitPrice: 12.5,
      NetAmount: 125,
    });
    expect(mapped.ok && mapped.draft.naturalKey).toBe('bill|usmf|V-1|INV-77');
  });

  test('a long number stays itself and is told whole', () => {
    const body = bodyOf(mapBill({ number: 'INVOICE-2026-09-0000000077' }));
    expect(String(body.header['InvoiceNumber'])).toHaveLength(20);
    expect(body.header['InvoiceDescription']).toBe('Cin7 PO-00012 INVOICE-2026-09-0000000077');
  });

  test('credit notes are negative and unmatched', () => {
    const body = bodyOf(
      mapBill({ kind: 'credit', number: 'CN-1', appliesTo: { number: 'INV-77' } }, written()),
    );
    expect(body.header).toMatchObject({
      ImportedAmount: -150,
      ImportedSalesTax: -25,
      InvoiceDescription: 'Cin7 PO-00012, for invoice INV-77',
    });
    expect(body.header).not.toHaveProperty('PurchaseOrderNumber');
    expect(body.lines[0]).toMatchObject({
      ItemNumber: 'TEA-01',
      ReceiveNow: -10,
      UnitPrice: 12.5,
      NetAmount: -125,
    });
  });

  test('a line without tax takes none from its vendor', () => {
    const exempt = line({ taxRule: 'Tax Exempt', tax: money(0) });
    expect(bodyOf(mapBill({ lines: [exempt], totals: totals(125, 0, 125) })).lines[0]).toMatchObject({
      SalesTaxGroup: '',
      ItemSalesTax: '',
    });
  });

  test('every problem is told at once', () => {
    const more = { number: '', date: undefined, location: 'Moon', terms: 'Never', currency: 'XXX' };
    const lines = [line({ account: '777', taxRule: 'Odd' }), line({ account: '777' })];
    expect(codesOf(mapBill({ ...more, lines })).sort()).toEqual([
      'account-unmapped: line 1 (TEA-01) account',
      'account-unmapped: line 2 (TEA-01) account',
      'currency-unmapped: currency',
      'date-missing: date',
      'location-unmapped: location',
      'number-missing: number',
      'source-totals: sum of the lines and net',
      'source-totals: tax of the lines and tax',
      'tax-unmapped: line 1 (TEA-01) tax',
      'term-unmapped: payment term',
    ]);
  });
});

/** The purchase's order as it was written, with these lines, and what other bills took of it. */
function written(
  lines = [line(), line({ price: money(11), total: money(110), tax: money(22) })],
  bills: Sibling[] = [],
): Facts {
  const sum = lines.reduce((all, { total }) => all + Number(total.amount), 0);
  const mapped = mapOrder({ lines, totals: totals(sum, sum / 5, sum * 1.2) });
  if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems));
  const linked = {
    ref: { id: 'PO-7', number: 'PO-7' },
    posted: false,
    draft: mapped.draft,
    done: { create: {}, lines: {} },
  };
  return { siblings: { order: [{ task: 'pu-1', wanted: true, linked }], bill: bills } };
}

const taking = (task: string, lineNumber: number, quantity: number): Sibling => {
  const draft = { matched: [{ line: lineNumber, quantity: decimal(quantity) }] } as unknown as Draft;
  return { task, wanted: true, linked: { ref: { id: task }, posted: true, draft, done: {} } };
};

describe('bill lines and the lines of their order', () => {
  const five = line({ quantity: decimal(5), total: money('62.5'), tax: money('12.5') });
  const half = { lines: [five], totals: totals('62.5', '12.5', 75) };

  test('match by SKU, price and discount, in part too', () => {
    const body = bodyOf(mapBill(half, written()));
    expect(body.header['PurchaseOrderNumber']).toBe('PO-7');
    expect(body.lines[0]).toMatchObject({
      PurchaseOrder: 'PO-7',
      PurchLineNumber: 1,
      ReceiveNow: 5,
      UnitPrice: 12.5,
    });
    expect(body.lines[0]).not.toHaveProperty('ItemNumber');
  });

  test('what other bills took is gone; what this one took before is not', () => {
    const facts = written(undefined, [taking('t-1', 1, 10), taking('t-2', 1, 5)]);
    expect(bodyOf(mapBill(half, facts)).lines[0]).toMatchObject({ PurchLineNumber: 1 });
    expect(codesOf(mapBill(half, written(undefined, [taking('t-2', 1, 6)])))).toEqual([
      'line-unmatched: lines of order PO-7',
    ]);
  });

  test('a quantity that two order lines would have to share is not split', () => {
    const facts = written([line(), line()], [taking('t-2', 1, 6), taking('t-3', 2, 6)]);
    const mapped = mapBill(half, facts);
    expect(mapped.ok ? [] : mapped.problems).toMatchObject([
      {
        code: 'line-unmatched',
        seen: 'TEA-01 5 x 12.5',
        allowed: ['line 1: TEA-01 4 x 12.5', 'line 2: TEA-01 4 x 12.5'],
      },
    ]);
  });

  test('another price or discount is another line', () => {
    const cheaper = line({ quantity: decimal(5), price: money(12), total: money(60), tax: money(12) });
    expect(codesOf(mapBill({ lines: [cheaper], totals: totals(60, 12, 72) }, written()))).toEqual([
      'line-unmatched: lines of order PO-7',
    ]);
  });

  test('a charge matches the same charge, and stands for itself where there is none', () => {
    const facts = written([line(), freight()]);
    const billed = {
      lines: [freight(), freight({ price: money(20), total: money(20), tax: money(4) })],
      totals: totals(30, 6, 36),
    };
    const { lines } = bodyOf(mapBill(billed, facts));
    expect(lines[0]).toMatchObject({ PurchaseOrder: 'PO-7', PurchLineNumber: 2 });
    expect(lines[1]).toMatchObject({ ProcurementCategoryName: 'Freight', MainAccountDisplayValue: '601500' });
  });

  test('an order that is still owed keeps the bill back; one that never was does not', () => {
    const owed = { siblings: { order: [{ task: 'pu-1', wanted: true, linked: undefined }] } };
    expect(codesOf(mapBill({}, owed))).toEqual(['order-missing: purchase order']);
    const skipped = { siblings: { order: [{ task: 'pu-1', wanted: false, linked: undefined }] } };
    expect(bodyOf(mapBill({}, skipped)).lines[0]).toMatchObject({ ItemNumber: 'TEA-01' });
    expect(bodyOf(mapBill({}, owed, { matchOrders: false })).lines[0]).toMatchObject({
      ItemNumber: 'TEA-01',
    });
  });
});

describe('the amounts of a line', () => {
  const amounts = (quantity: number, price: string, discount: number, amount: string) =>
    lineAmounts({
      quantity: decimal(quantity),
      price: decimal(price),
      discountPercent: decimal(discount),
      amount: decimal(amount),
    });

  test.each([
    [
      "Cin7's own price and discount",
      10,
      '12.5',
      5,
      '118.75',
      { quantity: '10', price: '12.5', percent: '5', per: '1' },
    ],
    [
      'a price that the total makes',
      3,
      '34',
      0,
      '100',
      { quantity: '3', price: '33.333333', percent: '0', per: '1' },
    ],
    [
      'a price for the whole quantity',
      300_000,
      '1',
      0,
      '1.01',
      { quantity: '300000', price: '1.01', percent: '0', per: '300000' },
    ],
    ['a negative quantity', -2, '5', 0, '-10', { quantity: '-2', price: '5', percent: '0', per: '1' }],
    ['a negative price', 2, '-5', 0, '-10', { quantity: '-2', price: '5', percent: '0', per: '1' }],
    ['nothing', 2, '0', 0, '0', { quantity: '2', price: '0', percent: '0', per: '1' }],
  ] as const)('%s', (_, quantity, price, discount, amount, expected) => {
    expect(amounts(quantity, price, discount, amount)).toEqual(expected);
  });
});

describe('dimensions', () => {
  const format = { format: ['BusinessUnit', 'Department', 'CostCenter'], delimiter: '-' };

  test('stand in the order of the format, empty ones too, and none is not blank', () => {
    expect(printDimensions({ department: '022' }, format)).toBe('-022-');
    expect(printDimensions({ CostCenter: 'A-1', BusinessUnit: '001' }, format)).toBe('001--A\\-1');
    expect(printDimensions({}, format)).toBeUndefined();
  });

  test('what was brought along besides is welcome, another value is not', () => {
    expect(holdsDimensions('-022-', '001-022-007', format)).toBe(true);
    expect(holdsDimensions('--A\\-1', '001--a\\-1', format)).toBe(true);
    expect(holdsDimensions('-022-', '001-023-', format)).toBe(false);
    expect(holdsDimensions('-022-', '', format)).toBe(false);
  });
});
