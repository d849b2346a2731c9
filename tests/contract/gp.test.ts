import type { GpConfig, PairConfig } from '../../src/config/schema.ts';
import type { Bill } from '../../src/domain/bill.ts';
import { decimal } from '../../src/domain/decimal.ts';
import type { Party } from '../../src/domain/party.ts';
import type { DocumentTarget, Draft } from '../../src/engine/ports.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { demoConfigText } from '../../src/sandbox/start.ts';
import { createGp } from '../../src/systems/gp/index.ts';
import { pairOf } from '../config/sample.ts';
import type { DocumentCase, Profile, Subject } from './subject.ts';
import { contract } from './suite.ts';
import { depsOf, emptySandbox, lookupsFrom } from './support.ts';

const ownKey = 'our own number can be there once only: a second create is refused';
const people = 'only people post in Dynamics GP';
const noDelete = 'the Web Services have no operation that deletes: a person does';

const each = (names: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    ['bills', 'credits'].flatMap((kind) =>
      Object.entries(names).map(([name, why]) => [`${kind}: ${name}`, why]),
    ),
  );

const both = each({
  'a create whose answer was lost is unknown, and is found afterwards': ownKey,
  'the look-up compares exactly and leaves none out': ownKey,
  'posting is seen by probe and by reading, and is not done twice': people,
  'a posting whose answer was lost is unknown, and probe tells': people,
  'after a pass the final numbers come in one call': people,
  'what was adopted after a lost answer goes on to be posted': people,
  'withdrawing what is gone already is no failure, what was posted is one': people,
});

const profile = (deviations: Readonly<Record<string, string>>): Profile => ({
  sources: ['suppliers', 'products'],
  masters: [],
  documents: ['bills', 'credits'],
  deviations: {
    'the profile is what the system has':
      'receipts have tests of their own (tests/integration/gp-rules.test.ts)',
    ...both,
    ...deviations,
  },
});

contract(
  'Dynamics GP, SOAP',
  profile({
    ...each({
      'a draft is withdrawn only at the version that was seen': noDelete,
      'many are read in few calls, and what is gone is left out':
        'each is read by its key once; then one list tells which of them changed',
    }),
    'references: every list that is offered is read, by GET alone, and kept': 'SOAP knows only POST',
  }),
  () => setup('soap'),
);

const days = 'stamps have no time of day: a whole day comes again';
contract(
  'Dynamics GP, SBA',
  profile({
    ...each({
      'many are read in few calls, and what is gone is left out':
        'what the list lacks is asked for by its key, since the database may sort otherwise',
    }),
    'suppliers: a walk since a moment brings what changed then and later, and not what is older': days,
    'products: a walk since a moment brings what changed then and later, and not what is older': days,
    'failures: page of HTML, on a read': 'the cheapest read is a page of HTML',
  }),
  () => setup('sba'),
);

async function setup(protocol: GpConfig['protocol']): Promise<Subject> {
  const sandbox = await emptySandbox({ erps: ['gp'] });
  const { gp } = sandbox;
  gp.customServices = true;
  const demo = pairOf(demoConfigText(sandbox));
  const serviceUrl = protocol === 'soap' ? sandbox.urls.gp : sandbox.urls.gpSba;
  const pair = { ...demo, erp: { ...demo.erp, protocol, serviceUrl, openPeriods: undefined } } as PairConfig;
  const mapping = createMapping(pair.mapping);
  const system = createGp({
    pair,
    credentials: { ...sandbox.credentials.gp },
    ca: sandbox.ca,
    mapping,
    deps: depsOf(sandbox),
  });
  gp.addVendor({ id: 'TEACO', name: 'Tea Co' });
  gp.addVendor({ id: 'COFFEECO', name: 'Coffee Co' });
  gp.addItem({ number: 'TEA-01', description: 'Green tea' });
  const record: Party = { id: 'teaco', code: 'TEACO', name: 'Tea Co', currency: 'GBP', status: 'active' };
  const linked = { ref: { id: 'teaco', number: 'TEACO' }, record };
  const lookups = () =>
    lookupsFrom(system.references, {
      mapping,
      master: (flow, id) => (flow === 'suppliers' && id === 's-1' ? linked : undefined),
      document: () => undefined,
      siblings: () => [],
    });
  let n = 0;
  const name = (what: string) => `${what} ${String(++n).padStart(5, '0')}`;
  const addVendor = () =>
    gp.addVendor({ id: name('V').replace(' ', ''), name: name('Vendor') }).id.toLowerCase();
  const addItem = () => gp.addItem({ number: name('I').replace(' ', '') }).number.toLowerCase();
  const times = (add: () => string) => (count: number) => {
    for (let i = 0; i < count; i += 1) add();
  };
  const documents = (kind: Bill['kind']): DocumentCase => {
    const own = kind === 'bill' ? system.targets.bills : system.targets.credits;
    return {
      target: own as DocumentTarget<Bill, Draft> as DocumentCase['target'],
      bill: (number) => bill(kind, number),
      broken: {
        bill: {
          ...bill(kind, ''),
          date: undefined,
          supplier: { id: 'nobody', name: 'Nobody' },
          location: 'Moon',
          lines: [{ ...line, account: '777', taxRule: 'Unknown' }],
        },
        codes: [
          'source-totals',
          'source-totals',
          'number-missing',
          'date-missing',
          'master-unknown',
          'location-unmapped',
          'account-unmapped',
          'tax-unmapped',
        ],
      },
      decoys: () => {},
      edit: (voucher) => void gp.editPayables(voucher, { freight: decimal('1') }),
      unknownId: 'C7UNKNOWN',
      calls: 4,
    };
  };
  async function write(kind: Bill['kind'] = 'bill') {
    const own = kind === 'bill' ? system.targets.bills : system.targets.credits;
    const target = own as DocumentTarget<Bill, Draft>;
    const mapped = target.map(bill(kind, name('W')), await lookups());
    if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems));
    const [step] = target.steps(mapped.draft, {});
    return step?.run({});
  }
  // Fetches the policies, which are kept for the rest of the process, so that a fault strikes what a case means.
  if (protocol === 'soap') for (const kind of ['bill', 'credit'] as const) await write(kind);

  const paymentTerms = protocol === 'sba' ? { paymentTerms: { has: 'NET 30' } } : {};
  return {
    system,
    sandbox,
    service: 'gp',
    secrets: [sandbox.credentials.gp.password],
    flows: [
      { flow: 'suppliers', leg: 'erp-to-cin7' },
      { flow: 'products', leg: 'erp-to-cin7' },
      { flow: 'purchases', leg: 'cin7-to-erp' },
    ],
    sources: {
      suppliers: {
        source: system.sources.suppliers ?? never(),
        pageSize: protocol === 'soap' ? 50 : 100,
        fill: times(addVendor),
        add: addVendor,
        change: (id) => void gp.editVendor(id, { city: name('City') }),
        deactivate: (id) => void gp.deactivateVendor(id),
        unknownId: 'nobody',
      },
      products: {
        source: system.sources.products ?? never(),
        pageSize: protocol === 'soap' ? 50 : 100,
        fill: times(addItem),
        add: addItem,
        change: (id) => void gp.editItem(id, { description: name('Name') }),
        deactivate: (id) => void gp.editItem(id, { inactive: true }),
        unknownId: 'nothing',
      },
    },
    documents: { bills: documents('bill'), credits: documents('credit') },
    masters: {},
    references: {
      accounts: { has: '000-1300-01', unusable: '000-9010-00' },
      currencies: { has: 'EUR' },
      items: { has: 'TEA-01' },
      ...paymentTerms,
    },
    failures: {
      unauthenticated: {
        fault: { kind: 'status', status: 401, body: '' },
        read: 'unauthenticated',
        write: 'unauthenticated',
      },
      throttled: { fault: { kind: 'throttle', retryAfter: 1 }, read: 'throttled', write: 'throttled' },
      'server error': { fault: { kind: 'error-after', status: 500 }, read: 'unknown', write: 'unknown' },
      'connection closed': { fault: { kind: 'drop-before' }, read: 'unknown', write: 'unknown' },
      'page of HTML': { fault: { kind: 'html' }, read: 'unknown', write: 'unknown' },
      'gateway timeout': { fault: { kind: 'error-after', status: 504 }, read: 'unknown', write: 'unknown' },
    },
    write: () => write(),
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

const charge = (description: string, account: string, amount: number, tax: number) => ({
  ...line,
  kind: 'charge' as const,
  sku: undefined,
  productId: undefined,
  description,
  quantity: decimal(1),
  price: money(amount),
  discountPercent: decimal(0),
  tax: money(tax),
  total: money(amount),
  account,
});

const bill = (kind: Bill['kind'], number: string): Bill => ({
  kind,
  purchaseId: 'pu-1',
  task: `t-${number}`,
  orderNumber: 'PO-00012',
  number,
  supplier: { id: 's-1', name: 'Tea Co' },
  date: '2026-09-01' as Bill['date'],
  dueDate: '2026-10-01' as Bill['dueDate'],
  currency: 'GBP',
  baseCurrency: 'GBP',
  taxInclusive: false,
  location: 'Showroom',
  lines: [line, charge('Freight', '425', 10, 2), charge('Rebate', '330', -5, -1)],
  totals: { net: money(123.75), tax: money(24.75), gross: money(148.5) },
});

function never(): never {
  throw new Error('missing');
}
