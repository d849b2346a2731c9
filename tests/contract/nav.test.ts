import type { Bill } from '../../src/domain/bill.ts';
import { decimal } from '../../src/domain/decimal.ts';
import type { Party } from '../../src/domain/party.ts';
import type { SalesDocument } from '../../src/domain/sale.ts';
import type { MasterTarget } from '../../src/engine/ports.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { demoConfigText } from '../../src/sandbox/start.ts';
import { createNav } from '../../src/systems/nav/index.ts';
import { pairOf } from '../config/sample.ts';
import type { DocumentCase, DocumentName, MasterCase, SourceCase, Subject } from './subject.ts';
import { contract } from './suite.ts';
import { depsOf, emptySandbox, lookupsFrom } from './support.ts';

const unknownId = 'zz999999';
const documents = ['bills', 'credits', 'invoices', 'refunds'] as const satisfies readonly DocumentName[];

const each = (name: string, reason: string) =>
  Object.fromEntries(documents.map((document) => [`${document}: ${name}`, reason]));

contract(
  'Dynamics NAV',
  {
    sources: ['suppliers', 'customers'],
    masters: ['suppliers', 'customers'],
    documents,
    deviations: {
      ...each(
        'a create whose answer was lost is unknown, and is found afterwards',
        'each line has one number: what is sent twice is there once',
      ),
      ...each(
        'the look-up compares exactly and leaves none out',
        'each line has one number: what is sent twice is there once',
      ),
      ...each('after a pass the final numbers come in one call', 'the number is ours and final'),
      ...each(
        'posting is seen by probe and by reading, and is not done twice',
        'what is posted has another id than its lines in the journal',
      ),
      ...each(
        'many are read in few calls, and what is gone is left out',
        'what is gone may be in the ledger',
      ),
      ...each(
        'what was adopted after a lost answer goes on to be posted',
        'the ledger of a party tells the gross alone',
      ),
      ...Object.fromEntries(
        ['suppliers', 'customers'].map((source) => [
          `${source}: a walk since a moment brings what changed then and later, and not what is older`,
          'cards tell the date of a change only: a whole day more is read',
        ]),
      ),
      'references: every list that is offered is read, by GET alone, and kept':
        'countries and currencies are not in every API',
      'the profile is what the system has': 'stock has tests of its own',
    },
  },
  setup,
);

async function setup(): Promise<Subject> {
  const sandbox = await emptySandbox({ erps: ['nav'] });
  const { nav } = sandbox;
  const pair = pairOf(demoConfigText(sandbox));
  const mapping = createMapping(pair.mapping);
  const { nav: credentials } = sandbox.credentials;
  const { inventory: _, ...flows } = pair.flows;
  const system = createNav({
    pair: { ...pair, flows },
    credentials,
    ca: sandbox.ca,
    mapping,
    deps: depsOf(sandbox),
  });
  nav.publishCodeunit('Cin7Posting', 'PostBatch');
  const groups = { Gen_Bus_Posting_Group: 'DOMESTIC', VAT_Bus_Posting_Group: 'DOMESTIC' };
  for (const [No, Name] of [
    ['V00010', 'Tea Co'],
    ['V00020', 'Coffee Co'],
  ])
    nav.addVendor({ No, Name, Vendor_Posting_Group: 'DOMESTIC', ...groups });
  nav.addCustomer({ No: 'C00010', Name: 'Corner Cafe', Customer_Posting_Group: 'DOMESTIC', ...groups });
  const linked = (code: string, name: string) => ({
    ref: { id: code.toLowerCase(), number: code },
    record: { id: code.toLowerCase(), code, name, currency: 'GBP', status: 'active' } as Party,
  });
  const masters = { 's-1': linked('V00010', 'Tea Co'), 'c-1': linked('C00010', 'Corner Cafe') };
  const lookups = () =>
    lookupsFrom(system.references, {
      mapping,
      master: (_flow, id) => masters[id as keyof typeof masters],
      document: () => undefined,
      siblings: () => [],
    });
  await system.references.load('setup');
  let n = 0;
  const name = (what: string) => `${what} ${String(++n).padStart(5, '0')}`;
  const number = (what: string) => `${what}${String(++n).padStart(5, '0')}`;
  const batchOf = (kind: string) => (kind === 'bill' || kind === 'credit' ? 'CIN7PURCH' : 'CIN7SALES');

  const document = (kind: Bill['kind'] | SalesDocument['kind'], port: DocumentName): DocumentCase => {
    const purchase = kind === 'bill' || kind === 'credit';
    const make = (no: string) =>
      purchase ? bill(kind as Bill['kind'], no) : sale(kind as SalesDocument['kind'], no);
    const typed = (party: string, no: string) =>
      nav.addLine('GENERAL', batchOf(kind), {
        Posting_Date: '2026-09-01',
        Document_Type: kind === 'bill' || kind === 'invoice' ? 'Invoice' : 'Credit Memo',
        Document_No: purchase ? number('D') : no,
        External_Document_No: purchase ? no : 'X',
        Account_Type: purchase ? 'Vendor' : 'Customer',
        Account_No: party,
        Amount: (kind === 'bill' || kind === 'refund' ? -1 : 1) * 5,
      });
    const broken = {
      ...make(''),
      date: undefined,
      ...(purchase ? { supplier: nobody } : { customer: nobody }),
      location: 'Moon',
      lines: [{ ...line, account: '777', taxRule: 'Unknown' }],
    } as DocumentCase['broken']['bill'];
    return {
      target: system.targets[port] as DocumentCase['target'],
      bill: make,
      broken: { bill: broken, codes },
      decoys(no) {
        if (purchase) typed('V00020', no);
        typed(purchase ? 'V00010' : 'C00010', `${no}0`);
        typed(purchase ? 'V00010' : 'C00010', `0${no}`);
      },
      edit(id) {
        const own = nav.company.genLines.find(
          (row) => row.Document_No === id.split('|')[2] && row.Account_Type === 'G/L Account',
        );
        nav.editLine('GENERAL', batchOf(kind), own?.Line_No ?? 0, { Amount: 1 });
      },
      unknownId: 'journal|GBP|UNKNOWN',
      // Two look-ups, create, read, the whole batch, post, the ledger.
      calls: 7,
    };
  };

  const source = (of: 'suppliers' | 'customers'): SourceCase => {
    const add = () =>
      of === 'suppliers'
        ? nav.addVendor({ No: number('V'), Name: name('Vendor') }).No.toLowerCase()
        : nav.addCustomer({ No: number('C'), Name: name('Customer') }).No.toLowerCase();
    const edit = (id: string, fields: Record<string, unknown>) =>
      void (of === 'suppliers' ? nav.editVendor : nav.editCustomer)(id.toUpperCase(), fields);
    return {
      source: system.sources[of] ?? never(),
      pageSize: 1000,
      fill(count) {
        for (let i = 0; i < count; i += 1) add();
      },
      add() {
        const id = add();
        return id;
      },
      change: (id) => edit(id, { City: name('City') }),
      deactivate: (id) => edit(id, { Blocked: 'All' }),
      unknownId,
    };
  };

  const master = (of: 'suppliers' | 'customers'): MasterCase => ({
    target: (system.targets[of] ?? never()) as MasterTarget<Party>,
    record: (label) => party(label),
    broken: {
      record: { ...party('Broken'), terms: 'Unknown', code: 'X'.repeat(30) },
      codes: ['field-invalid', 'term-unmapped'],
    },
    changes: { city: 'York', phone: '01904 1', terms: '7 days' },
    edit: (id) =>
      void (of === 'suppliers' ? nav.editVendor : nav.editCustomer)(id.toUpperCase(), { City: 'Hull' }),
    deactivate: (id) =>
      void (of === 'suppliers' ? nav.editVendor : nav.editCustomer)(id.toUpperCase(), { Blocked: 'All' }),
    decoys: (label) =>
      void (of === 'suppliers' ? nav.addVendor : nav.addCustomer)({ No: number('D'), Name: `${label} Ltd` }),
    unknownId,
  });

  const suppliers = system.targets.suppliers as MasterTarget<Party>;
  return {
    system,
    sandbox,
    service: 'nav',
    secrets: [credentials.webServiceKey],
    flows: [
      { flow: 'suppliers', leg: 'cin7-to-erp' },
      { flow: 'purchases', leg: 'cin7-to-erp' },
      { flow: 'sales', leg: 'cin7-to-erp' },
    ],
    sources: { suppliers: source('suppliers'), customers: source('customers') },
    documents: {
      bills: document('bill', 'bills'),
      credits: document('credit', 'credits'),
      invoices: document('invoice', 'invoices'),
      refunds: document('refund', 'refunds'),
    },
    masters: { suppliers: master('suppliers'), customers: master('customers') },
    references: {},
    failures: {
      unauthenticated: {
        fault: {
          kind: 'status',
          status: 401,
          body: { error: { code: 'Authentication_InvalidCredentials', message: 'rejected' } },
        },
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
      const mapped = suppliers.create(party(name('Written')), await lookups());
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

const nobody = { id: 'nobody', name: 'Nobody' };
const codes = [
  'source-totals',
  'source-totals',
  'number-missing',
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
  date: '2026-09-01' as Bill['date'],
  dueDate: '2026-10-05' as Bill['dueDate'],
  currency: 'GBP',
  baseCurrency: 'GBP',
  taxInclusive: false,
  terms: '30 days',
  location: 'Showroom',
  totals: { net: money(123.75), tax: money(24.75), gross: money(148.5) },
};

const bill = (kind: Bill['kind'], number: string): Bill => ({
  ...shared,
  kind,
  purchaseId: 'pu-1',
  task: `t-${number}`,
  orderNumber: 'PO-00012',
  number,
  supplier: { id: 's-1', name: 'Tea Co' },
  lines: [line, charge('Freight', 10, '425'), charge('Rebate', -5, '330')],
});

const sale = (kind: SalesDocument['kind'], number: string): SalesDocument => ({
  ...shared,
  kind,
  saleId: 'sa-1',
  task: `t-${number}`,
  orderNumber: 'SO-00012',
  number,
  reference: 'THEIR-7',
  customer: { id: 'c-1', name: 'Corner Cafe' },
  lines: [line, charge('Delivery', 10, '200'), charge('Rebate', -5, '330')].map((one) => ({
    ...one,
    taxRule: 'Tax on Sales',
  })),
});

const party = (name: string): Party => ({
  id: 'party',
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
