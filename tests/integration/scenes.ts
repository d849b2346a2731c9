import type { FlowName } from '../../src/domain/document.ts';
import { fold } from '../../src/domain/text.ts';
import type { Bench } from './harness.ts';

/** One document of one kind on its way, in a world that has nothing else to do: what happens, and how it must end. */
export interface Scene {
  readonly name: string;
  readonly flows: readonly FlowName[];
  /** What happens takes the place of what happened before. */
  readonly replaces?: true;
  /** Something new at the source, by number. */
  happen(bench: Bench, n: number): void;
  /** What is wrong with how it ended. */
  wrong(bench: Bench, n: number): string[];
}

const lines = [
  { sku: 'OIL-01', quantity: '3', price: '4.35', account: '310' },
  { description: 'Freight', price: '9.99', account: '425' },
];

/** Reference data, a supplier with its vendor, and a product with its item. */
export function furnish({ sandbox }: Bench): void {
  sandbox.cin7.addSupplier({ Name: 'Harbour Oils', PaymentTerm: '30 days' });
  sandbox.businessCentral.addVendor({ number: 'V1', displayName: 'Harbour Oils' });
  sandbox.businessCentral.addItem({ number: 'OIL-01', displayName: 'Olive oil' });
  sandbox.cin7.addProduct({ SKU: 'OIL-01', Name: 'Olive oil' });
}

function documentEnds(bench: Bench, kind: 'invoice' | 'memo', number: string): string[] {
  const there = bench.sandbox.businessCentral
    .documents()
    .filter((document) => document.kind === kind && fold(document.externalNumber) === fold(number));
  if (there.length !== 1)
    return [`${number} is there ${there.length} times: ${there.map((one) => one.status)}`];
  const [document] = there;
  return document?.status === 'Draft' ? [`${number} is a draft still`] : [];
}

export const scenes: readonly Scene[] = [
  {
    name: 'bill',
    flows: ['purchases'],
    happen: ({ sandbox }, n) => {
      sandbox.cin7.addPurchase({ supplier: 'Harbour Oils', lines, invoices: [{ number: `INV-${n}` }] });
    },
    wrong: (bench, n) => documentEnds(bench, 'invoice', `INV-${n}`),
  },
  {
    name: 'bill and its credit note',
    flows: ['purchases'],
    happen: ({ sandbox }, n) => {
      const invoices = [{ number: `I-${n}` }];
      const row = sandbox.cin7.addPurchase({ supplier: 'Harbour Oils', type: 'Advanced', lines, invoices });
      sandbox.cin7.addCreditNote(row.id, { number: `CN-${n}`, invoiceNumber: `I-${n}`, lines });
    },
    wrong: (bench, n) => [
      ...documentEnds(bench, 'invoice', `I-${n}`),
      ...documentEnds(bench, 'memo', `CN-${n}`),
    ],
  },
  {
    name: 'new supplier',
    flows: ['suppliers'],
    happen: ({ sandbox }, n) => {
      sandbox.cin7.addSupplier({ Name: `Supplier ${n} Ltd`, PaymentTerm: '30 days' });
    },
    wrong: ({ sandbox }, n) => {
      const there = sandbox.businessCentral.company.vendors
        .all()
        .filter((row) => row.displayName === `Supplier ${n} Ltd`);
      return there.length === 1 ? [] : [`supplier ${n} is there ${there.length} times`];
    },
  },
  {
    name: 'changed supplier',
    replaces: true,
    flows: ['suppliers'],
    happen: ({ sandbox }, n) => {
      sandbox.cin7.editSupplier('Harbour Oils', { TaxNumber: `GB${100_000_000 + n}` });
    },
    wrong: ({ sandbox }, n) => {
      const [vendor, ...more] = sandbox.businessCentral.company.vendors
        .all()
        .filter((row) => row.displayName === 'Harbour Oils');
      if (more.length > 0) return ['the vendor is there twice'];
      return vendor?.taxRegistrationNumber === `GB${100_000_000 + n}`
        ? []
        : [`tax number ${vendor?.taxRegistrationNumber}`];
    },
  },
  {
    name: 'new vendor',
    flows: ['suppliers'],
    happen: ({ sandbox }, n) => {
      sandbox.businessCentral.addVendor({
        number: `NEW-${n}`,
        displayName: `Vendor ${n}`,
        country: 'GB',
        addressLine1: 'Quay 1',
      });
    },
    wrong: ({ sandbox }, n) => {
      const there = sandbox.cin7.state.suppliers.filter((row) => row['Name'] === `Vendor ${n}`);
      return there.length === 1 ? [] : [`vendor ${n} is there ${there.length} times`];
    },
  },
  {
    name: 'new item',
    flows: ['products'],
    happen: ({ sandbox }, n) => {
      sandbox.businessCentral.addItem({ number: `ITEM-${n}`, displayName: `Item ${n}` });
    },
    wrong: ({ sandbox }, n) => {
      const there = sandbox.cin7.state.products.filter((row) => row['SKU'] === `ITEM-${n}`);
      return there.length === 1 ? [] : [`item ${n} is there ${there.length} times`];
    },
  },
];
