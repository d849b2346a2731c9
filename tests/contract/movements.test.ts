import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { decimal } from '../../src/domain/decimal.ts';
import type { StockMovement } from '../../src/domain/movement.ts';
import type { PlainDate } from '../../src/domain/time.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { demoConfigText, type Sandbox } from '../../src/sandbox/start.ts';
import { createCin7 } from '../../src/systems/cin7/index.ts';
import { createNav } from '../../src/systems/nav/index.ts';
import { pairOf } from '../config/sample.ts';
import { createCases } from './cases.ts';
import { documentCases } from './documents.ts';
import type { DocumentCase, Profile, Subject } from './subject.ts';
import { depsOf, emptySandbox, lookupsFrom } from './support.ts';

/** The contract of documents, for stock movements: item journal lines there, stock adjustments here. */
function movementContract(
  name: string,
  deviations: NonNullable<Profile['deviations']>,
  setup: () => Promise<Subject>,
): void {
  describe(`the contract: ${name}`, () => {
    const profile: Profile = { sources: [], masters: [], documents: ['movements'], deviations };
    const cases = createCases(profile, setup);
    documentCases('movements', cases);
    const unused = cases.unused();
    test('every deviation names a case', () => expect(unused).toEqual([]));
  });
}

const oneNumber = 'each line has one number: what is sent twice is there once';
movementContract(
  'Dynamics NAV, stock movements',
  {
    'movements: a create whose answer was lost is unknown, and is found afterwards': oneNumber,
    'movements: the look-up compares exactly and leaves none out': oneNumber,
    'movements: after a pass the final numbers come in one call': 'the number is ours and final',
    'movements: posting is seen by probe and by reading, and is not done twice':
      'what is posted has another id than its lines in the journal',
    'movements: many are read in few calls, and what is gone is left out':
      'what is gone may be in the ledger',
    'movements: withdrawing what is gone already is no failure, what was posted is one':
      'what was posted left the journal: there is nothing to withdraw',
  },
  setupNav,
);

const notAPost = 'completing is what moves the stock; nothing is posted after it';
movementContract(
  'Cin7 Core, stock adjustments',
  {
    'movements: what was created is found by its number and is exactly what was drafted': notAPost,
    'movements: after a pass the final numbers come in one call': 'the number is final from the beginning',
    'movements: posting is seen by probe and by reading, and is not done twice': notAPost,
    'movements: a posting whose answer was lost is unknown, and probe tells': notAPost,
    'movements: many are read in few calls, and what is gone is left out': 'adjustments are read one by one',
    'movements: a draft is withdrawn only at the version that was seen': notAPost,
    'movements: withdrawing what is gone already is no failure, what was posted is one': notAPost,
  },
  setupCin7,
);

/** The same number, the same task. */
const movement = (number: string, more: Partial<StockMovement> = {}): StockMovement => ({
  kind: 'movement',
  type: 'adjustment',
  task: uuid(number),
  number,
  status: 'done',
  date: '2026-09-14' as PlainDate,
  own: false,
  lines: [
    {
      sku: 'TEA-01',
      description: 'Green tea',
      location: 'Main Warehouse',
      quantity: decimal(5),
      unitCost: { amount: decimal('4.35'), currency: 'GBP' },
    },
    { sku: 'TEA-02', description: 'Black tea', location: 'Main Warehouse', quantity: decimal(-2) },
  ],
  ...more,
});

const uuid = (text: string): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

const [line] = movement('x').lines;
const broken = movement('', {
  date: undefined,
  lines: [{ ...(line as NonNullable<typeof line>), sku: 'NONE', location: 'Moon', batch: 'LOT-1' }],
});

async function subject(
  sandbox: Sandbox,
  service: 'nav' | 'cin7',
  of: Omit<DocumentCase, 'bill' | 'unknownId'> & { unknownId: string },
  system: Subject['system'],
  products: ReadonlyMap<string, string>,
): Promise<Subject> {
  const { mapping: tables } = pairOf(demoConfigText(sandbox));
  const mapping = createMapping(tables);
  const lookups = () =>
    lookupsFrom(system.references, {
      mapping,
      master: (_flow, sku) => {
        const id = products.get(sku);
        const record = { id: id ?? '', code: sku, name: sku, type: 'stock', status: 'active' } as const;
        return id === undefined ? undefined : { ref: { id, number: sku }, record };
      },
      document: () => undefined,
      siblings: () => [],
    });
  await system.references.load('setup');
  return {
    system,
    sandbox,
    service,
    secrets: [],
    flows: [],
    sources: {},
    documents: { movements: { ...of, bill: (number) => movement(number) } },
    masters: {},
    references: {},
    failures: {},
    write: async () => undefined,
    lookups,
    async close() {
      await system.close();
      await sandbox.close();
    },
  };
}

async function setupNav(): Promise<Subject> {
  const sandbox = await emptySandbox({ erps: ['nav'] });
  const { nav } = sandbox;
  const pair = pairOf(demoConfigText(sandbox));
  const mapping = createMapping(pair.mapping);
  const credentials = sandbox.credentials.nav;
  const system = createNav({ pair, credentials, ca: sandbox.ca, mapping, deps: depsOf(sandbox) });
  nav.publishCodeunit('Cin7Posting', 'PostBatch');
  for (const No of ['TEA-01', 'TEA-02']) {
    nav.addItem({ No, Description: No, Base_Unit_of_Measure: 'PCS', Unit_Cost: 4 });
    nav.addItemEntry({ item: No, location: 'MAIN', quantity: 100 });
  }
  const target = system.targets.movements as DocumentCase['target'];
  const codes = ['location-unmapped', 'field-invalid', 'date-missing'];
  const edit = (id: string) => {
    const own = nav.company.itemLines.find((row) => `journal|${row.Document_No}` === id);
    if (own)
      nav.company.itemLines.put({ ...own, Quantity: decimal(77), version: own.version + 1, edited: true });
  };
  const of = {
    target,
    broken: { bill: broken, codes },
    decoys: () => {},
    edit,
    unknownId: 'journal|NONE',
    // Two look-ups, the free numbers, create, read, the whole batch, post, the ledger.
    calls: 8,
  };
  return subject(sandbox, 'nav', of, system, new Map());
}

async function setupCin7(): Promise<Subject> {
  const sandbox = await emptySandbox({ erps: ['nav'] });
  const { cin7 } = sandbox;
  const pair = pairOf(demoConfigText(sandbox));
  const mapping = createMapping(pair.mapping);
  const credentials = sandbox.credentials.cin7;
  const system = createCin7({ pair, credentials, ca: sandbox.ca, mapping, deps: depsOf(sandbox) });
  const products = new Map<string, string>();
  for (const SKU of ['TEA-01', 'TEA-02']) {
    products.set(
      SKU,
      cin7.addProduct({ SKU, Name: SKU, Type: 'Stock', CostingMethod: 'FIFO' }).ID.toLowerCase(),
    );
    cin7.addAdjustment({ lines: [{ sku: SKU, quantity: 100, cost: 4 }] });
  }
  const of = {
    target: system.targets.movements as DocumentCase['target'],
    broken: { bill: broken, codes: ['date-missing', 'field-invalid', 'location-unmapped'] },
    decoys: (number: string) => {
      cin7.addAdjustment({ reference: `NAV ${number}0`, lines: [{ sku: 'TEA-01', quantity: 100 }] });
    },
    edit: () => {},
    unknownId: uuid('none'),
    // The list, what is there of two products, create; the same again and the draft before it is completed; read.
    calls: 9,
  };
  return subject(sandbox, 'cin7', of, system, products);
}
