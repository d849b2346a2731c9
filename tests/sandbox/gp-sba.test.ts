import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { type GpClient, gpClient } from './gp-support.ts';
import { start } from './support.ts';

let sandbox: Sandbox;
let gp: GpClient;
beforeEach(async () => {
  sandbox = await start({ erps: ['gp'] });
  gp = gpClient(sandbox);
  sandbox.gp.addVendor({ id: 'LEAFCO0001', name: 'Leaf (UK) Co', currency: 'EUR' });
});
afterEach(async () => {
  await gp.close();
  await sandbox.close();
});

const payload = (more: object = {}) => ({
  DocumentType: 1,
  VoucherNumber: 'C7ABC',
  VendorId: 'LEAFCO0001',
  DocumentNumber: 'INV-1',
  DocumentDate: '2026-09-10T00:00:00',
  PostingDate: '2026-09-10T00:00:00',
  BatchId: 'C7-20260910',
  PurchasesAmount: 100,
  TaxAmount: 20,
  DocumentAmount: 120,
  CurrencyId: 'Z-UK',
  Distributions: [
    { AccountNumber: '000-1300-01', DistributionType: 6, DebitAmount: 100, CreditAmount: 0 },
    { AccountNumber: '000-2300-00', DistributionType: 10, DebitAmount: 20, CreditAmount: 0 },
    { AccountNumber: '000-2100-00', DistributionType: 2, DebitAmount: 0, CreditAmount: 120 },
  ],
  ...more,
});
const transactions = 'Purchasing/Payables/Transactions';

test('one by key, with GP’s own currency and a stamp without time of day', async () => {
  const { json } = await gp.sba('GET', 'Purchasing/Vendors(leafco0001)');
  expect(json).toMatchObject({
    Status: { Code: 200, Trace: [], CorrelationId: expect.any(String) },
    Payload: {
      VendorId: 'LEAFCO0001',
      VendorName: 'Leaf (UK) Co',
      CurrencyId: 'Z-EURO',
      Status: 1,
      ModifiedDate: '2026-09-16T00:00:00',
    },
  });
  const gone = await gp.sba('GET', 'purchasing/vendors(NOBODY)');
  expect(gone.status).toBe(404);
  expect(gone.json.Status).toMatchObject({
    Code: 404,
    Trace: [{ Type: 'Error', Message: expect.any(String) }],
  });
});

test('lists: top and skip with and without $, in key order, and nothing but filters besides', async () => {
  for (let i = 0; i < 25; i++) sandbox.gp.addVendor({ id: `V${String(24 - i).padStart(2, '0')}` });
  const ids = async (query: string) =>
    (await gp.sba('GET', `Purchasing/Vendors?${query}`)).json.Payload.map(
      (row: { VendorId: string }) => row.VendorId,
    );
  expect(await ids('$top=2&$skip=1')).toEqual(['V00', 'V01']);
  expect(await ids('top=10&skip=20')).toHaveLength(6);
  expect(await ids('top=10&skip=30')).toEqual([]);
  expect(await ids("$filter=VendorId ge 'V22' and Hold eq false")).toEqual(['V22', 'V23', 'V24']);
  for (const query of [
    '$orderby=VendorId',
    '$select=VendorId',
    '$count=true',
    '$top=x',
    '$filter=Nothing eq 1',
    '$filter=VendorId',
  ])
    expect((await gp.sba('GET', `Purchasing/Vendors?${query}`)).status).toBe(400);
});

test('a change on the day of the mark is found by ge and lost by gt', async () => {
  sandbox.clock.set('2026-09-20T15:00:00Z');
  sandbox.gp.editVendor('LEAFCO0001', { city: 'Bath' });
  const found = async (condition: string) =>
    (await gp.sba('GET', `Purchasing/Vendors?$filter=ModifiedDate ${condition}`)).json.Payload.length;
  expect(await found('ge 2026-09-20T00:00:00')).toBe(1);
  expect(await found('gt 2026-09-20T00:00:00')).toBe(0);
  expect(await found('ge 2026-09-20T12:00:00')).toBe(0);
});

test('creates from exactly a Payload, and shows what it wrote', async () => {
  for (const body of [payload(), { Payload: payload(), More: 1 }, { Payload: [payload()] }, '{'])
    expect((await gp.sba('POST', transactions, body)).status).toBe(400);
  expect(
    (await gp.sba('POST', transactions, { Payload: payload() }, { 'content-type': 'text/plain' })).status,
  ).toBe(415);
  const created = await gp.sba('POST', transactions, { Payload: payload() });
  expect(created).toMatchObject({
    status: 201,
    json: { Payload: { VoucherNumber: 'C7ABC', TransactionState: 'Work', CurrencyId: 'Z-UK' } },
  });
  expect((await gp.sba('GET', `${transactions}(1;C7ABC)`)).json.Payload.Distributions).toHaveLength(3);
  expect((await gp.sba('GET', `${transactions}(5;C7ABC)`)).status).toBe(404);
  expect(sandbox.gp.state.payables[0]).toMatchObject({ currency: 'GBP', total: '120' });
});

test('refusals carry eConnect’s number; unknown and read-only names are refused', async () => {
  const refused = await gp.sba('POST', transactions, { Payload: payload({ VendorId: 'NOBODY' }) });
  expect(refused).toMatchObject({ status: 400, json: { Status: { Trace: [{ Code: 372 }] } } });
  for (const more of [
    { VendorName: 'x' },
    { Distribution: [] },
    { PurchasesAmount: '100' },
    { DocumentDate: '10/09/2026' },
  ])
    expect((await gp.sba('POST', transactions, { Payload: payload(more) })).status).toBe(400);
  expect(sandbox.gp.state.payables).toEqual([]);
});

test('an unposted document can be deleted; posting through the service is told by the check', async () => {
  await gp.sba('POST', transactions, { Payload: payload() });
  await gp.sba('POST', transactions, { Payload: payload({ VoucherNumber: 'V2', DocumentNumber: 'INV-2' }) });
  expect((await gp.sba('DELETE', `${transactions}(1;V2)`)).status).toBe(200);
  await gp.sba('POST', `${transactions}(1;C7ABC)`, {}, { 'gp-custom-action': 'POST' });
  expect(sandbox.gp.state.payables[0]).toMatchObject({ state: 'Open' });
  expect((await gp.sba('DELETE', `${transactions}(1;C7ABC)`)).status).toBe(500);
  expect(sandbox.check()).toContainEqual(expect.stringContaining('was posted through the service'));
});

test('what the published services lack, unless the customer has his own', async () => {
  expect((await gp.sba('GET', 'Financials/Accounts')).status).toBe(404);
  sandbox.gp.customServices = true;
  expect((await gp.sba('GET', 'Financials/Accounts?$filter=Active eq false')).json.Payload).toHaveLength(1);
  const receipt = {
    ReceiptNumber: 'R1',
    ReceiptType: 1,
    VendorDocumentNumber: 'GRN-1',
    ReceiptDate: '2026-09-10T00:00:00',
    BatchId: 'C7R',
    VendorId: 'LEAFCO0001',
    CurrencyId: 'Z-UK',
    Lines: [{ ItemNumber: 'CRATES', Quantity: 4, UnitCost: 2.5, UofM: 'Each', NonInventory: true }],
  };
  expect((await gp.sba('POST', 'Purchasing/Receivings/Transactions', { Payload: receipt })).status).toBe(201);
});

test('rights, methods, companies, tenants', async () => {
  sandbox.gp.denied = ['Purchasing/Vendors'];
  expect((await gp.sba('GET', 'Purchasing/Vendors')).status).toBe(403);
  expect((await gp.sba('DELETE', 'Inventory/Items(X)')).status).toBe(405);
  expect((await gp.sba('GET', '../Companies(Nobody)/Inventory/Items')).status).toBe(404);
});
