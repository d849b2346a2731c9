import { change, furnishGp, lines } from './gp-support.ts';
import type { Bench } from './harness.ts';
import type { Scene } from './scenes.ts';

/** All flows, receipts too. */
export function furnishScenes(bench: Bench): void {
  change(bench, { receipts: true });
  furnishGp(bench);
}

/** The same through the REST service, which has no receipts of its own. */
export function furnishSba(bench: Bench): void {
  change(bench, { sba: true });
  furnishGp(bench);
}

function payablesEnd(bench: Bench, type: 'Invoice' | 'CreditMemo', number: string): string[] {
  const there = bench.sandbox.gp.state.payables.filter(
    (row) => row.type === type && row.documentNumber === number,
  );
  if (there.length !== 1) return [`${type} ${number} is there ${there.length} times`];
  return there[0]?.state === 'Work' ? [] : [`${type} ${number} is ${there[0]?.state}`];
}

export const gpScenes: readonly Scene[] = [
  {
    name: 'bill',
    flows: ['purchases'],
    happen: ({ sandbox }, n) => {
      sandbox.cin7.addPurchase({ supplier: 'Harbour Oils', lines, invoices: [{ number: `INV-${n}` }] });
    },
    wrong: (bench, n) => payablesEnd(bench, 'Invoice', `INV-${n}`),
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
      ...payablesEnd(bench, 'Invoice', `I-${n}`),
      ...payablesEnd(bench, 'CreditMemo', `CN-${n}`),
    ],
  },
  {
    name: 'receipt',
    flows: ['receipts'],
    happen: ({ sandbox }, n) => {
      sandbox.cin7.addPurchase({
        supplier: 'Harbour Oils',
        type: 'Advanced',
        orderNumber: `PO-R${n}`,
        lines: [{ sku: 'OIL-01', quantity: '3', price: '4.35', account: '310' }],
        received: 'authorised',
      });
    },
    wrong: ({ sandbox }, n) => {
      const there = sandbox.gp.state.receipts.filter((row) => row.reference.startsWith(`PO-R${n} `));
      return there.length === 1 ? [] : [`receipt of PO-R${n} is there ${there.length} times`];
    },
  },
  {
    name: 'new vendor',
    flows: ['suppliers'],
    happen: ({ sandbox }, n) => {
      sandbox.gp.addVendor({ id: `NEW${n}`, name: `Vendor ${n}`, country: 'GB', line1: 'Quay 1' });
    },
    wrong: ({ sandbox }, n) => {
      const there = sandbox.cin7.state.suppliers.filter((row) => row['Name'] === `Vendor ${n}`);
      return there.length === 1 ? [] : [`vendor ${n} is there ${there.length} times`];
    },
  },
  {
    name: 'changed vendor',
    replaces: true,
    flows: ['suppliers'],
    happen: ({ sandbox }, n) => {
      sandbox.gp.editVendor('HARBOUR', { taxRegistrationNumber: `GB${100_000_000 + n}` });
    },
    wrong: ({ sandbox }, n) => {
      const supplier = sandbox.cin7.state.suppliers.find((row) => row['Name'] === 'Harbour Oils');
      return supplier?.['TaxNumber'] === `GB${100_000_000 + n}`
        ? []
        : [`tax number ${supplier?.['TaxNumber']}`];
    },
  },
  {
    name: 'new item',
    flows: ['products'],
    happen: ({ sandbox }, n) => {
      sandbox.gp.addItem({ number: `ITEM-${n}`, description: `Item ${n}` });
    },
    wrong: ({ sandbox }, n) => {
      const there = sandbox.cin7.state.products.filter((row) => row['SKU'] === `ITEM-${n}`);
      return there.length === 1 ? [] : [`item ${n} is there ${there.length} times`];
    },
  },
];
