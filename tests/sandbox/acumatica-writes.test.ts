import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { acumaticaClient, bill, errorsOf, put, startAcumatica, zone } from './acumatica-support.ts';
import { type Client, filter, type Reply } from './support.ts';

let sandbox: Sandbox;
let client: Client;
beforeEach(async () => {
  sandbox = await startAcumatica();
  client = await acumaticaClient(sandbox);
  sandbox.acumatica.addVendor({ VendorID: 'V1', VendorName: 'Tea Co' });
});
afterEach(() => sandbox.close());

const write = (entity: string, fields: Record<string, unknown>, headers = {}): Promise<Reply> =>
  client('PUT', entity, put(fields), headers);
const state = () => sandbox.acumatica.state;

describe('vendors', () => {
  test('without a match PUT inserts and numbers; with the key it changes', async () => {
    const { status, json } = await write('Vendor', {
      VendorName: 'New Ltd',
      MainContact: { Email: 'n@e.example', Address: { Country: 'GB' } },
    });
    expect([status, json.VendorID.value]).toEqual([200, 'V000601']);
    await write('Vendor', { VendorID: 'v000601', Terms: '14D' });
    expect(state().vendors).toHaveLength(2);
    expect(state().vendors[1]).toMatchObject({
      VendorID: 'V000601',
      Terms: '14D',
      MainContact: { Email: 'n@e.example' },
      madeBy: 'api',
    });
  });

  test('the answer has what was sent and what was selected, no more', async () => {
    const { json } = await write('Vendor?$select=Status,CurrencyID', { VendorName: 'New Ltd' });
    expect(Object.keys(json).sort()).toEqual(
      [
        'CurrencyID',
        'Status',
        'VendorID',
        'VendorName',
        '_links',
        'custom',
        'id',
        'note',
        'rowNumber',
      ].sort(),
    );
  });

  test('a number that is sent is passed over where the site numbers, and needed where it does not', async () => {
    expect((await write('Vendor', { VendorID: 'MINE', VendorName: 'A' })).json.VendorID.value).toBe(
      'V000601',
    );
    sandbox.acumatica.vendorNumbers = 'manual';
    expect((await write('Vendor', { VendorID: 'mine', VendorName: 'B' })).json.VendorID.value).toBe('MINE');
    const refused = await write('Vendor', { VendorName: 'C' });
    expect(refused.status).toBe(422);
    expect(errorsOf(refused.json)).toMatchObject({ VendorID: "'Vendor' cannot be empty." });
  });

  test('wrong codes are refused all at once, in the tree; nothing is saved', async () => {
    const { status, json } = await write('Vendor', {
      VendorName: '',
      Terms: 'NOPE',
      Status: 'Sleeping',
      MainContact: { Address: { Country: 'Ireland' } },
    });
    expect([status, json.VendorID.value]).toEqual([422, '<NEW>']);
    expect(Object.keys(errorsOf(json)).sort()).toEqual(
      ['', 'MainContact/Address/Country', 'Status', 'Terms', 'VendorName'].sort(),
    );
    expect(json.Terms.error).toBe("Terms 'NOPE      ' cannot be found in the system.");
    expect(state().vendors).toHaveLength(1);
  });

  test('the same rule can be a 500', async () => {
    sandbox.acumatica.ruleStatus = 500;
    const { status, json } = await write('Vendor', { VendorName: 'A', Terms: 'NOPE' });
    expect(status).toBe(500);
    expect(json.innerException.exceptionMessage).toContain('cannot be found in the system');
  });

  test('an unknown name is passed over in silence, and told by the check', async () => {
    expect((await write('Vendor', { VendorName: 'A', Email: 'x@y.example' })).status).toBe(200);
    expect(sandbox.check()).toContain('Acumatica: a name was sent that does nothing: PUT Vendor: Email');
  });

  test('long texts are cut in silence, or refused', async () => {
    const VendorName = 'x'.repeat(300);
    expect((await write('Vendor', { VendorName })).json.VendorName.value).toHaveLength(255);
    sandbox.acumatica.tooLong = 'refused';
    expect((await write('Vendor', { VendorName })).status).toBe(422);
  });

  test('If-None-Match and If-Match', async () => {
    const known = { VendorID: 'V1', Terms: '7D' };
    expect((await write('Vendor', known, { 'if-none-match': '*' })).status).toBe(412);
    expect((await write('Vendor', { VendorName: 'A' }, { 'if-match': '*' })).status).toBe(412);
    expect((await write('Vendor', known, { 'if-match': '*' })).status).toBe(200);
    expect((await client('PATCH', 'Vendor', put({ VendorID: 'NOPE', Terms: '7D' }))).status).toBe(404);
    expect(state().vendors).toHaveLength(1);
  });

  test('$filter finds the record of a PUT; several are refused', async () => {
    await client('PUT', filter('Vendor', "VendorName eq 'Tea Co'"), put({ Terms: '7D' }));
    expect(state().vendors).toMatchObject([{ VendorID: 'V1', Terms: '7D' }]);
    await write('Vendor', { VendorName: 'Tea Co' });
    const { status, json } = await client(
      'PUT',
      filter('Vendor', "VendorName eq 'Tea Co'"),
      put({ Terms: '14D' }),
    );
    expect([status, json.exceptionType]).toEqual([500, expect.stringContaining('MoreThanOne')]);
  });

  test('a save that changes nothing leaves the stamp alone', async () => {
    const [before] = state().vendors;
    sandbox.clock.advance(60_000);
    await write('Vendor', { VendorID: 'V1', VendorName: 'Tea Co' });
    expect(state().vendors[0]?.['LastModifiedDateTime']).toBe(before?.['LastModifiedDateTime']);
    await write('Vendor', { VendorID: 'V1', VendorName: 'Tea Company' });
    expect(state().vendors[0]?.['LastModifiedDateTime']).not.toBe(before?.['LastModifiedDateTime']);
  });

  test('null clears a field', async () => {
    await write('Vendor', { VendorID: 'V1', AccountRef: 'X' });
    await client('PUT', 'Vendor', { VendorID: { value: 'V1' }, AccountRef: { value: null } });
    expect((await client('GET', 'Vendor/V1')).json.AccountRef).toEqual({});
  });
});

describe('bodies', () => {
  test('bare values, lists instead of objects, empty and broken ones are 400', async () => {
    for (const body of [{ VendorName: 'A' }, { MainContact: [] }, '', '{"VendorName":']) {
      const { status, json } = await client('PUT', 'Vendor', body);
      expect([status, json.message]).toEqual([400, 'The request is invalid.']);
      expect(Object.keys(json.modelState)).toHaveLength(1);
    }
  });

  test('values sent as text are coerced; those that cannot be are told', async () => {
    await write('Bill', bill({ Hold: 'True', Date: '9/10/2026' }));
    expect(state().bills[0]).toMatchObject({ Hold: true, Date: '2026-09-10' });
    const refused = await write('Bill', bill({ Date: 'tomorrow' }));
    expect(errorsOf(refused.json)['Date']).toContain('cannot be converted');
  });

  test('a date with Z is the day before, west of Greenwich', async () => {
    sandbox.acumatica.utcOffset = '-05:00';
    await write('Bill', bill({ Date: '2026-09-10T00:00:00Z' }));
    expect(state().bills[0]).toMatchObject({ Date: '2026-09-09' });
  });
});

describe('bills', () => {
  test('on hold first: numbered, defaulted, taxed', async () => {
    const { json } = await write('Bill?$select=Status,Amount,TaxTotal,DueDate,PostPeriod', bill());
    expect(json).toMatchObject({
      ReferenceNbr: { value: '000001' },
      Status: { value: 'On Hold' },
      Amount: { value: 120 },
      TaxTotal: { value: 20 },
      DueDate: { value: '2026-10-10T00:00:00+00:00' },
      PostPeriod: { value: '092026' },
    });
  });

  test('PUT again without the number makes a second one', async () => {
    await write('Bill', bill());
    await write('Bill', bill());
    expect(state().bills).toHaveLength(2);
    expect(sandbox.check({ unfinished: true })).toEqual([
      expect.stringContaining('Bill INV-1 of vendor V1 was written although it was there already'),
    ]);
  });

  test('a site can refuse the same number twice', async () => {
    sandbox.acumatica.refuseDuplicates = true;
    await write('Bill', bill());
    expect((await write('Bill', bill({ VendorRef: 'inv-1' }))).status).toBe(422);
    expect((await write('Bill', bill({ Type: 'Debit Adj.' }))).status).toBe(200);
  });

  test('rows are told apart by id alone: sent again they double; delete removes', async () => {
    const first = await write('Bill?$expand=Details', bill());
    const key = { Type: 'Bill', ReferenceNbr: '000001' };
    const row = { TransactionDescription: 'Tea', Account: '10700', Qty: 1, UnitCost: 100 };
    await write('Bill', { ...key, Details: [row] });
    expect(state().bills[0]?.lines).toHaveLength(2);
    await write('Bill', { ...key, Details: [{ id: first.json.Details[0].id, UnitCost: 50 }] });
    expect(state().bills[0]?.lines).toMatchObject([{ UnitCost: 50 }, { UnitCost: 100 }]);
    await write('Bill', { ...key, Details: [{ id: first.json.Details[0].id, delete: true }] });
    expect(state().bills[0]?.lines).toMatchObject([{ UnitCost: 100 }]);
  });

  test('VendorID, and Description of a line, do nothing', async () => {
    const { Vendor, ...rest } = bill();
    const refused = await write('Bill', { ...rest, VendorID: Vendor });
    expect(errorsOf(refused.json)['Vendor']).toBe("'Vendor' cannot be empty.");
    await write('Bill', bill({ Details: [{ Description: 'Tea', Account: '10700', Qty: 1, UnitCost: 1 }] }));
    expect(state().bills[0]?.lines[0]).toMatchObject({
      TransactionDescription: '',
      Description: 'Inventory',
    });
  });

  test('references must exist and be usable, per line', async () => {
    sandbox.acumatica.addStockItem('TEA');
    const { json } = await write(
      'Bill',
      bill({
        BranchID: 'OLD',
        CurrencyID: 'EUR',
        Details: [
          { Account: '99', Qty: 1, UnitCost: 1 },
          { Account: '60500', Qty: 1, UnitCost: 1, Subaccount: 'OLD-000' },
          { Qty: 1, UnitCost: 1, TaxCategory: 'OLD' },
          { InventoryID: 'TEA', Account: '10700', Qty: 1, UnitCost: 1, UOM: 'PALLET', Project: 'P1' },
        ],
      }),
    );
    expect(errorsOf(json)).toMatchObject({
      BranchID: expect.stringContaining('cannot be found'),
      CurrencyID: expect.stringContaining("vendor's currency"),
      'Details/0/Account': "Account '99        ' cannot be found in the system.",
      'Details/1/Account': "Account '60500' is inactive.",
      'Details/1/Subaccount': expect.stringContaining('inactive'),
      'Details/2/Account': "'Account' cannot be empty.",
      'Details/2/TaxCategory': expect.stringContaining('cannot be found'),
      'Details/3/InventoryID': expect.stringContaining('linked to a purchase order'),
      'Details/3/UOM': expect.stringContaining('cannot be found'),
      'Details/3/Project': expect.stringContaining('Project'),
    });
    expect(state().bills).toHaveLength(0);
  });

  test('taxes follow zone and category; the zone is a custom field', async () => {
    const Details = ['STANDARD', 'REDUCED', 'ZERO', ''].map((TaxCategory) => ({
      Account: '10700',
      Qty: 3,
      UnitCost: 10.15,
      TaxCategory,
    }));
    await write('Bill', bill({ Details }));
    expect(state().bills[0]).toMatchObject({
      Amount: 129.41,
      TaxTotal: 7.61,
      custom: { 'CurrentDocument.TaxZoneID': 'DOMESTIC' },
    });
    await write('Bill', bill({ Details, custom: zone('FOREIGN') }));
    expect(state().bills[1]).toMatchObject({ Amount: 121.8, TaxTotal: 0 });
    const read = await client('GET', 'Bill/Bill/000002?$custom=CurrentDocument.TaxZoneID');
    expect(read.json.custom.CurrentDocument.TaxZoneID).toEqual({
      type: 'CustomStringField',
      value: 'FOREIGN',
    });
    expect((await write('Bill', bill({ Details, custom: zone('NOPE') }))).status).toBe(422);
  });

  test('a tax can be typed over', async () => {
    await write('Bill', bill({ TaxDetails: [{ TaxID: 'VAT20', TaxAmount: 20.01 }] }));
    expect(state().bills[0]).toMatchObject({
      Amount: 120.01,
      taxes: [{ TaxAmount: 20.01, TaxableAmount: 100 }],
    });
  });

  test('control totals: what was entered must be the sum before it leaves hold', async () => {
    sandbox.acumatica.validateTotals = true;
    const { json } = await write('Bill?$select=Amount', bill({ Amount: 119.99 }));
    expect(json.Amount.value).toBe(119.99);
    const off = { Type: 'Bill', ReferenceNbr: '000001', Hold: false };
    expect(errorsOf((await write('Bill', off)).json)['Amount']).toContain('out of the balance');
    expect((await write('Bill', { ...off, Amount: 120 })).status).toBe(200);
    expect(state().bills[0]).toMatchObject({ Status: 'Balanced', Amount: 120 });
  });

  test('custom fields are kept where the form has them; a note always', async () => {
    const custom = { CurrentDocument: { UsrCin7: { type: 'CustomStringField', value: 'doc' } } };
    await client('PUT', 'Bill', { ...put(bill()), custom, note: { value: 'ours' } });
    sandbox.acumatica.customFields = ['Bill/CurrentDocument.UsrCin7'];
    await client('PUT', 'Bill', { ...put(bill({ VendorRef: 'INV-2' })), custom });
    expect(state().bills.map((row) => row.custom['CurrentDocument.UsrCin7'])).toEqual([undefined, 'doc']);
    expect(state().bills[0]?.note).toBe('ours');
    expect(sandbox.acumatica.ignored).toEqual(['Bill: custom CurrentDocument.UsrCin7']);
    const found = await client('GET', filter('Bill', "cf.String(f='CurrentDocument.UsrCin7') eq 'doc'"));
    expect(found.json).toHaveLength(1);
    const schema = await client('GET', 'Bill/$adHocSchema');
    expect(schema.json.custom.CurrentDocument.UsrCin7).toMatchObject({ type: 'CustomStringField' });
  });

  test('deleted while on hold; a collision is told and changes nothing', async () => {
    await write('Bill', bill());
    sandbox.acumatica.collisions = 1;
    expect((await client('DELETE', 'Bill/Bill/000001')).json.exceptionMessage).toContain('Another process');
    expect((await client('DELETE', 'Bill/Bill/000001')).status).toBe(204);
    expect(state().bills).toHaveLength(0);
  });

  test('vendors on hold, foreign currencies without a rate, missing numbers are refused', async () => {
    sandbox.acumatica.addVendor({ VendorID: 'V2', VendorName: 'Y', CurrencyID: 'JPY', Status: 'Active' });
    expect(errorsOf((await write('Bill', bill({ Vendor: 'V2' }))).json)['CurrencyID']).toContain('Rate');
    sandbox.acumatica.editVendor('V1', { Status: 'Inactive' });
    expect(errorsOf((await write('Bill', bill())).json)['Vendor']).toContain('Inactive');
    sandbox.acumatica.editVendor('V1', { Status: 'Active' });
    expect(errorsOf((await write('Bill', bill({ VendorRef: '' }))).json)['VendorRef']).toContain('empty');
    sandbox.acumatica.requireVendorRef = false;
    expect((await write('Bill', bill({ VendorRef: '' }))).status).toBe(200);
  });
});
