import { describe, expect, it } from '@jest/globals';
import type { FinanceOperationsConfig } from '../../src/config/schema.ts';
import type { Delivery, Push } from '../../src/engine/ports.ts';
import { acumaticaPush } from '../../src/systems/acumatica/push.ts';
import type { Cin7Client } from '../../src/systems/cin7/client.ts';
import { cin7Push } from '../../src/systems/cin7/push.ts';
import { financeOperationsPush } from '../../src/systems/finance-operations/push.ts';
import { parseBody } from '../../src/webhooks/json.ts';

const cin7 = cin7Push(undefined as unknown as Cin7Client);
const financeOperations = financeOperationsPush({
  legalEntity: 'usmf',
  crossCompany: [],
} as unknown as FinanceOperationsConfig);
const acumatica = acumaticaPush();

const delivery = (body: unknown, more: Partial<Delivery> = {}): Delivery => ({
  method: 'POST',
  query: new URLSearchParams(),
  headers: {},
  json: typeof body === 'string' ? parseBody(body) : body,
  trusted: true,
  isSecret: () => false,
  ...more,
});
const notices = (push: Push, body: unknown) =>
  push.read(delivery(body)).tellings.flatMap((one) => one.notices);

it.each([
  ['Cin7', cin7],
  ['Finance & Operations', financeOperations],
  ['Acumatica', acumatica],
])('%s is refused without the secret', (_, push) => {
  expect(push.read(delivery({ EventType: 'Purchase/Updated' }, { trusted: false }))).toEqual({
    refused: true,
    tellings: [],
  });
});

describe('Cin7', () => {
  const upper = '9D7F2C4E-0000-4000-8000-00000000000A';
  const id = upper.toLowerCase();

  it.each([
    [
      {
        TaskID: upper,
        PurchaseOrderNumber: 'PO-1',
        InvoiceNumber: 'I',
        SupplierName: null,
        EventType: 'Purchase/InvoiceAuthorised',
      },
      [{ flow: 'purchases', role: 'source', id, number: 'PO-1' }],
    ],
    [
      { TaskID: upper, PurchaseOrderNumber: 'PO-1', EventType: 'Purchase/StockReceivedAuthorized' },
      [
        { flow: 'receipts', role: 'source', id, number: 'PO-1' },
        { flow: 'inventory', role: 'source' },
      ],
    ],
    [
      {
        NumberOfPurchase: 1,
        CustomerDetailsList: [{ ID: upper, OrderNumber: 'PO-2' }],
        EventType: 'Purchase/Updated',
      },
      [
        { flow: 'purchases', role: 'source', id, number: 'PO-2' },
        { flow: 'receipts', role: 'source', id, number: 'PO-2' },
      ],
    ],
    [
      {
        NumberOfSuppliers: 1,
        SupplierDetailsList: [{ Supplier: { ID: upper, Name: 'Tea' }, Addresses: [], Contacts: [] }],
        EventType: 'Supplier/Updated',
      },
      [{ flow: 'suppliers', role: 'source', id }],
    ],
    [
      {
        NumberOfProducts: 1,
        ProductDetailsList: [{ Event: 'Creation', ID: upper, SKU: 'A' }],
        EventType: 'Product/Updated',
      },
      [{ flow: 'products', role: 'source', id }],
    ],
    [
      {
        SaleTaskID: upper,
        TenantID: 't',
        OrderNumber: 'SO-1',
        InvoiceNumber: 'INV-1',
        EventType: 'Sale/InvoiceAuthorised',
      },
      [{ flow: 'sales', role: 'source', id, number: 'SO-1' }],
    ],
    [[{ SKU: 'A', Location: 'Main', OnHand: 1 }], [{ flow: 'inventory', role: 'source' }]],
    [{ EventType: 'Lead/Updated' }, []],
    [null, []],
  ])('tells what %j names', (body, told) => {
    expect(notices(cin7, body).map((one) => JSON.parse(JSON.stringify(one)))).toEqual(told);
  });

  it('tells nothing but what to read, whatever else stands there', () => {
    const told = notices(cin7, {
      TaskID: upper,
      PurchaseOrderNumber: 'PO-1',
      Total: 1,
      Status: 'VOIDED',
      EventType: 'Purchase/OrderAuthorised',
    });
    expect(Object.keys(told[0] ?? {}).sort()).toEqual(['flow', 'id', 'number', 'role']);
  });
});

describe('Finance & Operations', () => {
  const confirmed = `{"BusinessEventId":"PurchaseOrderConfirmedBusinessEvent","BusinessEventLegalEntity":"USMF",
    "ControlNumber":9223372036854775807,"EventId":"{A}","EventTime":"/Date(1)/","PurchaseOrderNumber":"PO-77"}`;

  it('names the order, and an event by its own number, beyond what a double holds', () => {
    expect(financeOperations.read(delivery(confirmed)).tellings).toEqual([
      {
        topic: 'PurchaseOrderConfirmedBusinessEvent',
        notices: [{ flow: 'purchases', role: 'target', number: 'PO-77' }],
        key: 'PurchaseOrderConfirmedBusinessEvent|9223372036854775807',
      },
    ]);
  });

  it('is the same through Event Grid', () => {
    const grid = `[{"id":"1","eventType":"PurchaseOrderConfirmed","data":${confirmed}}]`;
    expect(financeOperations.read(delivery(grid))).toEqual(financeOperations.read(delivery(confirmed)));
  });

  it('answers the validation of Event Grid', () => {
    const body = [
      {
        id: '1',
        eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
        data: { validationCode: 'C0DE' },
      },
    ];
    expect(financeOperations.read(delivery(body)).answer).toMatchObject({
      status: 200,
      text: '{"validationResponse":"C0DE"}',
    });
  });

  it.each([
    [
      { BusinessEventId: 'VendorInvoicePostedBusinessEvent', InvoiceNumber: 'I-1', ControlNumber: 1 },
      [{ flow: 'purchases', role: 'target', number: 'I-1' }],
    ],
    [
      { BusinessEventId: 'VendorInvoiceMatchedBusinessEvent', ControlNumber: 1 },
      [{ flow: 'purchases', role: 'target', number: '' }],
    ],
    [{ BusinessEventId: 'VendVendorV2Entity_DataEvent_Update' }, [{ flow: 'suppliers', role: 'source' }]],
    [
      { BusinessEventId: 'EcoResReleasedProductV2Entity_DataEvent_Create' },
      [{ flow: 'products', role: 'source' }],
    ],
    [{ BusinessEventId: 'VendorPaymentPostedBusinessEvent' }, []],
    [
      {
        BusinessEventId: 'PurchaseOrderConfirmedBusinessEvent',
        LegalEntity: 'demf',
        PurchaseOrderNumber: 'PO-1',
      },
      [],
    ],
  ])('tells what %j names', (body, told) => {
    expect(notices(financeOperations, body)).toEqual(told);
  });
});

describe('Acumatica', () => {
  it('takes a row in both lists for a change, and one in Deleted alone for a deletion', () => {
    const body = `{"Inserted":[{"VendorID":"V1"}],"Deleted":[{"VendorID":"V1"},{"VendorID":"V2"}],"Query":"ML-Vendors",
      "CompanyId":"Company","Id":"7A","TimeStamp":636295833829493672,"AdditionalInfo":{}}`;
    expect(acumatica.read(delivery(body)).tellings).toEqual([
      {
        topic: 'ML-Vendors',
        notices: [
          { flow: 'suppliers', role: 'source', id: 'v1', gone: false },
          { flow: 'suppliers', role: 'source', id: 'v2', gone: true },
        ],
        key: '7a',
      },
    ]);
  });

  it('knows orders, bills and items by their columns', () => {
    const rows = [
      { OrderType: 'RO', 'Order Nbr.': 'PO000001' },
      { DocType: 'INV', RefNbr: '000009' },
      { InventoryCD: 'TEA ' },
    ];
    const told = notices(acumatica, { Inserted: rows, Deleted: [], Query: 'q', Id: '1' });
    expect(told.map(({ flow, role, id, number }) => [flow, role, id ?? number])).toEqual([
      ['purchases', 'source', 'po000001'],
      ['purchases', 'target', 'PO000001'],
      ['purchases', 'target', '000009'],
      ['products', 'source', 'tea'],
    ]);
  });
});

describe('bodies', () => {
  it('keep large whole numbers as texts, and texts as they are', () => {
    expect(
      parseBody(
        '\ufeff{"a":636295833829493672,"b":12,"c":"636295833829493672 [","d":1.5,"e":-9007199254740993}',
      ),
    ).toEqual({
      a: '636295833829493672',
      b: 12,
      c: '636295833829493672 [',
      d: 1.5,
      e: '-9007199254740993',
    });
  });

  it('are refused when they nest too deeply', () => {
    expect(() => parseBody('['.repeat(33) + ']'.repeat(33))).toThrow(/deeply/);
    expect(parseBody('['.repeat(32) + ']'.repeat(32))).toBeDefined();
  });
});
