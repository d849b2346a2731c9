import type { Bill } from '../../src/domain/bill.ts';
import { decimal } from '../../src/domain/decimal.ts';
import type { Party } from '../../src/domain/party.ts';
import type { DocumentTarget, Draft, MasterTarget } from '../../src/engine/ports.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { demoConfigText } from '../../src/sandbox/start.ts';
import { createBusinessCentral } from '../../src/systems/business-central/index.ts';
import { pairOf } from '../config/sample.ts';
import type { DocumentCase, Subject } from './subject.ts';
import { contract } from './suite.ts';
import { depsOf, emptySandbox, lookupsFrom } from './support.ts';

const unknownId = '99999999-0000-4000-8000-000000000000';

contract(
  'Business Central',
  { sources: ['suppliers', 'products'], masters: ['suppliers'], documents: ['bills', 'credits'] },
  setup,
);

async function setup(): Promise<Subject> {
  const sandbox = await emptySandbox();
  const { businessCentral } = sandbox;
  const pair = pairOf(demoConfigText(sandbox));
  const mapping = createMapping(pair.mapping);
  const { clientId, clientSecret } = sandbox.credentials.entra;
  const credentials = { clientId, clientSecret };
  const system = createBusinessCentral({ pair, credentials, ca: sandbox.ca, mapping, deps: depsOf(sandbox) });
  const vendor = businessCentral.addVendor({ number: 'V00010', displayName: 'Tea Co' });
  businessCentral.addVendor({ number: 'V00020', displayName: 'Coffee Co' });
  businessCentral.addItem({ number: 'TEA-01', displayName: 'Green tea' });
  const linked = {
    ref: { id: vendor.id, number: vendor.number },
    record: {
      id: vendor.id,
      code: vendor.number,
      name: 'Tea Co',
      currency: 'GBP',
      status: 'active',
    } as Party,
  };
  const lookups = () =>
    lookupsFrom(system.references, {
      mapping,
      master: (flow, id) => (flow === 'suppliers' && id === 's-1' ? linked : undefined),
      document: () => undefined,
      siblings: () => [],
    });
  const suppliers = system.targets.suppliers as MasterTarget<Party>;
  let n = 0;
  const name = (what: string) => `${what} ${String(++n).padStart(5, '0')}`;
  const addVendor = () => businessCentral.addVendor({ displayName: name('Vendor') }).id;
  const addItem = () => businessCentral.addItem({ number: name('I') }).id;
  const times = (add: () => string) => (count: number) => {
    for (let i = 0; i < count; i += 1) add();
  };

  const documents = (kind: Bill['kind']): DocumentCase => {
    const target = (kind === 'bill' ? system.targets.bills : system.targets.credits) as DocumentTarget<
      Bill,
      Draft
    >;
    const [own, field, lines] =
      kind === 'bill'
        ? (['invoice', 'vendorInvoiceNumber', 'purchaseInvoiceLines'] as const)
        : (['memo', 'vendorCreditMemoNumber', 'purchaseCreditMemoLines'] as const);
    const typed = (vendorNumber: string, number: string) =>
      businessCentral.addDraft(own, {
        vendorNumber,
        [field]: number,
        [lines]: [{ lineType: 'Account', lineObjectNumber: '10700', quantity: 1, unitCost: 1 }],
      });
    return {
      target,
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
      decoys(number) {
        typed('V00020', number);
        typed('V00010', `${number}0`);
        typed('V00010', `0${number}`);
      },
      edit: (id) => void businessCentral.editDraftLine(id, 0, { unitCost: 1 }),
      unknownId,
      calls: 4,
    };
  };

  return {
    system,
    sandbox,
    service: 'businessCentral',
    secrets: [clientSecret],
    flows: [
      { flow: 'suppliers', leg: 'cin7-to-erp' },
      { flow: 'products', leg: 'erp-to-cin7' },
      { flow: 'purchases', leg: 'cin7-to-erp' },
    ],
    sources: {
      suppliers: {
        source: system.sources.suppliers ?? never(),
        pageSize: 1000,
        fill: times(addVendor),
        add: addVendor,
        change: (id) => void businessCentral.editVendor(id, { city: name('City') }),
        deactivate: (id) => void businessCentral.blockVendor(id),
        unknownId,
      },
      products: {
        source: system.sources.products ?? never(),
        pageSize: 1000,
        fill: times(addItem),
        add: addItem,
        change: (id) => void businessCentral.editItem(id, { displayName: name('Name') }),
        deactivate: (id) => void businessCentral.blockItem(id),
        unknownId,
      },
    },
    documents: { bills: documents('bill'), credits: documents('credit') },
    masters: {
      suppliers: {
        target: suppliers,
        record: supplier,
        broken: {
          record: { ...supplier('Broken'), terms: 'Unknown', currency: 'XXX', code: 'X'.repeat(30) },
          codes: ['field-invalid', 'term-unmapped', 'currency-unmapped'],
        },
        changes: { city: 'York', phone: '01904 1', terms: '7 days' },
        edit: (id) => void businessCentral.editVendor(id, { city: 'Hull' }),
        deactivate: (id) => void businessCentral.blockVendor(id),
        decoys: (label) => void businessCentral.addVendor({ displayName: `${label} Ltd` }),
        unknownId,
      },
    },
    references: {
      accounts: { has: '10700', unusable: '50000' },
      dimensions: { has: 'DEPARTMENT' },
      dimensionValues: { has: 'DEPARTMENT/PROD' },
      taxes: { has: 'STANDARD' },
      paymentTerms: { has: '30 DAYS' },
      units: { has: 'PCS' },
      locations: { has: 'MAIN' },
      countries: { has: 'GB' },
      currencies: { has: 'GBP' },
      items: { has: 'TEA-01' },
      setup: { has: 'company' },
    },
    failures: {
      unauthenticated: {
        fault: {
          kind: 'status',
          status: 401,
          body: { error: { code: 'Authentication_InvalidCredentials', message: 'No.' } },
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

const bill = (kind: Bill['kind'], number: string): Bill => ({
  kind,
  purchaseId: 'pu-1',
  task: 't-1',
  orderNumber: 'PO-00012',
  number,
  supplier: { id: 's-1', name: 'Tea Co' },
  date: '2026-09-01' as Bill['date'],
  dueDate: '2026-10-01' as Bill['dueDate'],
  currency: 'GBP',
  baseCurrency: 'GBP',
  taxInclusive: false,
  location: 'Showroom',
  lines: [
    line,
    {
      ...line,
      kind: 'charge',
      sku: undefined,
      productId: undefined,
      description: 'Freight',
      quantity: decimal(1),
      price: money(10),
      discountPercent: decimal(0),
      tax: money(2),
      total: money(10),
      account: '425',
    },
    {
      ...line,
      kind: 'charge',
      sku: undefined,
      productId: undefined,
      description: 'Rebate',
      quantity: decimal(1),
      price: money(-5),
      discountPercent: decimal(0),
      tax: money(-1),
      total: money(-5),
      account: '330',
    },
  ],
  totals: { net: money(123.75), tax: money(24.75), gross: money(148.5) },
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
