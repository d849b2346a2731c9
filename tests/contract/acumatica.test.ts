import type { Bill } from '../../src/domain/bill.ts';
import { decimal } from '../../src/domain/decimal.ts';
import type { PurchaseOrder } from '../../src/domain/order.ts';
import type { Party } from '../../src/domain/party.ts';
import type { Product } from '../../src/domain/product.ts';
import type { MasterTarget } from '../../src/engine/ports.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { demoConfigText } from '../../src/sandbox/start.ts';
import { createAcumatica } from '../../src/systems/acumatica/index.ts';
import { pairOf } from '../config/sample.ts';
import type { DocumentCase, DocumentName, Subject } from './subject.ts';
import { contract } from './suite.ts';
import { depsOf, emptySandbox, lookupsFrom } from './support.ts';

const unknownId = 'zz999999';
const pageSize = 500;

const each = (name: string, reason: string, of: readonly DocumentName[] = ['orders', 'bills', 'credits']) =>
  Object.fromEntries(of.map((document) => [`${document}: ${name}`, reason]));

const unposted = 'an order is open once it left hold; there is nothing to post';

contract(
  'Acumatica',
  {
    sources: ['suppliers', 'products', 'orders'],
    masters: ['suppliers'],
    documents: ['orders', 'bills', 'credits'],
    deviations: {
      ...each('after a pass the final numbers come in one call', 'a number is final when it is given'),
      ...each('posting is seen by probe and by reading, and is not done twice', unposted, ['orders']),
      ...each(
        'posting is seen by probe and by reading, and is not done twice',
        'a second release does nothing, and is told by the status',
        ['bills', 'credits'],
      ),
      ...each('a posting whose answer was lost is unknown, and probe tells', unposted, ['orders']),
      ...each(
        'a posting whose answer was lost is unknown, and probe tells',
        'the release may still be under way when it is asked for',
        ['bills', 'credits'],
      ),
      ...each('withdrawing what is gone already is no failure, what was posted is one', unposted, ['orders']),
      ...each('what was adopted after a lost answer goes on to be posted', unposted, ['orders']),
    },
  },
  setup,
);

async function setup(): Promise<Subject> {
  const sandbox = await emptySandbox({ erps: ['acumatica'] });
  const { acumatica } = sandbox;
  const pair = pairOf(demoConfigText(sandbox));
  const mapping = createMapping(pair.mapping);
  const { acumatica: credentials } = sandbox.credentials;
  const deps = depsOf(sandbox);
  const system = createAcumatica({ pair, credentials, ca: sandbox.ca, mapping, deps });
  const quiet = { PrintOrders: false, SendOrdersbyEmail: false };
  acumatica.addVendor({ VendorID: 'V00010', VendorName: 'Tea Co', ...quiet });
  acumatica.addVendor({ VendorID: 'V00020', VendorName: 'Coffee Co', ...quiet });
  acumatica.addStockItem('TEA-01', { Description: 'Green tea' });
  const party: Party = { id: 'v00010', code: 'V00010', name: 'Tea Co', currency: 'GBP', status: 'active' };
  const product: Product = {
    id: 'tea-01',
    code: 'TEA-01',
    name: 'Green tea',
    type: 'stock',
    status: 'active',
  };
  const masters = {
    suppliers: { ref: { id: 'v00010', number: 'V00010' }, record: party },
    products: { ref: { id: 'tea-01', number: 'TEA-01' }, record: product },
  };
  const lookups = () =>
    lookupsFrom(system.references, {
      mapping,
      master: (flow, id) =>
        (flow === 'suppliers' && id === 's-1') || (flow === 'products' && id === 'p-1')
          ? masters[flow]
          : undefined,
      document: () => undefined,
      siblings: () => [],
    });
  // Vendors are all read once a day; here that was done.
  for await (const page of system.sources.suppliers?.changes(undefined) ?? []) void page;
  const suppliers = system.targets.suppliers as MasterTarget<Party>;
  let n = 0;
  const name = (what: string) => `${what} ${String(++n).padStart(5, '0')}`;
  const addVendor = () => acumatica.addVendor({ VendorName: name('Vendor') }).vendorId.toLowerCase();
  const addItem = () => acumatica.addStockItem(`I-${String(++n).padStart(5, '0')}`).key.toLowerCase();
  const orderLine = { InventoryID: 'TEA-01', OrderQty: 1, UnitCost: 1, WarehouseID: 'MAIN' };
  const addOrder = () =>
    acumatica.addOrder({ VendorID: 'V00010', Date: '2026-09-01', Details: [orderLine] }).nbr.toLowerCase();
  const times = (add: () => string) => (count: number) => {
    for (let i = 0; i < count; i += 1) add();
  };

  const bills = (kind: Bill['kind']): DocumentCase => {
    const target = (kind === 'bill' ? system.targets.bills : system.targets.credits) ?? never();
    const Type = kind === 'bill' ? 'Bill' : 'Debit Adj.';
    const Details = [{ Account: '10700', Qty: 1, UnitCost: 1 }];
    const typed = (Vendor: string, VendorRef: string) =>
      acumatica.addBill({ Type, Vendor, VendorRef, Date: '2026-09-01', Details });
    return {
      target: target as DocumentCase['target'],
      bill: (number) => bill(kind, number),
      broken: {
        bill: {
          ...bill(kind, ''),
          date: undefined,
          supplier: { id: 'nobody', name: 'Nobody' },
          location: 'Moon',
          terms: 'Whenever',
          lines: [{ ...line, account: '777', taxRule: 'Unknown' }],
        },
        codes: [
          ...broken,
          'number-missing',
          // A debit adjustment has no terms.
          ...(kind === 'bill' ? ['term-unmapped'] : []),
        ],
      },
      decoys(number) {
        typed('V00020', number);
        typed('V00010', `${number}0`);
        typed('V00010', `0${number}`);
      },
      edit: (id) => void acumatica.editBill(id.toUpperCase(), { VendorRef: 'EDITED', Hold: true }),
      unknownId,
      // Look-up, create, off hold, read, release, three questions for its end, status.
      calls: 9,
    };
  };

  const orders: DocumentCase = {
    target: (system.targets.orders ?? never()) as DocumentCase['target'],
    bill: (number) => orderOf(number),
    broken: {
      bill: {
        ...orderOf('broken'),
        date: undefined,
        supplier: { id: 'nobody', name: 'Nobody' },
        location: 'Moon',
        terms: 'Whenever',
        lines: [{ ...line, account: '777', taxRule: 'Unknown' }],
      },
      codes: [...broken, 'term-unmapped'],
    },
    decoys(number) {
      const typed = (VendorID: string, VendorRef: string) =>
        acumatica.addOrder({ VendorID, VendorRef, Date: '2026-09-01', Details: [orderLine] });
      typed('V00020', number);
      typed('V00010', `${number}0`);
      typed('V00010', `0${number}`);
    },
    edit: (id) => void acumatica.editOrder(id.toUpperCase(), { Hold: true, VendorRef: 'EDITED' }),
    unknownId,
    calls: 4,
  };

  return {
    system,
    sandbox,
    service: 'acumatica',
    creates: 'PUT',
    secrets: [credentials.clientSecret, credentials.password],
    flows: [
      { flow: 'suppliers', leg: 'cin7-to-erp' },
      { flow: 'purchases', leg: 'cin7-to-erp' },
    ],
    sources: {
      suppliers: {
        source: system.sources.suppliers ?? never(),
        pageSize,
        fill: times(addVendor),
        add: addVendor,
        change: (id) =>
          void acumatica.editVendor(id.toUpperCase(), { MainContact: { Address: { City: name('City') } } }),
        deactivate: (id) => void acumatica.editVendor(id.toUpperCase(), { Status: 'Inactive' }),
        unknownId,
      },
      products: {
        source: system.sources.products ?? never(),
        pageSize,
        fill: times(addItem),
        add: addItem,
        change: (id) => void acumatica.editIn('StockItem', id.toUpperCase(), { Description: name('Name') }),
        deactivate: (id) => void acumatica.editIn('StockItem', id.toUpperCase(), { ItemStatus: 'Inactive' }),
        unknownId,
      },
      orders: {
        source: system.sources.orders ?? never(),
        pageSize,
        fill: times(addOrder),
        add: addOrder,
        change: (id) => void acumatica.editOrder(id.toUpperCase(), { VendorRef: name('R') }),
        unknownId,
      },
    },
    documents: { orders, bills: bills('bill'), credits: bills('credit') },
    masters: {
      suppliers: {
        target: suppliers,
        record: supplier,
        broken: {
          record: { ...supplier('Broken'), terms: 'Unknown', currency: 'XXX', code: 'X'.repeat(31) },
          codes: ['field-invalid', 'term-unmapped', 'currency-unmapped'],
        },
        changes: { city: 'York', phone: '01904 1', terms: '7 days' },
        edit: (id) =>
          void acumatica.editVendor(id.toUpperCase(), { MainContact: { Address: { City: 'Hull' } } }),
        deactivate: (id) => void acumatica.editVendor(id.toUpperCase(), { Status: 'Inactive' }),
        decoys: (label) => void acumatica.addVendor({ VendorName: `${label} Ltd` }),
        unknownId,
      },
    },
    references: {
      accounts: { has: '10700', unusable: '60500' },
      subaccounts: { has: '000-000', unusable: 'OLD-000' },
      taxes: { has: 'STANDARD', unusable: 'OLD' },
      taxZones: { has: 'DOMESTIC' },
      units: { has: 'EACH' },
      locations: { has: 'MAIN', unusable: 'BARN' },
      currencies: { has: 'GBP' },
      setup: { has: 'company' },
    },
    failures: {
      unauthenticated: {
        fault: { kind: 'status', status: 401, body: { message: 'You are not logged in.' } },
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

const broken = [
  'source-totals',
  'source-totals',
  'date-missing',
  'master-unknown',
  'location-unmapped',
  'account-unmapped',
  'tax-unmapped',
] as const;

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

const shared = {
  purchaseId: 'pu-1',
  supplier: { id: 's-1', name: 'Tea Co' },
  date: '2026-09-01' as Bill['date'],
  currency: 'GBP',
  baseCurrency: 'GBP',
  taxInclusive: false,
  terms: '30 days',
  location: 'Showroom',
};

const bill = (kind: Bill['kind'], number: string): Bill => ({
  ...shared,
  kind,
  task: `t-${number}`,
  orderNumber: 'PO-00012',
  number,
  dueDate: '2026-10-05' as Bill['dueDate'],
  lines: [line, charge('Freight', 10, '425'), charge('Rebate', -5, '330')],
  totals: { net: money(123.75), tax: money(24.75), gross: money(148.5) },
});

const orderOf = (orderNumber: string): PurchaseOrder => ({
  ...shared,
  kind: 'order',
  purchaseId: `pu-${orderNumber}`,
  orderNumber,
  requiredBy: '2026-09-08' as Bill['date'],
  lines: [line, charge('Freight', 10, '425')],
  totals: { net: money(128.75), tax: money(25.75), gross: money(154.5) },
  fullyInvoiced: false,
});

const supplier = (name: string): Party => ({
  id: 'supplier',
  code: '',
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

function never(): never {
  throw new Error('missing');
}
