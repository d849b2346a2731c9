import { fold } from '../../src/domain/text.ts';
import type { Bench } from './harness.ts';
import type { Scene } from './scenes.ts';

const lines = [
  { sku: 'OIL-01', quantity: '3', price: '4.35', discount: '10' },
  { sku: 'OIL-01', quantity: '2', price: '4.10' },
  { description: 'Freight', price: '9.99', account: '425' },
];

/** A supplier with its vendor, and a product with its item. */
export function furnish({ sandbox }: Bench): void {
  sandbox.cin7.addSupplier({ Name: 'Harbour Oils', PaymentTerm: '30 days' });
  sandbox.financeOperations.addVendor({ VendorOrganizationName: 'Harbour Oils', CurrencyCode: 'GBP' });
  sandbox.financeOperations.addProduct({ ItemNumber: 'OIL-01', ProductName: 'Olive oil' });
  sandbox.cin7.addProduct({ SKU: 'OIL-01', Name: 'Olive oil' });
}

/** Exactly one, with all of its lines. */
function endsWhole(bench: Bench, kind: 'order' | 'invoice', reference: string, count: number): string[] {
  const { orders, invoices } = bench.sandbox.financeOperations.state;
  const [rows, field] =
    kind === 'order' ? ([orders, 'VendorOrderReference'] as const) : ([invoices, 'InvoiceNumber'] as const);
  const found = rows.filter((row) => fold(String(row[field])) === fold(reference));
  const [only] = found;
  if (!only || found.length !== 1) return [`${kind} ${reference} is there ${found.length} times`];
  return only.lines.length === count
    ? []
    : [`${kind} ${reference} has ${only.lines.length} lines, not ${count}`];
}

/** The one that changes. */
const changing = 'PO-CHANGING';
const number = (n: number): string => `PO-9${String(n).padStart(4, '0')}`;

export const scenes: readonly Scene[] = [
  {
    name: 'order and its bill',
    flows: ['purchases'],
    happen: ({ sandbox }, n) => {
      const invoices = [{ number: `INV-${n}` }];
      sandbox.cin7.addPurchase({ supplier: 'Harbour Oils', orderNumber: number(n), lines, invoices });
    },
    wrong: (bench, n) => [
      ...endsWhole(bench, 'order', number(n), 3),
      ...endsWhole(bench, 'invoice', `INV-${n}`, 3),
    ],
  },
  {
    name: 'bill without an order, and its credit note',
    flows: ['purchases'],
    happen: ({ sandbox }, n) => {
      const row = sandbox.cin7.addPurchase({
        supplier: 'Harbour Oils',
        orderNumber: number(n),
        type: 'Advanced',
        blindReceipt: true,
        lines,
        invoices: [{ number: `I-${n}` }],
      });
      sandbox.cin7.addCreditNote(row.id, { number: `CN-${n}`, invoiceNumber: `I-${n}`, lines });
    },
    wrong: (bench, n) => [
      ...endsWhole(bench, 'invoice', `I-${n}`, 3),
      ...endsWhole(bench, 'invoice', `CN-${n}`, 3),
    ],
  },
  {
    name: 'new supplier',
    flows: ['suppliers'],
    happen: ({ sandbox }, n) => {
      sandbox.cin7.addSupplier({ Name: `Supplier ${n} Ltd`, PaymentTerm: '30 days' });
    },
    wrong: ({ sandbox }, n) => {
      const there = sandbox.financeOperations.state.vendors.filter(
        (row) => row['VendorOrganizationName'] === `Supplier ${n} Ltd`,
      );
      return there.length === 1 ? [] : [`supplier ${n} is there ${there.length} times`];
    },
  },
  {
    name: 'changed order',
    replaces: true,
    flows: ['purchases'],
    happen: ({ sandbox }, n) => {
      const { cin7 } = sandbox;
      if (!cin7.state.purchases.some((row) => row.orderNumber === changing))
        cin7.addPurchase({ supplier: 'Harbour Oils', orderNumber: changing, lines, order: 'DRAFT' });
      else cin7.undoOrder(changing);
      cin7.editOrder(changing, [...lines.slice(n % 2), { sku: 'OIL-01', quantity: n, price: '4.00' }]);
      cin7.authoriseOrder(changing);
    },
    wrong: (bench, n) => {
      const wrong = endsWhole(bench, 'order', changing, lines.slice(n % 2).length + 1);
      const order = bench.sandbox.financeOperations.state.orders.find(
        (row) => row['VendorOrderReference'] === changing,
      );
      const quantity = order?.lines.find((line) => line['PurchasePrice'] === '4')?.[
        'OrderedPurchaseQuantity'
      ];
      return quantity === String(n) ? wrong : [...wrong, `quantity ${String(quantity)}, not ${n}`];
    },
  },
  {
    name: 'new product',
    flows: ['products'],
    happen: ({ sandbox }, n) => {
      sandbox.cin7.addProduct({ SKU: `SKU-${n}`, Name: `Product ${n}` });
    },
    wrong: ({ sandbox }, n) => {
      const { releasedProducts } = sandbox.financeOperations.state;
      const there = releasedProducts.filter((row) => row['ItemNumber'] === `SKU-${n}`);
      return there.length === 1 ? [] : [`product ${n} is there ${there.length} times`];
    },
  },
  {
    name: 'renamed product',
    replaces: true,
    flows: ['products'],
    happen: ({ sandbox }, n) => {
      sandbox.cin7.editProduct('OIL-01', { Name: `Olive oil, pressing ${n}` });
    },
    wrong: ({ sandbox }, n) => {
      const found = sandbox.financeOperations.state.products.find((row) => row['ProductNumber'] === 'OIL-01');
      return found?.['ProductName'] === `Olive oil, pressing ${n}`
        ? []
        : [`name ${String(found?.['ProductName'])}`];
    },
  },
];
