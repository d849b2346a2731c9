import type { Bill } from '../../src/domain/bill.ts';
import { decimal } from '../../src/domain/decimal.ts';
import type { PurchaseOrder } from '../../src/domain/order.ts';
import type { Party } from '../../src/domain/party.ts';
import type { Product } from '../../src/domain/product.ts';
import type { MasterTarget } from '../../src/engine/ports.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { demoConfigText } from '../../src/sandbox/start.ts';
import { createFinanceOperations } from '../../src/systems/finance-operations/index.ts';
import { pairOf } from '../config/sample.ts';
import type { DocumentCase, DocumentName, MasterCase, Subject } from './subject.ts';
import { contract } from './suite.ts';
import { depsOf, emptySandbox, lookupsFrom } from './support.ts';

const pageSize = 40;
const documents = ['orders', 'bills', 'credits'] as const;

const everywhere = (name: string, reason: string, of: readonly DocumentName[] = documents) =>
  Object.fromEntries(of.map((document) => [`${document}: ${name}`, reason]));

const scans = 'there is no modified stamp: every walk is a full one';
const people = 'people post there; nothing posts through these entities';
const unique = 'the key of the header is ours, so a second create of one document is refused';
const pending = ['bills', 'credits'] as const;

contract(
  'Finance & Operations',
  {
    sources: ['suppliers', 'products'],
    masters: ['suppliers', 'products'],
    documents,
    deviations: {
      'suppliers: a walk since a moment brings what changed then and later, and not what is older': scans,
      'products: a walk since a moment brings what changed then and later, and not what is older': scans,
      'products: one that was deactivated is found all the same, so that it is not made twice':
        'no entity tells whether an item may be used',
      ...everywhere('posting is seen by probe and by reading, and is not done twice', people),
      ...everywhere('a posting whose answer was lost is unknown, and probe tells', people),
      ...everywhere('after a pass the final numbers come in one call', people),
      ...everywhere('withdrawing what is gone already is no failure, what was posted is one', people),
      ...everywhere('what was adopted after a lost answer goes on to be posted', people),
      ...everywhere('a create whose answer was lost is unknown, and is found afterwards', unique, pending),
      ...everywhere('the look-up compares exactly and leaves none out', unique, pending),
    },
  },
  setup,
);

async function setup(): Promise<Subject> {
  const sandbox = await emptySandbox({ erps: ['finance-operations'], pageSize });
  const { financeOperations } = sandbox;
  const demo = pairOf(demoConfigText(sandbox));
  const pair = { ...demo, erp: { ...demo.erp, crossCompany: [] } };
  const mapping = createMapping(pair.mapping);
  const { clientId, clientSecret } = sandbox.credentials.entra;
  const credentials = { clientId, clientSecret };
  const system = createFinanceOperations({
    pair,
    credentials,
    ca: sandbox.ca,
    mapping,
    deps: depsOf(sandbox),
  });
  financeOperations.changeCompany('lvuk', { vendorNumbers: 'manual' });
  const vendorNames = { V00010: 'Tea Co', V00020: 'Coffee Co' };
  for (const [VendorAccountNumber, VendorOrganizationName] of Object.entries(vendorNames))
    financeOperations.addVendor({ VendorAccountNumber, VendorOrganizationName, CurrencyCode: 'GBP' });
  financeOperations.changeCompany('lvuk', { vendorNumbers: 'automatic' });
  financeOperations.addProduct({ ItemNumber: 'TEA-01', ProductName: 'Green tea' });
  const vendor = { code: 'V00010', name: 'Tea Co', currency: 'GBP', status: 'active' };
  const item = { code: 'TEA-01', name: 'Green tea', type: 'stock', unit: 'Each', status: 'active' };
  const linked = {
    suppliers: { ref: { id: 'lvuk|V00010', number: 'V00010' }, record: vendor as Party },
    products: { ref: { id: 'lvuk|TEA-01|TEA-01', number: 'TEA-01' }, record: item as Product },
  };
  const lookups = async () => ({
    ...(await lookupsFrom(system.references, {
      mapping,
      master: (flow, id) =>
        (flow === 'suppliers' && id === 's-1') || (flow === 'products' && id === 'p-1')
          ? linked[flow]
          : undefined,
      document: () => undefined,
      siblings: () => [],
    })),
    options: { lines: 'item', postingDate: 'invoice-date', closedPeriod: 'hold' } as const,
  });
  let n = 0;
  const name = (what: string) => `${what} ${String(++n).padStart(5, '0')}`;
  const addVendor = () => {
    const row = financeOperations.addVendor({ VendorOrganizationName: name('Vendor') });
    return `lvuk|${String(row.fields['VendorAccountNumber'])}`;
  };
  const addItem = () => {
    const number = `i${++n}`;
    financeOperations.addProduct({ ItemNumber: number, ProductName: name('Item') });
    return `lvuk|${number}|${number}`;
  };
  const times = (add: () => string) => (count: number) => {
    for (let i = 0; i < count; i += 1) add();
  };
  const account = (id: string) => id.split('|')[1] ?? '';

  const documentCase = (kind: 'order' | Bill['kind']): DocumentCase => {
    const target = {
      order: system.targets.orders,
      bill: system.targets.bills,
      credit: system.targets.credits,
    }[kind];
    const make = (number: string) => (kind === 'order' ? order(number) : bill(kind, number));
    const typed = (vendorNumber: string, number: string) =>
      kind === 'order'
        ? financeOperations.addOrder({ OrderVendorAccountNumber: vendorNumber, VendorOrderReference: number })
        : financeOperations.addInvoice({ InvoiceAccount: vendorNumber, InvoiceNumber: number });
    return {
      target: target as DocumentCase['target'],
      bill: make,
      broken: {
        bill: {
          ...make(''),
          date: undefined,
          supplier: { id: 'nobody', name: 'Nobody' },
          location: 'Moon',
          terms: 'Unknown',
          lines: [{ ...line, account: '777', taxRule: 'Unknown', productId: 'p-2', sku: 'NONE' }],
        },
        codes: [
          'source-totals',
          'source-totals',
          'master-unknown',
          'master-unknown',
          'location-unmapped',
          'account-unmapped',
          'tax-unmapped',
          'term-unmapped',
          ...(kind === 'order' ? [] : ['number-missing', 'date-missing']),
        ],
      },
      decoys(number) {
        typed('V00020', number);
        typed('V00010', `${number}0`);
        typed('V00010', `0${number}`);
      },
      edit: (id) =>
        void (kind === 'order'
          ? financeOperations.editOrderLine(id, 1, { PurchasePrice: 1 })
          : financeOperations.editInvoiceLine(id, 1, { UnitPrice: 1 })),
      unknownId: 'NOBODY',
      calls: 4,
    };
  };

  const suppliers = system.targets.suppliers as MasterTarget<Party>;
  const products: MasterCase<Product> = {
    target: system.targets.products as MasterTarget<Product>,
    record: product,
    broken: {
      record: { ...product('X'.repeat(30)), unit: 'Barrel' },
      codes: [
        'field-invalid',
        'unit-unmapped',
        'value-missing',
        'value-missing',
        'value-missing',
        'value-missing',
      ],
    },
    changes: { name: 'Another name', unit: 'Case' },
    edit: (id) => void financeOperations.renameProduct(account(id), { ProductName: 'Renamed' }),
    deactivate: () => {},
    unknownId: 'lvuk|none|none',
    decoys: (label) =>
      void financeOperations.addProduct({ ItemNumber: `${product(label).code}0`, ProductName: label }),
  };

  return {
    system,
    sandbox,
    service: 'financeOperations',
    secrets: [clientSecret],
    flows: [
      { flow: 'suppliers', leg: 'cin7-to-erp' },
      { flow: 'products', leg: 'erp-to-cin7' },
      { flow: 'purchases', leg: 'cin7-to-erp' },
    ],
    sources: {
      suppliers: {
        source: system.sources.suppliers ?? never(),
        pageSize,
        fill: times(addVendor),
        add: () => {
          financeOperations.changeCompany('lvuk', { vendorNumbers: 'manual' });
          const number = `v${++n}`;
          financeOperations.addVendor({
            VendorAccountNumber: number,
            VendorOrganizationName: name('Vendor'),
          });
          financeOperations.changeCompany('lvuk', { vendorNumbers: 'automatic' });
          return `lvuk|${number}`;
        },
        change: (id) => void financeOperations.editVendor(account(id), { AddressCity: name('City') }),
        deactivate: (id) => void financeOperations.holdVendor(account(id)),
        unknownId: 'lvuk|none',
      },
      products: {
        source: system.sources.products ?? never(),
        pageSize,
        fill: times(addItem),
        add: addItem,
        change: (id) => void financeOperations.renameProduct(account(id), { ProductName: name('Name') }),
        unknownId: 'lvuk|none|none',
      },
    },
    documents: {
      orders: documentCase('order'),
      bills: documentCase('bill'),
      credits: documentCase('credit'),
    },
    masters: {
      suppliers: {
        target: suppliers,
        record: supplier,
        broken: {
          record: { ...supplier('Broken'), terms: 'Unknown', currency: 'XXX' },
          codes: ['term-unmapped', 'currency-unmapped'],
        },
        changes: { city: 'York', phone: '01904 1', terms: '7 days' },
        edit: (id) => void financeOperations.editVendor(account(id), { AddressCity: 'Hull' }),
        deactivate: (id) => void financeOperations.holdVendor(account(id)),
        decoys: (label) => void financeOperations.addVendor({ VendorOrganizationName: `${label} Ltd` }),
        unknownId: 'lvuk|none',
      },
      products: products as unknown as MasterCase,
    },
    references: {
      accounts: { has: '140200', unusable: '605900' },
      dimensions: { has: 'BusinessUnit' },
      dimensionValues: { has: 'BusinessUnit/001', unusable: 'BusinessUnit/009' },
      taxes: { has: 'DOM' },
      taxItemGroups: { has: 'FULL' },
      paymentTerms: { has: 'Net30' },
      units: { has: 'ea' },
      locations: { has: '11' },
      categories: { has: 'Freight' },
      currencies: { has: 'GBP' },
      items: { has: 'TEA-01' },
      setup: { has: 'vendor group/10' },
    },
    failures: {
      unauthenticated: {
        fault: { kind: 'status', status: 401, body: '' },
        read: 'unauthenticated',
        write: 'unauthenticated',
      },
      throttled: { fault: { kind: 'throttle' }, read: 'throttled', write: 'throttled' },
      'server error': { fault: { kind: 'error-after', status: 500 }, read: 'unknown', write: 'unknown' },
      'connection closed': { fault: { kind: 'drop-before' }, read: 'unknown', write: 'unknown' },
      'page of HTML': { fault: { kind: 'html' }, read: 'unknown', write: 'unknown' },
      'gateway timeout': { fault: { kind: 'error-after', status: 504 }, read: 'unknown', write: 'unknown' },
    },
    async write() {
      const mapped = suppliers.create(supplier(name('Written')), await lookups());
      if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems));
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

const money = (amount: number) => ({ amount: decimal(amount), currency: 'GBP' });

const line: Bill['lines'][number] = {
  kind: 'item',
  productId: 'p-1',
  sku: 'TEA-01',
  description: 'Green tea',
  quantity: decimal(10),
  price: money(12.5),
  discountPercent: decimal(5),
  taxRule: 'Tax on Purchases',
  tax: money(23.75),
  total: money(118.75),
  account: '310',
};

const charge = (description: string, amount: number, account: string): Bill['lines'][number] => ({
  ...line,
  kind: 'charge',
  sku: undefined,
  productId: undefined,
  description,
  quantity: decimal(1),
  price: money(amount),
  discountPercent: decimal(0),
  tax: money(amount / 5),
  total: money(amount),
  account,
});

const content = {
  purchaseId: 'pu-1',
  supplier: { id: 's-1', name: 'Tea Co' },
  date: '2026-09-01' as Bill['date'],
  currency: 'GBP',
  baseCurrency: 'GBP',
  taxInclusive: false,
  terms: '30 days',
  location: 'Showroom',
  lines: [line, charge('Freight', 10, '425'), charge('Rebate', -5, '330')],
  totals: { net: money(123.75), tax: money(24.75), gross: money(148.5) },
};

const bill = (kind: Bill['kind'], number: string): Bill => ({
  ...content,
  kind,
  task: `t-${number}`,
  orderNumber: 'PO-00012',
  number,
  dueDate: '2026-10-01' as Bill['dueDate'],
});

const order = (number: string): PurchaseOrder => ({
  ...content,
  kind: 'order',
  orderNumber: number,
  requiredBy: '2026-09-20' as PurchaseOrder['requiredBy'],
  fullyInvoiced: false,
});

const supplier = (name: string): Party => ({
  id: `supplier ${name}`,
  code: '',
  name,
  taxNumber: 'GB123456789',
  email: 'ann@tea.example',
  phone: '0113 1',
  contact: 'Ann',
  line1: 'High Street 1',
  line2: 'Back yard',
  city: 'Leeds',
  state: '',
  postcode: 'LS1',
  country: 'GB',
  terms: '30 days',
  currency: 'GBP',
  status: 'active',
});

const product = (name: string): Product => ({
  id: `product ${name}`,
  code: name.toLowerCase().replace(/\s/g, '-'),
  name,
  type: 'stock',
  unit: 'Each',
  status: 'active',
});

function never(): never {
  throw new Error('missing');
}
