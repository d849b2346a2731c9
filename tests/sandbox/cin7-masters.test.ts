import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { type Client, cin7Client, start } from './support.ts';

let sandbox: Sandbox;
let cin7: Client;
beforeAll(async () => {
  sandbox = await start({ cin7RequestsPerMinute: 10_000 });
  cin7 = cin7Client(sandbox);
});
afterAll(() => sandbox.close());

let n = 0;
const supplier = (more: object = {}) => ({
  Name: `Supplier ${++n}`,
  Currency: 'GBP',
  PaymentTerm: '30 days',
  AccountPayable: '800',
  TaxRule: 'Tax on Purchases',
  Status: 'Active',
  ...more,
});
const product = (more: object = {}) => ({
  SKU: `SKU-${++n}`,
  Name: 'Product',
  Category: 'Dry goods',
  Type: 'Stock',
  CostingMethod: 'FIFO',
  UOM: 'Each',
  Status: 'Active',
  PriceTier1: 1,
  ...more,
});

describe('suppliers', () => {
  test('what is missing comes first, then what does not fit, then what the books do not know', async () => {
    const missing = await cin7('POST', 'supplier', { Name: 'X', Discount: 101, TaxRule: 'Nope' });
    expect(missing.status).toBe(400);
    expect(missing.json.map((error: { Exception: string }) => error.Exception)).toEqual([
      'Required attribute Status is not provided.',
      'Required attribute Currency is not provided.',
      'Required attribute PaymentTerm is not provided.',
      'Required attribute AccountPayable is not provided.',
    ]);
    const misfit = await cin7(
      'POST',
      'supplier',
      supplier({ Discount: 101, Comments: 'x'.repeat(257), TaxRule: 'Nope' }),
    );
    expect(misfit.json).toHaveLength(2);
    const unknown = await cin7(
      'POST',
      'supplier',
      supplier({ PaymentTerm: '90 days', TaxRule: 'Nope', AccountPayable: '825', Currency: 'XXQ' }),
    );
    expect(unknown.json).toHaveLength(4);
    expect(unknown.json[1]).toEqual({
      ErrorCode: 404,
      Exception: 'Active payment term with name 90 days was not found in Payment Terms reference book',
    });
  });

  test.each([
    [{ AccountPayable: '820' }, 'not a valid Accounts payable account'],
    [{ AccountPayable: '999' }, 'not a valid Accounts payable account'],
    [{ TaxRule: 'Tax on Sales' }, 'Tax rule'],
    [{ TaxRule: 'Old Purchase Tax' }, 'Tax rule'],
    [{ Status: 'Sleeping' }, 'Invalid value'],
    [{ Currency: 'POUND' }, 'must not exceed 3'],
    [{ AttributeSet: 'Nope' }, 'Attribute set'],
    [{ Name: 'x'.repeat(257) }, 'must not exceed 256'],
    [{ Addresses: [{ Line1: 'A', Type: 'Billing' }] }, 'Required attribute Country'],
    [{ Addresses: [{ Line1: 'A', Country: 'Atlantis', Type: 'Billing' }] }, 'Country'],
    [{ Addresses: [{ Line1: 'A', Country: 'GB', Type: 'Home' }] }, 'Invalid value'],
    [{ Contacts: [{ Email: 'a@b.example' }] }, 'Required attribute Name'],
  ])('refuses %j', async (more, text) => {
    const reply = await cin7('POST', 'supplier', supplier(more));
    expect(reply.status).toBe(400);
    expect(reply.json[0].Exception).toContain(text);
  });

  test('answers with the list envelope, ignores unknown fields, names countries, reads references without case', async () => {
    const body = supplier({
      ID: 'ignored',
      Phone: 'lost',
      PaymentTerm: '30 DAYS',
      TaxRule: 'tax on purchases',
      Addresses: [{ Line1: 'A', Country: 'USA', Type: 'billing' }],
    });
    const { status, json } = await cin7('POST', 'supplier', body);
    expect(status).toBe(200);
    expect(json.SupplierList[0]).toMatchObject({
      Name: body.Name,
      PaymentTerm: '30 days',
      TaxRule: 'Tax on Purchases',
      Comments: null,
      TaxNumber: '',
    });
    expect(json.SupplierList[0].Addresses[0]).toMatchObject({ Country: 'United States', Type: 'Billing' });
    expect(json.SupplierList[0]).not.toHaveProperty('Phone');
  });

  test('names are unique without case', async () => {
    const body = supplier();
    await cin7('POST', 'supplier', body);
    expect((await cin7('POST', 'supplier', { ...body, Name: body.Name.toUpperCase() })).status).toBe(400);
    const other = (await cin7('POST', 'supplier', supplier())).json.SupplierList[0];
    expect((await cin7('PUT', 'supplier', { ID: other.ID, Name: body.Name })).status).toBe(400);
  });

  test('PUT changes what it brings; contacts and addresses without ID are added', async () => {
    const [row] = (
      await cin7('POST', 'supplier', supplier({ Comments: 'c', Contacts: [{ Name: 'A', Default: true }] }))
    ).json.SupplierList;
    const [changed] = (
      await cin7('PUT', 'supplier', {
        ID: row.ID,
        TaxNumber: 'GB1',
        Contacts: [{ Name: 'B', Default: true }],
      })
    ).json.SupplierList;
    expect(changed).toMatchObject({ Comments: 'c', TaxNumber: 'GB1', Currency: 'GBP' });
    expect(
      changed.Contacts.map((contact: { Name: string; Default: boolean }) => [contact.Name, contact.Default]),
    ).toEqual([
      ['A', false],
      ['B', true],
    ]);
    const [again] = (
      await cin7('PUT', 'supplier', {
        ID: row.ID,
        Comments: '',
        Contacts: [{ ID: changed.Contacts[0].ID, Name: 'C' }],
      })
    ).json.SupplierList;
    expect(again.Contacts.map((contact: { Name: string }) => contact.Name)).toEqual(['C', 'B']);
    expect(again.Comments).toBeNull();
    expect((await cin7('PUT', 'supplier', { ID: row.ID, Name: '' })).status).toBe(400);
    expect(
      (await cin7('PUT', 'supplier', { ID: row.ID, Contacts: [{ ID: row.ID, Name: 'D' }] })).status,
    ).toBe(400);
    expect((await cin7('PUT', 'supplier', { Name: 'nobody' })).status).toBe(400);
    expect((await cin7('PUT', 'supplier', { ID: '11111111-1111-4111-8111-111111111111' })).status).toBe(400);
  });

  test('the currency is fixed once there are purchases', async () => {
    const { Name, ID } = sandbox.cin7.addSupplier({ Name: 'Fixed' });
    expect((await cin7('PUT', 'supplier', { ID, Currency: 'EUR' })).status).toBe(200);
    sandbox.cin7.addPurchase({ supplier: Name });
    expect((await cin7('PUT', 'supplier', { ID, Currency: 'USD' })).status).toBe(400);
  });

  test('a refused write leaves nothing behind', async () => {
    const before = sandbox.cin7.state.suppliers.length;
    await cin7('POST', 'supplier', supplier({ Contacts: [{ Name: 'A' }, { Email: 'x' }] }));
    expect(sandbox.cin7.state.suppliers).toHaveLength(before);
  });
});

test('customers: the same with their own fields; their errors come under HTTP 200', async () => {
  const body = {
    Name: 'Shop',
    Status: 'Active',
    Currency: 'GBP',
    PaymentTerm: '30 days',
    AccountReceivable: '610',
    RevenueAccount: '200',
    TaxRule: 'Tax on Sales',
  };
  expect((await cin7('POST', 'customer', body)).json.CustomerList[0].Name).toBe('Shop');
  const refused = await cin7('POST', 'customer', { ...body, Name: 'Shop 2', RevenueAccount: '310' });
  expect([refused.status, refused.json[0].ErrorCode]).toEqual([200, 404]);
});

describe('products', () => {
  test('a refusal is one bare object', async () => {
    const reply = await cin7('POST', 'product', {});
    expect([reply.status, reply.json]).toEqual([
      400,
      { ErrorCode: 400, Exception: 'Required attribute SKU is not provided.' },
    ]);
  });

  test.each([
    [{ Suppliers: [{ SupplierName: 'x' }] }, 'Suppliers is invalid'],
    [{ Category: 'Nope' }, 'Category not found.'],
    [{ Brand: 'Nope' }, "Brand 'Nope' was not found in reference book"],
    [{ UOM: 'Nope' }, 'Unit'],
    [{ DefaultLocation: 'Old Barn' }, "Location 'Old Barn' was not found in Locations reference book"],
    [{ InventoryAccount: '429' }, 'Account'],
    [{ ExpenseAccount: '499' }, 'Account'],
    [{ CostingMethod: 'LIFO' }, 'Invalid value'],
    [{ Type: 'Goods' }, 'Invalid value'],
    [{ SKU: 'x'.repeat(51) }, 'must not exceed 50'],
    [{ PriceTier1: undefined }, 'PriceTiers'],
  ])('refuses %j', async (more, text) => {
    const reply = await cin7('POST', 'product', product(more));
    expect(reply.status).toBe(400);
    expect(reply.json.Exception).toContain(text);
  });

  test('SKU and Name filter by what they contain', async () => {
    sandbox.cin7.addProduct({ SKU: 'ABC-10', Name: 'Green Tea' });
    sandbox.cin7.addProduct({ SKU: 'XABC-1', Name: 'Tea Pot' });
    expect((await cin7('GET', 'product?Sku=abc-1')).json.Total).toBe(2);
    expect((await cin7('GET', 'product?Name=tea+p')).json.Products[0].SKU).toBe('XABC-1');
  });

  test('SKUs are unique; PUT cannot change the type; suppliers are replaced', async () => {
    const row = (
      await cin7('POST', 'product', product({ PriceTiers: { Retail: 2.5 }, PriceTier1: undefined }))
    ).json.Products[0];
    expect(row).toMatchObject({ PriceTier1: 2.5, InventoryAccount: null, Sellable: true });
    expect((await cin7('POST', 'product', product({ SKU: row.SKU.toLowerCase() }))).status).toBe(400);
    const put = (
      await cin7('PUT', 'product', {
        ID: row.ID,
        Type: 'Service',
        Name: 'New',
        Suppliers: [{ SupplierName: 'A' }],
      })
    ).json.Products[0];
    expect(put).toMatchObject({ Type: 'Stock', Name: 'New', Suppliers: [{ SupplierName: 'A' }] });
    const list = (await cin7('GET', `product?ID=${row.ID}`)).json.Products[0];
    expect(list.Suppliers).toEqual([]);
  });
});

describe('people', () => {
  test('editing, deprecating and merging move the stamp', async () => {
    const a = sandbox.cin7.addSupplier({ Name: 'Merge A' });
    const b = sandbox.cin7.addSupplier({ Name: 'Merge B' });
    const order = sandbox.cin7.addPurchase({ supplier: 'Merge A' });
    sandbox.clock.advance(5000);
    expect(sandbox.cin7.deprecateSupplier('Merge B').stamp > b.stamp).toBe(true);
    sandbox.cin7.editSupplier('Merge B', { Status: 'Active' });
    sandbox.cin7.mergeSuppliers('Merge A', 'Merge B');
    expect((await cin7('GET', `supplier?ID=${a.ID}&IncludeDeprecated=true`)).json.Total).toBe(0);
    const shown = (await cin7('GET', `advanced-purchase?ID=${order.id}`)).json;
    expect([shown.Supplier, shown.SupplierID.toLowerCase()]).toEqual(['Merge B', b.ID]);
    expect(sandbox.cin7.state.purchases.find((row) => row.id === order.id)!.stamp > order.stamp).toBe(true);
  });

  test('an unknown record is an error of the test', () => {
    expect(() => sandbox.cin7.editSupplier('Nobody', {})).toThrow('Cin7 has no supplier Nobody');
    expect(() => sandbox.cin7.editProduct('Nothing', {})).toThrow('Cin7 has no product Nothing');
  });
});
