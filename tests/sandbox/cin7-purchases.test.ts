import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PurchaseSpec } from '../../src/sandbox/cin7/purchase-specs.ts';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { type Client, cin7Client, start } from './support.ts';

let sandbox: Sandbox;
let cin7: Client;
beforeAll(async () => {
  sandbox = await start({ cin7RequestsPerMinute: 10_000 });
  cin7 = cin7Client(sandbox);
  sandbox.cin7.addSupplier({ Name: 'Tea Co' });
  sandbox.cin7.addSupplier({ Name: 'Maison', Currency: 'EUR', TaxRule: 'Tax Exempt' });
  sandbox.cin7.addProduct({ SKU: 'TEA-01', Name: 'Tea' });
  sandbox.cin7.addProduct({ SKU: 'TEA-02', Name: 'More tea', InventoryAccount: '311' });
});
afterAll(() => sandbox.close());

const lines = [
  { sku: 'TEA-01', price: '1.2345', quantity: 7 },
  { sku: 'TEA-02', price: '10', quantity: 2, discount: 15 },
  { description: 'Carriage', price: '4.99' },
];
const add = (spec: Partial<PurchaseSpec> = {}) =>
  sandbox.cin7.addPurchase({ supplier: 'Tea Co', lines, ...spec });
const read = async (id: string, path = 'advanced-purchase') => (await cin7('GET', `${path}?ID=${id}`)).json;

describe('reading', () => {
  test('lines, charges, tax by rule, totals; accounts on invoices only', async () => {
    const { id } = add({ type: 'Advanced', invoices: [{ number: 'INV-1', date: '2026-09-01' }] });
    const { Order, Invoice } = await read(id);
    expect(Order.Lines.map((line: { Total: number; Tax: number }) => [line.Total, line.Tax])).toEqual([
      [8.64, 1.73],
      [17, 3.4],
    ]);
    expect(Order.AdditionalCharges).toMatchObject([{ Description: 'Carriage', Total: 4.99, Tax: 1 }]);
    expect(Order).toMatchObject({ TotalBeforeTax: 30.63, Tax: 6.13, Total: 36.76, Status: 'AUTHORISED' });
    expect(Order.Lines[0]).not.toHaveProperty('Account');
    expect(Invoice).toHaveLength(1);
    expect(Invoice[0]).toMatchObject({
      InvoiceNumber: 'INV-1',
      InvoiceDate: '2026-09-01T00:00:00',
      InvoiceDueDate: '2026-10-01T00:00:00',
      Total: 36.76,
    });
    expect(Invoice[0].Lines.map((line: { Account: string }) => line.Account)).toEqual(['310', '311']);
    expect(Invoice[0].AdditionalCharges[0].Account).toBe('425');
    expect(Invoice[0].TaskID.toLowerCase()).not.toBe(id);
  });

  test('charges among the lines when asked for', async () => {
    const { id } = add({ invoices: [{ number: 'INV-2' }] });
    const { Invoice } = (await cin7('GET', `advanced-purchase?ID=${id}&CombineAdditionalCharges=true`)).json;
    expect(Invoice[0].Lines).toHaveLength(3);
    expect(Invoice[0].AdditionalCharges).toEqual([]);
  });

  test('placeholders where nothing exists; a simple purchase has one id for all', async () => {
    const { id } = add({ invoices: [{ number: 'INV-3' }] });
    const shown = await read(id);
    expect(shown.CreditNote).toMatchObject([{ Status: 'NOT AVAILABLE', CreditNoteNumber: '' }]);
    expect(shown.StockReceived).toMatchObject([{ Status: 'NOT AVAILABLE', Lines: [] }]);
    expect(shown.PutAway).toMatchObject([{ Status: 'NOT AVAILABLE' }]);
    expect(shown.Invoice[0].TaskID.toLowerCase()).toBe(id);
  });

  test('the deprecated endpoint has objects, misspells the number, and takes simple ones only', async () => {
    const simple = await read(add({ invoices: [{ number: 'INV-4' }] }).id, 'purchase');
    expect(simple.Invoice).toMatchObject({ InvocieNumber: 'INV-4', Status: 'AUTHORISED' });
    expect(simple).not.toHaveProperty('Type');
    const reply = await cin7('GET', `purchase?ID=${add({ type: 'Advanced' }).id}`);
    expect(reply.status).toBe(400);
    expect(reply.json[0].Exception).toContain('Please use AdvancedPurchase endpoint');
  });

  test('tax-inclusive: totals contain the tax, or not, by a switch', async () => {
    const { id } = add({ inclusive: true, lines: [{ sku: 'TEA-01', price: '12', quantity: 1 }] });
    expect((await read(id)).Order).toMatchObject({
      TotalBeforeTax: 10,
      Tax: 2,
      Total: 12,
      Lines: [{ Total: 12, Tax: 2 }],
    });
    sandbox.cin7.inclusiveTotals = false;
    expect((await read(id)).Order).toMatchObject({
      TotalBeforeTax: 10,
      Total: 12,
      Lines: [{ Total: 10, Tax: 2 }],
    });
    sandbox.cin7.inclusiveTotals = true;
  });

  test('foreign currency follows the supplier', async () => {
    const { id } = add({ supplier: 'Maison', rate: '0.8615', taxRule: 'Tax Exempt' });
    expect(await read(id)).toMatchObject({
      SupplierCurrency: 'EUR',
      BaseCurrency: 'GBP',
      CurrencyRate: 0.8615,
      Order: { Tax: 0 },
    });
  });

  test('a purchase that is not there is an error model under HTTP 200', async () => {
    const reply = await cin7('GET', 'advanced-purchase?ID=11111111-1111-4111-8111-111111111111');
    expect([reply.status, reply.json[0].ErrorCode]).toEqual([200, 404]);
    expect((await cin7('GET', 'purchase?ID=11111111-1111-4111-8111-111111111111')).status).toBe(400);
  });
});

describe('/purchaseList', () => {
  const list = async (query: string) => (await cin7('GET', `purchaseList?${query}`)).json;

  test('summary words, and a row that says little about several invoices', async () => {
    const { orderNumber } = add({
      type: 'Advanced',
      invoices: [
        { number: 'M-1', lines: [lines[0]!] },
        { number: 'M-2', lines: lines.slice(1) },
      ],
      credits: [{ number: 'C-1', lines: [lines[0]!] }],
    });
    const { PurchaseList } = await list(`Search=${orderNumber}`);
    expect(PurchaseList).toMatchObject([
      {
        OrderStatus: 'AUTHORISED',
        CombinedInvoiceStatus: 'INVOICED / CREDITED',
        InvoiceStatus: 'NOT AVAILABLE',
        InvoiceNumber: 'M-2',
        CombinedReceivingStatus: 'NOT RECEIVED',
        Type: 'Advanced Purchase',
      },
    ]);
  });

  test.each<[Partial<PurchaseSpec>, object]>([
    [
      { order: 'DRAFT' },
      {
        Status: 'ORDERING',
        OrderStatus: 'DRAFT',
        CombinedInvoiceStatus: 'NOT AVAILABLE',
        CombinedReceivingStatus: 'NOT AVAILABLE',
      },
    ],
    [{ order: 'NOT AVAILABLE', lines: [] }, { Status: 'DRAFT' }],
    [
      {},
      { Status: 'ORDERED', CombinedInvoiceStatus: 'NOT INVOICED', CombinedReceivingStatus: 'NOT RECEIVED' },
    ],
    [{ received: 'partly' }, { Status: 'RECEIVING', CombinedReceivingStatus: 'PARTIALLY RECEIVED' }],
    [{ received: 'authorised' }, { Status: 'RECEIVED', CombinedReceivingStatus: 'FULLY RECEIVED' }],
    [
      { invoices: [{ number: 'S1' }] },
      {
        Status: 'INVOICED',
        CombinedInvoiceStatus: 'INVOICED',
        InvoiceStatus: 'AUTHORISED',
        CombinedPaymentStatus: 'UNPAID',
      },
    ],
    [
      { received: 'authorised', invoices: [{ number: 'S2', status: 'PAID' }] },
      { Status: 'COMPLETED', InvoiceStatus: 'PAID', CombinedPaymentStatus: 'PAID' },
    ],
    [
      { invoices: [{ number: 'S3', lines: [lines[0]!] }] },
      { Status: 'PARTIALLY INVOICED', CombinedInvoiceStatus: 'PARTIALLY INVOICED' },
    ],
    [
      { voided: true, invoices: [{ number: 'S4' }] },
      { Status: 'VOIDED', OrderStatus: 'VOIDED', InvoiceStatus: 'VOIDED', CombinedReceivingStatus: 'VOIDED' },
    ],
    [
      { blindReceipt: true, lines: [], invoices: [{ number: 'S5', lines }] },
      { BlindReceipt: true, OrderStatus: 'NOT AVAILABLE', CombinedInvoiceStatus: 'INVOICED' },
    ],
  ])('%j', async (spec, expected) => {
    const { orderNumber } = add(spec);
    expect((await list(`Search=${orderNumber}`)).PurchaseList).toMatchObject([expected]);
  });

  test('UpdatedSince, UpdatedUntil, statuses', async () => {
    sandbox.clock.advance(60_000);
    const { orderNumber, stamp } = add({ order: 'DRAFT' });
    sandbox.clock.advance(60_000);
    add();
    expect((await list(`UpdatedSince=${stamp.slice(0, 19)}`)).Total).toBe(2);
    expect(
      (await list(`UpdatedSince=${stamp.slice(0, 19)}&UpdatedUntil=${stamp}`)).PurchaseList[0].OrderNumber,
    ).toBe(orderNumber);
    expect((await list(`UpdatedSince=${stamp.slice(0, 19)}&OrderStatus=draft`)).Total).toBe(1);
  });
});

describe('people', () => {
  test('every action moves the stamp', () => {
    const { id } = add({ type: 'Advanced', order: 'DRAFT' });
    const people = sandbox.cin7;
    const steps = [
      () => people.authoriseOrder(id),
      () => people.addInvoice(id, { number: 'P-1', status: 'DRAFT' }),
      () => people.authoriseInvoice(id),
      () => people.editInvoice(id, { number: 'P-1A', lines: [lines[0]!] }, 'P-1'),
      () => people.payInvoice(id),
      () => people.undoInvoice(id),
      () => people.redoInvoice(id),
      () => people.addCreditNote(id, { number: 'PC-1', lines: [lines[0]!], status: 'DRAFT' }),
      () => people.authoriseCreditNote(id),
      () => people.voidCreditNote(id),
      () => people.receiveStock(id),
      () => people.voidInvoice(id),
      () => people.undoOrder(id),
      () => people.editPurchase(id, { note: 'x' }),
      () => people.touchPurchase(id),
      () => people.voidPurchase(id),
    ];
    let stamp = '';
    for (const step of steps) {
      const row = step();
      expect(row.stamp > stamp).toBe(true);
      stamp = row.stamp;
    }
  });

  test('redoing gives a new TaskID and keeps the number', () => {
    const before = add({ type: 'Advanced', invoices: [{ number: 'R-1' }] });
    const after = sandbox.cin7.redoInvoice(before.id, 'R-1');
    expect(after.invoices[0]?.number).toBe('R-1');
    expect(after.invoices[0]?.task).not.toBe(before.invoices[0]?.task);
  });

  test('a purchase can vanish', async () => {
    const { id } = add();
    sandbox.cin7.removePurchase(id);
    expect((await cin7('GET', `advanced-purchase?ID=${id}`)).json[0].ErrorCode).toBe(404);
  });
});

describe('writing (3.7)', () => {
  const header = {
    Supplier: 'Tea Co',
    Approach: 'invoice',
    Location: 'Main Warehouse',
    PurchaseType: 'Advanced',
  };
  const line = (more: object = {}) => {
    const product = sandbox.cin7.state.products.find((row) => row.SKU === 'TEA-01');
    return {
      ProductID: product?.ID,
      SKU: 'TEA-01',
      Name: 'Tea',
      Quantity: 3,
      Price: 1.1,
      Discount: 0,
      Tax: 0.66,
      TaxRule: 'Tax on Purchases',
      Total: 3.3,
      ...more,
    };
  };
  const create = async (more: object = {}) =>
    (await cin7('POST', 'advanced-purchase', { ...header, ...more })).json;
  const order = (TaskID: string, more: object = {}) =>
    cin7('POST', 'purchase/order', {
      TaskID,
      Memo: '',
      Status: 'AUTHORISED',
      Lines: [line()],
      AdditionalCharges: [],
      ...more,
    });
  const message = (reply: { json: { Exception: string }[] }) => reply.json[0]?.Exception ?? '';

  test('header, order, invoice, receipt, credit note', async () => {
    const { ID, OrderNumber, Status, Approach } = await create({ Lines: [line()] });
    expect([OrderNumber, Status, Approach]).toEqual([
      expect.stringMatching(/^PO-\d{5}$/),
      'DRAFT',
      'INVOICE',
    ]);
    expect((await read(ID)).Order.Lines).toEqual([]);
    expect((await order(ID, { Status: 'DRAFT' })).json.Status).toBe('DRAFT');
    expect((await order(ID)).json).toMatchObject({ Status: 'AUTHORISED', Total: 3.96 });
    const receipt = {
      PurchaseID: ID,
      Status: 'AUTHORISED',
      Lines: [{ Date: '2026-09-01', Quantity: 3, SKU: 'TEA-01', Location: 'Main Warehouse' }],
    };
    expect(message(await cin7('POST', 'advanced-purchase/put-away', receipt))).toContain(
      'Invoice must be AUTHORISED',
    );
    const note = {
      PurchaseID: ID,
      TaskID: '00000000-0000-0000-0000-000000000000',
      Status: 'AUTHORISED',
      CreditNoteNumber: 'C1',
      Lines: [line({ Account: '310' })],
    };
    expect(message(await cin7('POST', 'advanced-purchase/creditnote', note))).toContain(
      'Invoice must be AUTHORISED',
    );
    const invoice = {
      PurchaseID: ID,
      InvoiceNumber: 'W-1',
      InvoiceDate: '2026-09-02',
      Status: 'AUTHORISED',
      Lines: [line({ Account: '310' })],
    };
    expect((await cin7('POST', 'advanced-purchase/invoice', invoice)).json.Invoices[0]).toMatchObject({
      InvoiceNumber: 'W-1',
      Total: 3.96,
    });
    expect((await cin7('POST', 'advanced-purchase/put-away', receipt)).status).toBe(200);
    expect((await cin7('POST', 'advanced-purchase/creditnote', note)).status).toBe(200);
    expect((await cin7('GET', `advanced-purchase/invoice?PurchaseID=${ID}`)).json.Invoices).toHaveLength(1);
    expect((await read(ID)).CombinedInvoiceStatus).toBe('INVOICED / CREDITED');
    expect(sandbox.check()).toContainEqual(expect.stringContaining('a purchase was written'));
    expect(sandbox.check({ purchaseWrites: true })).toEqual([]);
  });

  test.each([
    [{ Approach: undefined }, 'Required attribute Approach'],
    [{ Approach: 'ORDER' }, 'Invalid value'],
    [{ Location: 'Old Barn' }, "Location 'Old Barn' was not found"],
    [{ Supplier: 'Nobody' }, 'Supplier not found'],
    [{ Terms: '90 days' }, 'Active payment term'],
  ])('refuses the header %j', async (more, text) => {
    const reply = await cin7('POST', 'advanced-purchase', { ...header, ...more });
    expect([reply.status, message(reply)]).toEqual([400, expect.stringContaining(text)]);
  });

  test.each([
    [{ Total: 3.31 }, "attribute 'Total' doesn't match"],
    [{ Quantity: 0.5, Total: 0.55 }, 'Minimal value'],
    [{ SKU: 'TEA-02' }, 'was not found'],
    [{ TaxRule: 'Tax on Sales' }, 'Tax rule'],
    [{ Tax: undefined }, 'Required attribute Tax'],
    [{ Name: undefined }, 'Required attribute Name'],
  ])('refuses the order line %j', async (more, text) => {
    const { ID } = await create();
    const reply = await order(ID, { Lines: [line(more)] });
    expect([reply.status, message(reply)]).toEqual([400, expect.stringContaining(text)]);
    expect((await read(ID)).Order.Status).toBe('NOT AVAILABLE');
  });

  test('an authorised order cannot be posted over until it is undone', async () => {
    const { ID } = await create();
    await order(ID);
    expect((await order(ID)).status).toBe(400);
    await cin7('DELETE', `advanced-purchase?ID=${ID}&Void=false`);
    expect((await order(ID)).status).toBe(200);
    await cin7('DELETE', `advanced-purchase?ID=${ID}&Void=true`);
    expect((await read(ID)).Status).toBe('VOIDED');
  });

  test('an invoice needs an authorised order, stock first a receipt, lines an account', async () => {
    const invoice = (PurchaseID: string, more: object = {}) =>
      cin7('POST', 'advanced-purchase/invoice', {
        PurchaseID,
        InvoiceNumber: 'N',
        InvoiceDate: '2026-09-01',
        Status: 'AUTHORISED',
        Lines: [line({ Account: '310', ...more })],
      });
    const { ID } = await create({ Approach: 'STOCK' });
    expect(message(await invoice(ID))).toContain('order must be AUTHORISED');
    await order(ID);
    expect(message(await invoice(ID))).toContain('Stock must be received');
    await cin7('POST', 'advanced-purchase/stock', {
      PurchaseID: ID,
      Status: 'AUTHORISED',
      Lines: [{ Date: '2026-09-01', Quantity: 3, SKU: 'TEA-01' }],
    });
    expect(message(await invoice(ID, { Account: undefined }))).toContain('Required attribute Account');
    expect(message(await invoice(ID, { Account: '999' }))).toContain('Account');
    expect((await invoice(ID)).status).toBe(200);
  });

  test('receiving stock turns a simple purchase into an advanced one', async () => {
    const { ID } = await create({ PurchaseType: 'Simple', Approach: 'STOCK' });
    await order(ID);
    await cin7('POST', 'advanced-purchase/stock', {
      PurchaseID: ID,
      Status: 'DRAFT',
      Lines: [{ Date: '2026-09-01', Quantity: 1, SKU: 'TEA-01' }],
    });
    expect((await read(ID)).Type).toBe('Advanced Purchase');
    const task = sandbox.cin7.state.purchases.find((row) => row.id === ID.toLowerCase())?.stockReceived[0]
      ?.task;
    const again = await cin7('POST', 'advanced-purchase/stock', {
      PurchaseID: ID,
      TaskID: task,
      Status: 'DRAFT',
      Lines: [{ Date: '2026-09-01', Quantity: 1, SKU: 'TEA-01' }],
    });
    expect(message(again)).toContain('already exists');
  });

  test('only a draft header can be changed', async () => {
    const { ID } = await create();
    const put = (body: object) => cin7('PUT', 'advanced-purchase', { ID, ...body });
    expect(
      (await put({ Note: 'n', AdditionalAttributes: { AdditionalAttribute2: 'ERP-1' } })).json,
    ).toMatchObject({ Note: 'n', AdditionalAttributes: { AdditionalAttribute2: 'ERP-1' } });
    await order(ID);
    expect((await put({ Note: 'm' })).status).toBe(400);
  });
});
