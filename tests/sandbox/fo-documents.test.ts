import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { foClient, infologOf, key, where } from './fo-support.ts';
import { type Client, start } from './support.ts';

let sandbox: Sandbox;
let fo: Client;
beforeEach(async () => {
  sandbox = await start({ erps: ['finance-operations'] });
  fo = await foClient(sandbox);
  sandbox.financeOperations.addVendor({ VendorAccountNumber: 'V1', VendorOrganizationName: 'Leaf Co' });
  sandbox.financeOperations.addVendor({
    VendorAccountNumber: 'V2',
    VendorOrganizationName: 'Twig Co',
    CurrencyCode: 'EUR',
  });
  sandbox.financeOperations.addProduct({ ItemNumber: 'TEA', ProductName: 'Tea', PurchasePrice: 4.5 });
  sandbox.financeOperations.addProduct({ ItemNumber: 'JAM', ProductName: 'Jam' });
});
afterEach(() => sandbox.close());

const order = async (more: Record<string, unknown> = {}) =>
  fo('POST', 'PurchaseOrderHeadersV2', {
    dataAreaId: 'lvuk',
    OrderVendorAccountNumber: 'V1',
    VendorOrderReference: 'PO-1',
    DefaultReceivingSiteId: '1',
    DefaultReceivingWarehouseId: '11',
    ...more,
  });

const orderLine = async (PurchaseOrderNumber: string, more: Record<string, unknown> = {}) =>
  fo('POST', 'PurchaseOrderLinesV2', {
    dataAreaId: 'lvuk',
    PurchaseOrderNumber,
    LineNumber: 10,
    ItemNumber: 'TEA',
    OrderedPurchaseQuantity: 10,
    PurchasePrice: 4.5,
    ...more,
  });

const invoice = async (more: Record<string, unknown> = {}) =>
  fo('POST', 'VendorInvoiceHeaders', {
    dataAreaId: 'LVUK',
    InvoiceAccount: 'V1',
    InvoiceNumber: 'INV-1',
    HeaderReference: 'c7-1',
    InvoiceDate: '2026-09-10T12:00:00Z',
    ...more,
  });

const invoiceLine = async (more: Record<string, unknown> = {}) =>
  fo('POST', 'VendorInvoiceLines', {
    dataAreaId: 'lvuk',
    HeaderReference: 'c7-1',
    InvoiceLineNumber: 1,
    ReceiveNow: 2,
    UnitPrice: 10,
    ...more,
  });

const freight = { ProcurementCategoryName: 'Freight', ProcurementCategoryHierarchyName: 'Procurement' };

describe('orders', () => {
  test('are numbered, take what they lack from the vendor, and say None in the answer only', async () => {
    const { status, json } = await order();
    expect(status).toBe(201);
    expect(json).toMatchObject({
      PurchaseOrderNumber: 'LVUK-000001',
      PurchaseOrderName: 'Leaf Co',
      InvoiceVendorAccountNumber: 'V1',
      CurrencyCode: 'GBP',
      PaymentTermsName: 'Net30',
      PurchaseOrderStatus: 'None',
      DocumentApprovalStatus: 'Approved',
      AccountingDate: '2026-09-16T12:00:00Z',
    });
    const read = await fo(
      'GET',
      key('PurchaseOrderHeadersV2', { dataAreaId: 'lvuk', PurchaseOrderNumber: 'LVUK-000001' }),
    );
    expect(read.json.PurchaseOrderStatus).toBe('Backorder');
    expect(read.json['@odata.etag']).toBe(json['@odata.etag']);
  });

  test('are found by our reference, and by nothing else', async () => {
    await order();
    await order({ VendorOrderReference: 'PO-2' });
    const found = await fo(
      'GET',
      where(
        'PurchaseOrderHeadersV2',
        "VendorOrderReference eq 'PO-1' and OrderVendorAccountNumber eq 'V1' and dataAreaId eq 'lvuk'",
      ),
    );
    expect(found.json.value).toHaveLength(1);
  });

  test('lines are reckoned: discount per unit, then percent, in cents', async () => {
    const { PurchaseOrderNumber } = (await order()).json;
    const plain = await orderLine(PurchaseOrderNumber);
    expect(plain.json).toMatchObject({
      LineNumber: 10,
      LineAmount: 45,
      PurchaseUnitSymbol: 'ea',
      LineDescription: 'Tea',
      ReceivingSiteId: '1',
      ReceivingWarehouseId: '11',
      PurchaseOrderLineStatus: 'Backorder',
    });
    const percent = await orderLine(PurchaseOrderNumber, {
      LineNumber: 20,
      OrderedPurchaseQuantity: 3,
      PurchasePrice: 1.2345,
      LineDiscountPercentage: 7.5,
    });
    expect(percent.json.LineAmount).toBe(3.43);
    const perUnit = await orderLine(PurchaseOrderNumber, { LineNumber: 30, LineDiscountAmount: 0.5 });
    expect(perUnit.json.LineAmount).toBe(40);
    sandbox.financeOperations.discounts = 'per-line';
    expect(
      (await orderLine(PurchaseOrderNumber, { LineNumber: 40, LineDiscountAmount: 0.5 })).json.LineAmount,
    ).toBe(44.5);
  });

  test.each([
    [
      { ItemNumber: 'NONE' },
      "The value 'NONE' in field 'Item number' is not found in the related table 'Released products'",
    ],
    [{ ItemNumber: '' }, 'Either an item number or a procurement category'],
    [{ ProcurementProductCategoryName: 'Freight' }, 'Either an item number or a procurement category'],
    [{ PurchaseUnitSymbol: 'kg' }, 'Unit conversion from kg to ea'],
    [{ PurchaseUnitSymbol: 'EA' }, "The value 'EA' in field 'Unit'"],
    [{ SalesTaxItemGroupCode: 'NONE' }, "field 'Item sales tax group'"],
    [{ ReceivingSiteId: '2' }, 'Warehouse 11 is not attached to site 2'],
    [{ MainAccountIdDisplayValue: '601500' }, 'only be specified on category lines'],
    [{ DefaultLedgerDimensionDisplayValue: '001' }, 'has 1 segments'],
    [{ DefaultLedgerDimensionDisplayValue: '001-XXX' }, "'XXX' is not valid for dimension 'Department'"],
    [{ PurchaseOrderNumber: 'LVUK-999999' }, "is not found in the related table 'Purchase orders'"],
    [{ LineNumber: 0 }, "Field 'Line number' must be filled in"],
  ])('a line with %j is refused', async (more, text) => {
    const { PurchaseOrderNumber } = (await order()).json;
    const reply = await orderLine(PurchaseOrderNumber, more);
    expect([reply.status, infologOf(reply)]).toEqual([400, expect.stringContaining(text)]);
    expect(reply.json.error).toMatchObject({ code: '', message: 'An error has occurred.' });
    expect(sandbox.financeOperations.state.orders[0]!.lines).toEqual([]);
  });

  test('a category line takes a main account that can be booked on', async () => {
    const { PurchaseOrderNumber } = (await order()).json;
    const category = { ItemNumber: '', ProcurementProductCategoryName: 'Freight' };
    for (const account of ['140999', '605900', '200190', '605800', '1'])
      expect(
        (await orderLine(PurchaseOrderNumber, { ...category, MainAccountIdDisplayValue: account })).status,
      ).toBe(400);
    const taken = await orderLine(PurchaseOrderNumber, {
      ...category,
      MainAccountIdDisplayValue: '601500',
      DefaultLedgerDimensionDisplayValue: '001-',
    });
    expect(taken.status).toBe(201);
  });

  test('a stocked item needs a site; a warehouse brings its own', async () => {
    const { PurchaseOrderNumber } = (
      await order({ DefaultReceivingSiteId: '', DefaultReceivingWarehouseId: '' })
    ).json;
    const refused = await orderLine(PurchaseOrderNumber);
    expect(infologOf(refused)).toContain(
      'Inventory dimension Site is mandatory and must consequently be specified.',
    );
    const taken = await orderLine(PurchaseOrderNumber, { ReceivingWarehouseId: '21' });
    expect(taken.json.ReceivingSiteId).toBe('2');
  });

  test('a blocked item, and a line number used twice', async () => {
    const { PurchaseOrderNumber } = (await order()).json;
    await orderLine(PurchaseOrderNumber);
    expect(infologOf(await orderLine(PurchaseOrderNumber))).toContain('The record already exists.');
    sandbox.financeOperations.blockProduct('TEA');
    expect(infologOf(await orderLine(PurchaseOrderNumber, { LineNumber: 20 }))).toContain(
      "Item 'TEA' is blocked for 'Purchase order'.",
    );
  });

  test('invoiced, cancelled and reviewed orders cannot be edited, received ones not below what came', async () => {
    const { PurchaseOrderNumber: number } = (await order()).json;
    await orderLine(number);
    const header = key('PurchaseOrderHeadersV2', { dataAreaId: 'lvuk', PurchaseOrderNumber: number });
    const line = key('PurchaseOrderLinesV2', {
      dataAreaId: 'lvuk',
      PurchaseOrderNumber: number,
      LineNumber: 10,
    });
    expect((await fo('PATCH', line, { OrderedPurchaseQuantity: 12 })).status).toBe(204);
    expect((await fo('GET', line)).json.LineAmount).toBe(54);
    sandbox.financeOperations.receiveOrder(number, { 10: '5' });
    expect(infologOf(await fo('PATCH', line, { OrderedPurchaseQuantity: 4 }))).toContain('cannot be less');
    expect((await fo('DELETE', line)).status).toBe(400);
    sandbox.financeOperations.setApproval(number, 'InReview');
    expect(infologOf(await fo('PATCH', header, { VendorOrderReference: 'x' }))).toContain(
      'its status is InReview',
    );
    sandbox.financeOperations.setApproval(number, 'Approved');
    sandbox.financeOperations.invoiceOrder(number);
    expect(infologOf(await fo('PATCH', line, { LineDescription: 'x' }))).toContain('its status is Invoiced');
    expect((await fo('DELETE', header)).status).toBe(400);
  });

  test('another unit needs a conversion, for the product or for all', async () => {
    const { PurchaseOrderNumber } = (await order()).json;
    const inCases = (LineNumber: number) =>
      orderLine(PurchaseOrderNumber, { LineNumber, PurchaseUnitSymbol: 'case' });
    expect(infologOf(await inCases(10))).toContain('Unit conversion from case to ea does not exist');
    const conversion = { FromUnitSymbol: 'case', ToUnitSymbol: 'ea', Factor: '12' };
    sandbox.financeOperations.addTo('ProductSpecificUnitOfMeasureConversions', {
      ...conversion,
      ProductNumber: 'JAM',
    });
    expect((await inCases(10)).status).toBe(400);
    sandbox.financeOperations.addTo('ProductSpecificUnitOfMeasureConversions', {
      ...conversion,
      ProductNumber: 'TEA',
    });
    expect((await inCases(10)).status).toBe(201);
    expect((await fo('GET', 'ProductSpecificUnitOfMeasureConversions')).json.value[0].Factor).toBe(12);
  });

  test("what is left out gets the item's defaults, a blank stays blank", async () => {
    sandbox.financeOperations.editProduct('TEA', {
      PurchaseSalesTaxItemGroupCode: 'FULL',
      PurchasePriceQuantity: 10,
    });
    const { PurchaseOrderNumber } = (await order({ SalesTaxGroupCode: 'DOM' })).json;
    const left = await orderLine(PurchaseOrderNumber, { PurchasePrice: undefined });
    expect(left.json).toMatchObject({
      SalesTaxGroupCode: 'DOM',
      SalesTaxItemGroupCode: 'FULL',
      PurchasePrice: 4.5,
      PurchasePriceQuantity: 10,
      LineAmount: 4.5,
    });
    const blank = { LineNumber: 20, SalesTaxGroupCode: '', SalesTaxItemGroupCode: '', LineDescription: '' };
    expect((await orderLine(PurchaseOrderNumber, blank)).json).toMatchObject({
      SalesTaxGroupCode: '',
      SalesTaxItemGroupCode: '',
      LineDescription: '',
    });
  });

  test('a confirmed order cannot be deleted', async () => {
    const { PurchaseOrderNumber: number } = (await order()).json;
    sandbox.financeOperations.setApproval(number, 'Confirmed');
    const address = key('PurchaseOrderHeadersV2', { dataAreaId: 'lvuk', PurchaseOrderNumber: number });
    expect(infologOf(await fo('DELETE', address))).toContain('is confirmed and cannot be deleted');
  });

  test('deleting an order takes its lines along', async () => {
    const { PurchaseOrderNumber: number } = (await order()).json;
    await orderLine(number);
    expect(
      (await fo('DELETE', key('PurchaseOrderHeadersV2', { dataAreaId: 'lvuk', PurchaseOrderNumber: number })))
        .status,
    ).toBe(204);
    expect((await fo('GET', 'PurchaseOrderLinesV2')).json.value).toEqual([]);
  });

  test('lines can be expanded', async () => {
    const { PurchaseOrderNumber: number } = (await order()).json;
    await orderLine(number);
    const { json } = await fo(
      'GET',
      'PurchaseOrderHeadersV2?$select=PurchaseOrderNumber&$expand=PurchaseOrderLinesV2($select=LineNumber,ItemNumber)',
    );
    expect(json.value[0].PurchaseOrderLinesV2).toEqual([
      { '@odata.etag': expect.any(String), LineNumber: 10, ItemNumber: 'TEA' },
    ]);
  });

  test('change management makes drafts that cannot be invoiced', async () => {
    sandbox.financeOperations.changeCompany('lvuk', { changeManagement: true });
    const { json } = await order();
    expect(json).toMatchObject({ DocumentApprovalStatus: 'Draft', IsChangeManagementActive: 'Yes' });
    await orderLine(json.PurchaseOrderNumber);
    await invoice();
    const reply = await invoiceLine({ PurchaseOrder: json.PurchaseOrderNumber, PurchLineNumber: 10 });
    expect(infologOf(reply)).toContain('cannot be invoiced: it is Draft');
  });

  test('numbers of our own only where the sequence allows them', async () => {
    expect(infologOf(await order({ PurchaseOrderNumber: 'C7-1' }))).toContain('does not allow numbers');
    sandbox.financeOperations.changeCompany('lvuk', { orderNumbers: 'manual' });
    expect(infologOf(await order())).toContain('must be filled in');
    expect((await order({ PurchaseOrderNumber: 'C7-1' })).json.PurchaseOrderNumber).toBe('C7-1');
  });

  test('a vendor on hold', async () => {
    sandbox.financeOperations.holdVendor('V1');
    expect(infologOf(await order())).toContain("on hold for 'All'");
    expect(infologOf(await invoice())).toContain("on hold for 'All'");
  });
});

describe('vendor invoices', () => {
  test('keep our reference, take currency and terms from vendor or order, and leave the date blank', async () => {
    const { status, json } = await invoice({ InvoiceDate: undefined });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      HeaderReference: 'c7-1',
      Currency: 'GBP',
      VendorAccount: 'V1',
      VendorName: 'Leaf Co',
      InvoiceDate: '1900-01-01T12:00:00Z',
      Date: '2026-09-16T12:00:00Z',
      VendorInvoiceReviewStatus: 'Draft',
    });
    sandbox.financeOperations.headerReferences = 'replaced';
    const replaced = await invoice({ InvoiceNumber: 'INV-2', HeaderReference: 'c7-2' });
    expect(replaced.json.HeaderReference).toBe('LVUK-VIH-00000001');
  });

  test('account and number are mandatory; one invoice of a number for an account, even after posting', async () => {
    expect(infologOf(await invoice({ InvoiceNumber: undefined }))).toContain(
      "Field 'Invoice number' must be filled in",
    );
    expect(infologOf(await invoice({ InvoiceAccount: 'V9' }))).toContain(
      "The value 'V9' in field 'Invoice account'",
    );
    expect((await invoice()).status).toBe(201);
    expect(infologOf(await invoice())).toContain('already exists');
    expect(infologOf(await invoice({ HeaderReference: 'c7-2', InvoiceNumber: 'inv-1' }))).toContain(
      'already exists',
    );
    expect((await invoice({ HeaderReference: 'c7-3', InvoiceAccount: 'V2' })).status).toBe(201);
    await invoiceLine(freight);
    sandbox.financeOperations.postInvoice('c7-1');
    expect(infologOf(await invoice({ HeaderReference: 'c7-4' }))).toContain('already exists');
    sandbox.financeOperations.rejectDuplicateInvoices = false;
    expect((await invoice({ HeaderReference: 'c7-4' })).status).toBe(201);
  });

  test('lines: quantity at price; a category with its hierarchy, an item at its site', async () => {
    await invoice();
    const taken = await invoiceLine({ ...freight, MainAccountDisplayValue: '601500', NetAmount: 99 });
    expect(taken.json).toMatchObject({ NetAmount: 20, InvoiceLineNumber: 1, Currency: 'GBP' });
    expect(
      infologOf(await invoiceLine({ InvoiceLineNumber: 2, ProcurementCategoryName: 'Freight' })),
    ).toContain("does not belong to the hierarchy ''");
    expect(infologOf(await invoiceLine({ InvoiceLineNumber: 2, ItemNumber: 'TEA' }))).toContain(
      'Inventory dimension Site',
    );
    const item = await invoiceLine({
      InvoiceLineNumber: 2,
      ItemNumber: 'TEA',
      InventoryWarehouseId: '11',
      ReceiveNow: -2,
    });
    expect(item.json).toMatchObject({ NetAmount: -20, InventorySiteId: '1', Unit: 'ea' });
    sandbox.financeOperations.negativeQuantities = false;
    expect((await invoiceLine({ InvoiceLineNumber: 3, ...freight, ReceiveNow: -1 })).status).toBe(400);
    sandbox.financeOperations.invoiceAmounts = 'sent';
    expect((await invoiceLine({ InvoiceLineNumber: 3, ...freight, NetAmount: 19.99 })).json.NetAmount).toBe(
      19.99,
    );
    expect((await invoiceLine({ InvoiceLineNumber: 4, ...freight, Currency: 'EUR' })).status).toBe(400);
    expect((await invoiceLine({ InvoiceLineNumber: 4, ...freight, HeaderReference: 'none' })).status).toBe(
      400,
    );
  });

  test('matched to an order: of the same vendor and currency, not more than is left', async () => {
    const { PurchaseOrderNumber: PurchaseOrder } = (await order()).json;
    await orderLine(PurchaseOrder);
    await invoice({ PurchaseOrderNumber: PurchaseOrder });
    const matched = { PurchaseOrder, PurchLineNumber: 10, UnitPrice: 4.5 };
    const first = await invoiceLine({ ...matched, ReceiveNow: 6 });
    expect(first.json).toMatchObject({ ItemNumber: 'TEA', NetAmount: 27, InventorySiteId: '1', Unit: 'ea' });
    expect(infologOf(await invoiceLine({ ...matched, InvoiceLineNumber: 2, ReceiveNow: 5 }))).toContain(
      'exceeds the remaining quantity 4',
    );
    expect(infologOf(await invoiceLine({ ...matched, InvoiceLineNumber: 2, PurchLineNumber: 20 }))).toContain(
      'has no line 20',
    );
    expect(infologOf(await invoiceLine({ ...matched, InvoiceLineNumber: 2, ItemNumber: 'JAM' }))).toContain(
      "is not of 'JAM'",
    );
    expect((await invoiceLine({ ...matched, InvoiceLineNumber: 2, ReceiveNow: 4 })).status).toBe(201);
    expect(
      infologOf(
        await invoice({ InvoiceAccount: 'V2', HeaderReference: 'c7-9', PurchaseOrderNumber: PurchaseOrder }),
      ),
    ).toContain('another invoice account');
    expect(
      infologOf(
        await invoice({
          InvoiceNumber: 'X',
          HeaderReference: 'c7-9',
          PurchaseOrderNumber: PurchaseOrder,
          Currency: 'EUR',
        }),
      ),
    ).toContain('differs from that of purchase order');
    sandbox.financeOperations.postInvoice('INV-1');
    expect(sandbox.financeOperations.state.orders[0]).toMatchObject({ PurchaseOrderStatus: 'Invoiced' });
  });

  test('dimensions: the header takes them from the order, its lines from the header', async () => {
    const { PurchaseOrderNumber: PurchaseOrder } = (
      await order({ DefaultLedgerDimensionDisplayValue: '001-' })
    ).json;
    await orderLine(PurchaseOrder, { DefaultLedgerDimensionDisplayValue: '-023' });
    const header = await invoice({ PurchaseOrderNumber: PurchaseOrder });
    expect(header.json.DimensionDisplayValue).toBe('001-');
    const line = await invoiceLine({ PurchaseOrder, PurchLineNumber: 10 });
    expect(line.json.DimensionDisplayValue).toBe('001-');
  });

  test('an order that must be confirmed first', async () => {
    sandbox.financeOperations.matchNeedsConfirmation = true;
    const { PurchaseOrderNumber: PurchaseOrder } = (await order()).json;
    await orderLine(PurchaseOrder);
    await invoice();
    const line = { PurchaseOrder, PurchLineNumber: 10 };
    expect(infologOf(await invoiceLine(line))).toContain('cannot be invoiced');
    sandbox.financeOperations.setApproval(PurchaseOrder, 'Confirmed');
    expect((await invoiceLine(line)).status).toBe(201);
  });

  test('posted, it is gone: nothing reads, changes or deletes it', async () => {
    await invoice();
    await invoiceLine(freight);
    const header = key('VendorInvoiceHeaders', { dataAreaId: 'lvuk', HeaderReference: 'c7-1' });
    expect((await fo('PATCH', header, { ImportedAmount: 24, ImportedSalesTax: 4 })).status).toBe(204);
    expect((await fo('GET', header)).json).toMatchObject({ ImportedAmount: 24, ImportedSalesTax: 4 });
    expect(sandbox.financeOperations.postInvoice('INV-1').voucher).toBe('LVUK-APIN-000001');
    expect((await fo('GET', header)).status).toBe(404);
    expect((await fo('GET', 'VendorInvoiceLines')).json.value).toEqual([]);
    const gone = await fo('PATCH', header, { ImportedAmount: 1 });
    expect([gone.status, infologOf(gone)]).toEqual([
      400,
      'No resources were found when selecting for update.',
    ]);
    expect((await fo('DELETE', header)).status).toBe(404);
    expect(sandbox.financeOperations.state.posted).toMatchObject([
      { InvoiceNumber: 'INV-1', voucher: 'LVUK-APIN-000001', lines: [{ NetAmount: '20' }] },
    ]);
  });

  test('one without lines or on hold cannot be posted, one in review not edited; deleting takes the lines along', async () => {
    await invoice();
    expect(() => sandbox.financeOperations.postInvoice('c7-1')).toThrow('no lines');
    await invoiceLine(freight);
    const header = key('VendorInvoiceHeaders', { dataAreaId: 'lvuk', HeaderReference: 'c7-1' });
    const line = key('VendorInvoiceLines', {
      dataAreaId: 'lvuk',
      HeaderReference: 'c7-1',
      InvoiceLineNumber: 1,
    });
    sandbox.financeOperations.reviewInvoice('c7-1', 'Submitted');
    expect(infologOf(await fo('PATCH', line, { UnitPrice: 1 }))).toContain('review status is Submitted');
    expect((await fo('DELETE', header)).status).toBe(400);
    sandbox.financeOperations.reviewInvoice('c7-1', 'Draft');
    expect((await fo('PATCH', line, { UnitPrice: 1 })).status).toBe(204);
    expect((await fo('GET', line)).json.NetAmount).toBe(2);
    expect((await fo('DELETE', header)).status).toBe(204);
    expect((await fo('GET', 'VendorInvoiceLines')).json.value).toEqual([]);
  });

  test('lines and header lead to one another', async () => {
    await invoice();
    await invoiceLine(freight);
    const { json } = await fo('GET', 'VendorInvoiceHeaders?$expand=VendorInvoiceLine($select=NetAmount)');
    expect(json.value[0].VendorInvoiceLine).toMatchObject([{ NetAmount: 20 }]);
    const line = await fo(
      'GET',
      'VendorInvoiceLines?$select=UnitPrice&$expand=VendorInvoiceHeader($select=InvoiceNumber)',
    );
    expect(line.json.value[0].VendorInvoiceHeader).toMatchObject({ InvoiceNumber: 'INV-1' });
  });
});
