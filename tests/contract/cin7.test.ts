import type { Party } from '../../src/domain/party.ts';
import type { Product } from '../../src/domain/product.ts';
import type { MasterTarget } from '../../src/engine/ports.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { demoConfigText } from '../../src/sandbox/start.ts';
import { createCin7 } from '../../src/systems/cin7/index.ts';
import { pairOf } from '../config/sample.ts';
import type { Subject } from './subject.ts';
import { contract } from './suite.ts';
import { depsOf, emptySandbox, lookupsFrom } from './support.ts';

const unknownId = '99999999-0000-4000-8000-000000000000';

contract(
  'Cin7 Core',
  {
    sources: ['suppliers', 'customers', 'products', 'purchases', 'sales'],
    masters: ['suppliers', 'customers', 'products'],
    documents: [],
    deviations: { 'the profile is what the system has': 'stock has tests of its own' },
  },
  setup,
);

async function setup(): Promise<Subject> {
  const sandbox = await emptySandbox({ erps: ['nav'] });
  const { cin7 } = sandbox;
  const pair = pairOf(demoConfigText(sandbox));
  const mapping = createMapping(pair.mapping);
  const credentials = sandbox.credentials.cin7;
  const system = createCin7({ pair, credentials, ca: sandbox.ca, mapping, deps: depsOf(sandbox) });
  const lookups = () =>
    lookupsFrom(system.references, {
      mapping,
      master: () => undefined,
      document: () => undefined,
      siblings: () => [],
    });
  const { suppliers, customers, products } = system.targets as {
    customers: MasterTarget<Party>;
    suppliers: MasterTarget<Party>;
    products: MasterTarget<Product>;
  };
  let n = 0;
  const name = (what: string) => `${what} ${String(++n).padStart(5, '0')}`;
  const addSupplier = () => cin7.addSupplier({ Name: name('Supplier') }).ID.toLowerCase();
  const addProduct = () => cin7.addProduct({ SKU: name('SKU') }).ID.toLowerCase();
  const buyer = cin7.addSupplier({ Name: 'Tea Co' }).Name;
  cin7.addProduct({ SKU: 'TEA-01' });
  const addPurchase = () =>
    cin7.addPurchase({ supplier: buyer, lines: [{ sku: 'TEA-01', quantity: 1, price: 5 }] }).id.toLowerCase();
  const addCustomer = () => cin7.addCustomer({ Name: name('Customer') }).ID.toLowerCase();
  const eater = cin7.addCustomer({ Name: 'Corner Cafe' }).Name;
  const addSale = () =>
    cin7.addSale({ customer: eater, lines: [{ sku: 'TEA-01', quantity: 1, price: 9 }] }).id.toLowerCase();
  const times = (add: () => string) => (count: number) => {
    for (let i = 0; i < count; i += 1) add();
  };

  return {
    system,
    sandbox,
    service: 'cin7',
    secrets: [credentials.applicationKey, credentials.accountId],
    flows: [
      { flow: 'suppliers', leg: 'cin7-to-erp' },
      { flow: 'products', leg: 'erp-to-cin7' },
      { flow: 'purchases', leg: 'cin7-to-erp' },
    ],
    sources: {
      suppliers: {
        source: system.sources.suppliers ?? never(),
        pageSize: 1000,
        fill: times(addSupplier),
        add: addSupplier,
        change: (id) => void cin7.editSupplier(id, { Comments: 'x', TaxNumber: `GB${++n}` }),
        deactivate: (id) => void cin7.deprecateSupplier(id),
        unknownId,
      },
      customers: {
        source: system.sources.customers ?? never(),
        pageSize: 1000,
        fill: times(addCustomer),
        add: addCustomer,
        change: (id) => void cin7.editCustomer(id, { TaxNumber: `GB${++n}` }),
        deactivate: (id) => void cin7.editCustomer(id, { Status: 'Deprecated' }),
        unknownId,
      },
      sales: {
        source: system.sources.sales ?? never(),
        pageSize: 1000,
        fill: times(addSale),
        add: addSale,
        change: (id) => void cin7.addSaleInvoice(id),
        unknownId,
      },
      products: {
        source: system.sources.products ?? never(),
        pageSize: 1000,
        fill: times(addProduct),
        add: addProduct,
        change: (id) => void cin7.editProduct(id, { Name: name('Name') }),
        deactivate: (id) => void cin7.deprecateProduct(id),
        unknownId,
      },
      purchases: {
        source: system.sources.purchases ?? never(),
        pageSize: 1000,
        fill: times(addPurchase),
        add: addPurchase,
        change: (id) => void cin7.addInvoice(id, { number: name('INV') }),
        unknownId,
      },
    },
    documents: {},
    masters: {
      suppliers: {
        target: suppliers,
        record: supplier,
        broken: {
          record: { ...supplier('Broken'), terms: '90 days', currency: '', country: '' },
          codes: ['term-unmapped'],
        },
        changes: { city: 'York', phone: '01904 1', taxNumber: 'GB999' },
        edit: (id) => void cin7.editSupplier(id, { TaxNumber: 'GB1' }),
        deactivate: (id) => void cin7.deprecateSupplier(id),
        decoys: (label) => void cin7.addSupplier({ Name: `${label} Ltd` }),
        unknownId,
      },
      customers: {
        target: customers,
        record: (label) => ({ ...supplier(label), id: 'customer', code: 'C00010' }),
        broken: {
          record: { ...supplier('Broken'), terms: '90 days', currency: '', country: '' },
          codes: ['term-unmapped'],
        },
        changes: { city: 'York', phone: '01904 1', taxNumber: 'GB999' },
        edit: (id) => void cin7.editCustomer(id, { TaxNumber: 'GB1' }),
        deactivate: (id) => void cin7.editCustomer(id, { Status: 'Deprecated' }),
        decoys: (label) => void cin7.addCustomer({ Name: `${label} Ltd` }),
        unknownId,
      },
      products: {
        target: products as never,
        record: product as never,
        broken: {
          record: { ...product('X'.repeat(60)), unit: 'PCS' } as never,
          codes: ['field-invalid', 'unit-unmapped'],
        },
        changes: { name: 'Another name', barcode: '4006381333931' } as never,
        edit: (id) => void cin7.editProduct(id, { Name: 'By hand' }),
        deactivate: (id) => void cin7.deprecateProduct(id),
        decoys: (label) => void cin7.addProduct({ SKU: `${label} 2` }),
        unknownId,
      },
    },
    references: {
      accounts: { has: '310', unusable: '499' },
      taxes: { has: 'Tax on Purchases', unusable: 'Old Purchase Tax' },
      paymentTerms: { has: '30 days', unusable: '90 days' },
      units: { has: 'Each' },
      categories: { has: 'Dry goods' },
      locations: { has: 'Main Warehouse', unusable: 'Old Barn' },
      setup: { has: 'me' },
    },
    failures: {
      unauthenticated: {
        fault: {
          kind: 'status',
          status: 403,
          body: [{ ErrorCode: 403, Exception: 'Incorrect credentials!' }],
        },
        read: 'unauthenticated',
        write: 'unauthenticated',
      },
      throttled: { fault: { kind: 'throttle' }, read: 'throttled', write: 'throttled' },
      'server error': { fault: { kind: 'error-after', status: 500 }, read: 'unknown', write: 'unknown' },
      'connection closed': { fault: { kind: 'drop-before' }, read: 'unknown', write: 'unknown' },
      'page of HTML': { fault: { kind: 'html' }, read: 'refused', write: 'unknown' },
      'gateway timeout': { fault: { kind: 'error-after', status: 504 }, read: 'unknown', write: 'unknown' },
    },
    async write() {
      const mapped = suppliers.create(supplier(name('Written')), await lookups());
      if (!mapped.ok) throw new Error('it does not map');
      const [step] = suppliers.steps(mapped.draft, {});
      return step?.run({});
    },
    lookups,
    async close() {
      await system.close();
      await sandbox.close();
    },
  };
}

const supplier = (name: string): Party => ({
  id: 'vendor',
  code: 'V00010',
  name,
  taxNumber: 'GB123456789',
  email: 'ann@tea.example',
  phone: '0113 1',
  contact: 'Ann',
  line1: 'High Street 1',
  line2: '',
  city: 'Leeds',
  state: '',
  postcode: 'LS1',
  country: 'GB',
  terms: '30 days',
  currency: 'GBP',
  status: 'active',
});

const product = (code: string): Product => ({
  id: 'item',
  code,
  name: `Name of ${code.slice(0, 20)}`,
  type: 'stock',
  unit: 'Each',
  barcode: '5000112637922',
  category: 'Dry goods',
  status: 'active',
});

function never(): never {
  throw new Error('missing');
}
