import { fold } from '../../src/domain/text.ts';
import { navDefaults } from '../../src/sandbox/nav/index.ts';
import type { Bench } from './harness.ts';
import type { Stage } from './matrix.ts';
import type { Scene } from './scenes.ts';

const groups = { Gen_Bus_Posting_Group: 'DOMESTIC', VAT_Bus_Posting_Group: 'DOMESTIC' };

/** Reference data, a supplier and a customer with their cards; the pair posts, and has no flow of inventory. */
export function furnishNav(bench: Bench): void {
  const { sandbox } = bench;
  const { inventory: _, ...flows } = bench.pair.flows;
  const { stockClearing: __, postCodeunit: ___, ...erp } = bench.pair.erp as Record<string, unknown>;
  bench.pair = { ...bench.pair, flows, erp: erp as unknown as typeof bench.pair.erp };
  const terms = { Payment_Terms_Code: '30 DAYS', ...groups };
  sandbox.cin7.addSupplier({ Name: 'Harbour Oils', PaymentTerm: '30 days' });
  sandbox.nav.addVendor({ No: 'V1', Name: 'Harbour Oils', Vendor_Posting_Group: 'DOMESTIC', ...terms });
  sandbox.cin7.addCustomer({ Name: 'Corner Cafe', PaymentTerm: '30 days' });
  sandbox.nav.addCustomer({ No: 'C1', Name: 'Corner Cafe', Customer_Posting_Group: 'DOMESTIC', ...terms });
  sandbox.cin7.addProduct({ SKU: 'OIL-01', Name: 'Olive oil' });
}

const bought = [
  { sku: 'OIL-01', quantity: '3', price: '4.35', account: '310' },
  { description: 'Freight', price: '9.99', account: '425' },
];
const sold = [{ sku: 'OIL-01', quantity: '2', price: '9.99', account: '200', taxRule: 'Tax on Sales' }];

/** In the ledger once, with nothing of it left in a batch. */
function postedOnce(
  { sandbox }: Bench,
  ledger: 'vendorEntries' | 'customerEntries',
  type: 'Invoice' | 'Credit Memo',
  number: string,
): string[] {
  const key = ledger === 'vendorEntries' ? 'External_Document_No' : 'Document_No';
  const same = (row: { Document_Type: string } & Record<typeof key, string>) =>
    row.Document_Type === type && fold(row[key]) === fold(number);
  const entries = sandbox.nav.company[ledger].all().filter(same);
  const lines = sandbox.nav.company.genLines.all().filter(same);
  return [
    ...(entries.length === 1 ? [] : [`${type} ${number} is in the ledger ${entries.length} times`]),
    ...(lines.length === 0 ? [] : [`${type} ${number} has ${lines.length} lines left in the journal`]),
  ];
}

export const navScenes: readonly Scene[] = [
  {
    name: 'bill and its credit note',
    flows: ['purchases'],
    happen: ({ sandbox }, n) => {
      const invoices = [{ number: `I-${n}` }];
      const row = sandbox.cin7.addPurchase({
        supplier: 'Harbour Oils',
        type: 'Advanced',
        lines: bought,
        invoices,
      });
      sandbox.cin7.addCreditNote(row.id, { number: `CN-${n}`, invoiceNumber: `I-${n}`, lines: bought });
    },
    wrong: (bench, n) => [
      ...postedOnce(bench, 'vendorEntries', 'Invoice', `I-${n}`),
      ...postedOnce(bench, 'vendorEntries', 'Credit Memo', `CN-${n}`),
    ],
  },
  {
    name: 'invoice of a customer and its credit note',
    flows: ['sales'],
    happen: ({ sandbox }, n) => {
      const invoices = [{ number: `INV-${n}` }];
      const sale = sandbox.cin7.addSale({ customer: 'Corner Cafe', lines: sold, invoices });
      sandbox.cin7.addSaleCredit(sale.id, { number: `CR-${n}` });
    },
    wrong: (bench, n) => [
      ...postedOnce(bench, 'customerEntries', 'Invoice', `INV-${n}`),
      ...postedOnce(bench, 'customerEntries', 'Credit Memo', `CR-${n}`),
    ],
  },
];

/** Cin7's tax is a cent off from what NAV reckons: the group is written, compared, and taken out of the way again. */
export const navOddScene: Scene = {
  name: 'bill with another tax',
  flows: ['purchases'],
  happen: ({ sandbox }, n) => {
    const lines = [{ sku: 'OIL-01', quantity: '1', price: '10.00', tax: '2.01', account: '310' }];
    sandbox.cin7.addPurchase({ supplier: 'Harbour Oils', lines, invoices: [{ number: `ODD-${n}` }] });
  },
  wrong: ({ sandbox }, n) => {
    const isIt = (row: { External_Document_No: string }) => row.External_Document_No === `ODD-${n}`;
    const { genLines, vendorEntries } = sandbox.nav.company;
    return [
      ...(genLines.all().some(isIt) ? [`ODD-${n} is left in the journal`] : []),
      ...(vendorEntries.all().some(isIt) ? [`ODD-${n} was posted`] : []),
    ];
  },
};

export const navMasterScenes: readonly Scene[] = [
  {
    name: 'new customer',
    flows: ['customers'],
    happen: ({ sandbox }, n) => {
      sandbox.cin7.addCustomer({ Name: `Customer ${n} Ltd`, PaymentTerm: '30 days' });
    },
    wrong: ({ sandbox }, n) => {
      const there = sandbox.nav.company.customers.all().filter((row) => row.Name === `Customer ${n} Ltd`);
      return there.length === 1 ? [] : [`customer ${n} is there ${there.length} times`];
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
      const number = sandbox.nav.company.vendors.get('V1')?.VAT_Registration_No;
      return number === `GB${100_000_000 + n}` ? [] : [`VAT number ${number}`];
    },
  },
];

export const navStage = (scenes: readonly Scene[]): Stage => ({
  furnish: furnishNav,
  scenes,
  sandbox: { erps: ['nav'] },
  every: 9,
  mend: ({ sandbox }) => sandbox.nav.addUser({ name: navDefaults.username, ...navDefaults }),
});
