import { afterEach, describe, expect, test } from '@jest/globals';
import { decimal } from '../../../src/domain/decimal.ts';
import type { Party } from '../../../src/domain/party.ts';
import type { Product } from '../../../src/domain/product.ts';
import type { MasterTarget, Step } from '../../../src/engine/ports.ts';
import { createCin7 } from '../../../src/systems/cin7/index.ts';
import { closeAll, json, serve } from '../../http/support.ts';
import { lookupsOf, optionsFor, row } from '../shared/support.ts';

afterEach(closeAll);

type Row = Record<string, unknown> & { ID: string };

/** Keeps suppliers as Cin7 does: a PUT changes what is present, an address without an id is added. */
async function cin7(initial: Row[] = [], config = '') {
  const rows = new Map(initial.map((item) => [item.ID, item]));
  const server = await serve((request, response, n, body) => {
    const url = new URL(request.url ?? '', 'http://x');
    if (url.pathname.endsWith('/me')) return json(response, 200, { Company: 'Acme', Currency: 'GBP' });
    const list = url.pathname.endsWith('/product') ? 'Products' : 'SupplierList';
    if (request.method === 'GET') {
      const id = url.searchParams.get('ID');
      const name = url.searchParams.get('Name') ?? '';
      const found = [...rows.values()].filter((item) =>
        id === null ? String(item['Name']).startsWith(name) : item.ID === id,
      );
      return json(response, 200, { Total: found.length, Page: 1, [list]: found });
    }
    const sent = JSON.parse(body) as Record<string, unknown>;
    const before = rows.get(String(sent['ID'])) ?? { ID: `new-${n}` };
    const after = { ...before, ...sent, ID: before.ID, LastModifiedOn: `2026-09-01T08:00:0${n % 10}` };
    rows.set(after.ID, after);
    json(response, 200, { Total: 1, Page: 1, [list]: [after] });
  });
  const defaults =
    'defaults: { suppliers: { AccountPayable: "800", TaxRule: Tax on Purchases, PaymentTerm: 7 days }, products: { Category: Goods, PriceTier1: 0 } }';
  const options = optionsFor(
    {
      cin7: `baseUrl: ${server.origin}/v2\n${config}\n${config.includes('defaults') ? '' : defaults}`,
      flows: 'suppliers: {}',
    },
    { accountId: 'acc', applicationKey: 'key-12345678' },
  );
  const { targets } = createCin7(options);
  return {
    suppliers: targets.suppliers as MasterTarget<Party>,
    products: targets.products as MasterTarget<Product>,
    rows,
    server,
    sent: () => server.requests.filter(({ method }) => method !== 'GET').map(({ body }) => JSON.parse(body)),
  };
}

const lookups = lookupsOf({
  lists: {
    setup: [row('me', 'Acme', { currency: 'GBP' })],
    accounts: [
      row('800', 'Payable', { systemAccount: 'Accounts payable', class: 'LIABILITY' }),
      row('820', 'Tax', { systemAccount: '', class: 'LIABILITY' }),
    ],
    taxes: [
      row('Tax on Purchases', 'x', { purchase: 'true' }),
      row('Tax on Sales', 'x', { purchase: 'false' }),
    ],
    paymentTerms: [row('30 days'), row('7 days'), { ...row('Old'), usable: false, why: 'it is not active' }],
    units: [row('Each')],
    categories: [row('Goods')],
  },
});

const party: Party = {
  id: 'v1',
  code: 'V00010',
  name: 'Tea Co',
  taxNumber: 'GB123',
  email: 'ann@tea.example',
  phone: '0113 1',
  line1: 'High Street 1',
  line2: '',
  city: 'Leeds',
  state: '',
  postcode: 'LS1',
  country: 'GB',
  terms: '30 days',
  currency: 'EUR',
  status: 'active',
};

const runAll = async (steps: readonly Step[]) => {
  for (const step of steps) await step.run({});
};

describe('a new supplier', () => {
  test('has what the record knows, and the defaults for the rest', async () => {
    const { suppliers, sent } = await cin7([], 'supplierCode: AdditionalAttribute3');
    const mapped = suppliers.create(party, lookups);
    if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems));
    const [step] = suppliers.steps(mapped.draft, {});
    const outcome = await step?.run({});
    expect(outcome?.ref).toMatchObject({ id: 'new-1', number: 'Tea Co' });
    expect(outcome?.['record']).toMatchObject({
      record: { name: 'Tea Co', code: 'V00010', country: 'GB', contact: '' },
    });
    expect(sent()).toEqual([
      {
        AccountPayable: '800',
        TaxRule: 'Tax on Purchases',
        PaymentTerm: '30 days',
        Name: 'Tea Co',
        Currency: 'EUR',
        TaxNumber: 'GB123',
        AdditionalAttribute3: 'V00010',
        Status: 'Active',
        Addresses: [
          {
            Type: 'Billing',
            DefaultForType: true,
            Line1: 'High Street 1',
            Line2: '',
            City: 'Leeds',
            State: '',
            Postcode: 'LS1',
            Country: 'United Kingdom',
          },
        ],
        Contacts: [{ Name: 'Tea Co', Phone: '0113 1', Email: 'ann@tea.example', Default: true }],
      },
    ]);
  });

  test('tells everything that is wrong with it at once', async () => {
    const { suppliers } = await cin7(
      [],
      'defaults: { suppliers: { AccountPayable: "820", TaxRule: Tax on Sales, Nonsense: 1 } }',
    );
    const mapped = suppliers.create({ ...party, terms: 'Old' }, lookups);
    expect(mapped.ok ? [] : mapped.problems.map(({ code, field }) => [code, field])).toEqual([
      ['field-invalid', 'Nonsense'],
      ['term-unmapped', 'PaymentTerm'],
      ['tax-unusable', 'TaxRule'],
      ['account-unusable', 'AccountPayable'],
    ]);
    const bare = suppliers.create({ ...party, terms: '' }, lookupsOf({}));
    expect(
      bare.ok ? [] : bare.problems.filter(({ code }) => code === 'value-missing').map(({ field }) => field),
    ).toEqual(['PaymentTerm']);
    expect(bare.ok ? [] : bare.missing).toEqual(['taxes', 'accounts']);
  });

  test('an address that Cin7 would refuse is left out, and that is told', async () => {
    const { suppliers } = await cin7();
    const mapped = suppliers.create({ ...party, country: '' }, lookups);
    expect(mapped.ok && mapped.warnings.map(({ code, field }) => [code, field])).toEqual([
      ['value-dropped', 'address'],
    ]);
    const withDefault = await cin7(
      [],
      'defaults: { suppliers: { AccountPayable: "800", TaxRule: Tax on Purchases, Country: GB } }',
    );
    const filled = withDefault.suppliers.create({ ...party, country: '' }, lookups);
    expect(filled.ok && filled.draft.body).toMatchObject({ Addresses: [{ Country: 'United Kingdom' }] });
    expect(filled.ok && filled.draft.body).not.toHaveProperty('Country');
  });

  test('is looked up by its exact name, which the filter only begins with', async () => {
    const { suppliers } = await cin7([
      { ID: 's1', Name: 'Tea Co' },
      { ID: 's2', Name: 'Tea Co Ltd' },
    ]);
    const mapped = suppliers.create(party, lookups);
    expect(mapped.ok && (await suppliers.find(mapped.draft)).map(({ id }) => id)).toEqual(['s1']);
  });
});

describe('a change of a supplier', () => {
  const existing: Row = {
    ID: 's1',
    Name: 'Tea Co',
    Currency: 'EUR',
    PaymentTerm: '7 days',
    AccountPayable: '800',
    TaxRule: 'Tax on Purchases',
    Status: 'Active',
    Discount: 10,
    LastModifiedOn: '2026-08-01T00:00:00',
    Addresses: [
      { ID: 'a1', Line1: 'Dock 1', Country: 'United Kingdom', Type: 'Shipping', DefaultForType: true },
      {
        ID: 'a2',
        Line1: 'High Street 1',
        City: 'Leeds',
        Country: 'United Kingdom',
        Type: 'Billing',
        DefaultForType: true,
      },
    ],
    Contacts: [
      { ID: 'c1', Name: 'Ann', Phone: '1', Email: 'ann@tea.example', MobilePhone: '07', Default: true },
    ],
  };

  test('updates the default address and contact by their ids and keeps everything else', async () => {
    const { suppliers, sent } = await cin7([existing]);
    const current = await suppliers.read('s1');
    if (!current) throw new Error('not there');
    const wanted = { ...party, city: 'York', phone: '2', terms: '30 days' };
    const mapped = suppliers.change(current, wanted, ['city', 'phone', 'terms'], lookups);
    if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems));
    await runAll(suppliers.steps(mapped.draft, {}));
    const [put] = sent();
    expect(put).toMatchObject({
      ID: 's1',
      Name: 'Tea Co',
      AccountPayable: '800',
      PaymentTerm: '30 days',
      Currency: 'EUR',
    });
    expect(put.Addresses).toEqual([
      expect.objectContaining({ ID: 'a1', Line1: 'Dock 1', Type: 'Shipping' }),
      expect.objectContaining({
        ID: 'a2',
        Line1: 'High Street 1',
        City: 'York',
        Type: 'Billing',
        DefaultForType: true,
      }),
    ]);
    expect(put.Contacts).toEqual([
      { ID: 'c1', Name: 'Ann', Phone: '2', Email: 'ann@tea.example', MobilePhone: '07', Default: true },
    ]);
    expect(put).not.toHaveProperty('Discount');
  });

  test('is refused as stale when somebody was faster', async () => {
    const { suppliers, rows, sent } = await cin7([existing]);
    const current = await suppliers.read('s1');
    if (!current) throw new Error('not there');
    const mapped = suppliers.change(current, { ...party, name: 'Tea & Co' }, ['name'], lookups);
    if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems));
    rows.set('s1', { ...existing, TaxRule: 'Other', LastModifiedOn: '2026-09-01T07:00:00' });
    const [step] = suppliers.steps(mapped.draft, {});
    await expect(step?.run({})).rejects.toMatchObject({ kind: 'stale' });
    expect(sent()).toEqual([]);
  });

  test('can be asked whether it was applied', async () => {
    const { suppliers } = await cin7([existing]);
    const current = await suppliers.read('s1');
    if (!current) throw new Error('not there');
    const wanted = { ...party, name: 'Tea & Co', city: 'York', status: 'inactive' as const };
    const mapped = suppliers.change(current, wanted, ['name', 'city', 'status'], lookups);
    if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems));
    const [step] = suppliers.steps(mapped.draft, {});
    if (step?.role !== 'fill') throw new Error('no fill');
    expect(await step.probe({})).toBeUndefined();
    await step.run({});
    expect((await step.probe({}))?.ref?.number).toBe('Tea & Co');
  });
});

describe('a new product', () => {
  const product: Product = {
    id: 'i1',
    code: '1896-S',
    name: 'Desk',
    type: 'stock',
    unit: 'Each',
    barcode: '',
    category: 'FURNITURE',
    status: 'active',
  };

  test('takes the category of the defaults where Cin7 lacks that of the ERP', async () => {
    const { products } = await cin7();
    const mapped = products.create(product, lookups);
    expect(mapped.ok && mapped.draft).toMatchObject({
      naturalKey: '1896-S',
      body: {
        SKU: '1896-S',
        Name: 'Desk',
        Category: 'Goods',
        Type: 'Stock',
        CostingMethod: 'FIFO',
        UOM: 'Each',
        Status: 'Active',
        PriceTier1: 0,
      },
    });
  });

  test('has the price of the ERP only if that is in the same currency', async () => {
    const { products } = await cin7([], 'defaults: { products: { Category: Goods } }');
    const price = (currency: string) =>
      products.create({ ...product, price: { amount: decimal('12.5'), currency } }, lookups);
    const [same, other] = [price('GBP'), price('EUR')];
    expect(same.ok && same.draft.body).toMatchObject({ PriceTier1: 12.5 });
    expect(other.ok && other.draft.body).toMatchObject({ PriceTier1: 0 });
    expect(other.ok && other.warnings.map(({ code, seen }) => [code, seen])).toEqual([
      ['value-dropped', '12.50 EUR'],
    ]);
  });

  test('is refused beforehand for a unit that Cin7 lacks, and for a SKU that it would cut', async () => {
    const { products } = await cin7();
    const mapped = products.create({ ...product, unit: 'PCS', code: 'X'.repeat(51) }, lookups);
    expect(mapped.ok ? [] : mapped.problems.map(({ code, field }) => [code, field])).toEqual([
      ['field-invalid', 'SKU'],
      ['unit-unmapped', 'UOM'],
    ]);
    expect(mapped.ok ? [] : mapped.missing).toEqual(['units']);
  });
});
