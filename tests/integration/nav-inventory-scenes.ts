import { navDefaults } from '../../src/sandbox/nav/index.ts';
import { inventoryOf } from '../../src/sandbox/nav/item-posting.ts';
import type { Bench } from './harness.ts';
import type { Stage } from './matrix.ts';
import type { Scene } from './scenes.ts';

/** Two products that both sides have on stock, and the codeunit that posts. */
export function furnishStock({ sandbox }: Bench): void {
  sandbox.nav.publishCodeunit('Cin7Posting', 'PostBatch');
  sandbox.cin7.addSupplier({ Name: 'Harbour Oils', PaymentTerm: '30 days' });
  sandbox.cin7.addCustomer({ Name: 'Corner Cafe', PaymentTerm: '30 days' });
  for (const [sku, name] of [
    ['OIL-01', 'Olive oil'],
    ['TIN-01', 'Tin'],
  ] as const) {
    sandbox.cin7.addProduct({ SKU: sku, Name: name, Type: 'Stock', CostingMethod: 'FIFO' });
    sandbox.cin7.addAdjustment({ lines: [{ sku, quantity: 1000, cost: '4' }] });
    sandbox.nav.addItem({ No: sku, Description: name, Base_Unit_of_Measure: 'PCS', Unit_Cost: 4 });
    sandbox.nav.addItemEntry({ item: sku, location: 'MAIN', quantity: 1000 });
  }
}

const places = [
  ['Main Warehouse', 'MAIN'],
  ['Showroom', 'SHOWROOM'],
] as const;

/** Where the sides do not have the same on stock; both began alike. */
export function unlikeStock({ sandbox }: Bench): string[] {
  const wrong: string[] = [];
  for (const sku of ['OIL-01', 'TIN-01']) {
    for (const [location, code] of places) {
      const cin7 = sandbox.cin7.onHand(sku, location);
      const nav = Number(inventoryOf(sandbox.nav.company, sku, code));
      if (cin7 !== nav) wrong.push(`${sku} at ${code}: Cin7 ${cin7}, NAV ${nav}`);
    }
    const onTheWay = Number(inventoryOf(sandbox.nav.company, sku, 'WAY'));
    if (onTheWay !== 0) wrong.push(`${sku}: ${onTheWay} on the way`);
  }
  return wrong;
}

/** Task ids and entry numbers, by scene and its number. */
const made = new Map<string, string>();

/** Entries of the item ledger that a Cin7 task made: `MAIN 2`. */
export const booked = ({ sandbox }: Bench, task: string): string =>
  sandbox.nav.company.itemEntries
    .all()
    .filter((row) => row.External_Document_No.startsWith(task.replace(/-/g, '').toUpperCase()))
    .map((row) => `${row.Location_Code} ${row.Quantity}`)
    .sort()
    .join(', ');

function bookedWrong(bench: Bench, key: string, expected: string): string[] {
  const task = made.get(key) ?? '';
  const found = booked(bench, task);
  const waiting = bench.sandbox.nav.company.itemLines.all().length;
  return [
    ...(found === expected ? [] : [`${key} is booked as ${found || 'nothing'}, not ${expected}`]),
    ...(waiting === 0 ? [] : [`${waiting} lines wait in the batch`]),
    ...unlikeStock(bench),
  ];
}

function adjustedWrong(bench: Bench, key: string, change: number): string[] {
  const reference = `NAV ${made.get(key)}`;
  const there = bench.sandbox.cin7.state.adjustments.filter(
    (row) => row.reference === reference && row.status !== 'VOIDED',
  );
  const changes = there.map(({ lines }) => Number(lines[0]?.quantity) - Number(lines[0]?.onHand)).join();
  return [
    ...(there.length === 1 && there[0]?.status === 'COMPLETED' && changes === String(change)
      ? []
      : [`${reference} is there ${there.length} times: ${there.map(({ status }) => status)} by ${changes}`]),
    ...unlikeStock(bench),
  ];
}

const flows = ['inventory'] as const;

export const stockScenes: readonly Scene[] = [
  {
    name: 'adjustment of two products',
    flows,
    happen: ({ sandbox: { cin7 } }, n) => {
      const lines = [
        { sku: 'OIL-01', quantity: cin7.onHand('OIL-01') + 2, cost: '4.35' },
        { sku: 'TIN-01', quantity: cin7.onHand('TIN-01') - 1 },
      ];
      made.set(`adjustment ${n}`, cin7.addAdjustment({ lines }).id);
    },
    wrong: (bench, n) => bookedWrong(bench, `adjustment ${n}`, 'MAIN -1, MAIN 2'),
  },
  {
    name: 'transfer',
    flows,
    happen: ({ sandbox: { cin7 } }, n) => {
      const lines = [{ sku: 'OIL-01', quantity: 1 }];
      made.set(`transfer ${n}`, cin7.addTransfer({ to: 'Showroom', lines }).id);
    },
    wrong: (bench, n) => bookedWrong(bench, `transfer ${n}`, 'MAIN -1, SHOWROOM 1, WAY -1, WAY 1'),
  },
  {
    name: 'shipment',
    flows,
    happen: ({ sandbox: { cin7 } }, n) => {
      const lines = [{ sku: 'OIL-01', quantity: '1', price: '9' }];
      made.set(`shipment ${n}`, cin7.addSale({ customer: 'Corner Cafe', lines, shipped: 'authorised' }).id);
    },
    wrong: (bench, n) => bookedWrong(bench, `shipment ${n}`, 'MAIN -1'),
  },
  {
    name: 'entry of the item ledger',
    flows,
    happen: ({ sandbox: { nav } }, n) => {
      const entry = nav.addItemEntry({ item: 'TIN-01', location: 'MAIN', quantity: 3, unitCost: 5 });
      made.set(`entry ${n}`, String(entry.Entry_No));
    },
    wrong: (bench, n) => adjustedWrong(bench, `entry ${n}`, 3),
  },
];

export const stockStage = (every: number): Stage => ({
  furnish: furnishStock,
  scenes: stockScenes,
  sandbox: { erps: ['nav'] },
  every,
  mend: ({ sandbox }) => sandbox.nav.addUser({ name: navDefaults.username, ...navDefaults }),
});
