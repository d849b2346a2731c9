import { fold } from '../../src/domain/text.ts';
import type { Bench } from './harness.ts';
import type { Scene } from './scenes.ts';

const lines = [
  { sku: 'OIL-01', quantity: '3', price: '4.35', account: '310' },
  { description: 'Freight', price: '9.99', account: '425' },
];

const standing = 'PO-STANDING';

/** A supplier with its vendor, and a product with its item. */
export function furnishAcumatica({ sandbox }: Bench): void {
  sandbox.cin7.addSupplier({ Name: 'Harbour Oils', PaymentTerm: '30 days' });
  sandbox.cin7.addProduct({ SKU: 'OIL-01', Name: 'Olive oil' });
  sandbox.acumatica.addVendor({
    VendorID: 'V1',
    VendorName: 'Harbour Oils',
    Terms: '30D',
    TaxZone: 'DOMESTIC',
    PrintOrders: false,
    SendOrdersbyEmail: false,
  });
  sandbox.acumatica.addStockItem('OIL-01', { Description: 'Olive oil' });
}

/** The same, and an order that is there from the beginning. */
export function furnishScenes(bench: Bench): void {
  furnishAcumatica(bench);
  bench.sandbox.cin7.addPurchase({ supplier: 'Harbour Oils', orderNumber: standing, lines });
}

const orderNumber = (n: number) => `PO-9${String(n).padStart(5, '0')}`;

export const billEnds = (bench: Bench, type: 'Bill' | 'Debit Adj.', number: string): string[] => {
  const rows = bench.sandbox.acumatica.site.bills.all();
  const there = rows.filter((row) => row.type === type && fold(row.vendorRef) === fold(number));
  if (there.length !== 1)
    return [`${type} ${number} is there ${there.length} times: ${there.map((row) => row.status)}`];
  return there[0]?.released ? [] : [`${type} ${number} is ${there[0]?.status}`];
};

export const orderEnds = (bench: Bench, number: string, status = 'Open'): string[] => {
  const there = bench.sandbox.acumatica.site.orders
    .all()
    .filter((row) => fold(row.vendorRef) === fold(number) && row.status !== 'Canceled');
  if (there.length !== 1)
    return [`order ${number} is there ${there.length} times: ${there.map((row) => row.status)}`];
  return there[0]?.status === status ? [] : [`order ${number} is ${there[0]?.status}`];
};

export const purchaseEnds = (bench: Bench, number: string): string[] => {
  const there = bench.sandbox.cin7.state.purchases.filter(
    (row) => row.attributes['AdditionalAttribute2'] === `Normal ${number}` && !row.voided,
  );
  if (there.length !== 1) return [`order ${number} is in Cin7 ${there.length} times`];
  return there[0]?.order.status === 'AUTHORISED'
    ? []
    : [`order ${number} is ${there[0]?.order.status} in Cin7`];
};

/** Numbers that Acumatica gave, by scene number. */
const incoming = new Map<number, string>();

export const acumaticaScenes: readonly Scene[] = [
  // First, while the supplier has few purchases: each is looked into once for an order that may have been lost.
  {
    name: 'order of Acumatica',
    flows: ['purchases'],
    happen: ({ sandbox }, n) => {
      const Details = [{ InventoryID: 'OIL-01', OrderQty: 4, UnitCost: 12.5, WarehouseID: 'MAIN' }];
      const row = sandbox.acumatica.addOrder({ VendorID: 'V1', Date: '2026-09-14', Hold: false, Details });
      incoming.set(n, row.nbr);
    },
    wrong: (bench, n) => purchaseEnds(bench, incoming.get(n) ?? ''),
  },
  {
    name: 'order and its bill',
    flows: ['purchases'],
    happen: ({ sandbox }, n) => {
      const invoices = [{ number: `INV-${n}` }];
      sandbox.cin7.addPurchase({ supplier: 'Harbour Oils', orderNumber: orderNumber(n), lines, invoices });
    },
    wrong: (bench, n) => [
      ...orderEnds(bench, orderNumber(n), 'Completed'),
      ...billEnds(bench, 'Bill', `INV-${n}`),
    ],
  },
  {
    name: 'changed order',
    flows: ['purchases'],
    replaces: true,
    happen: ({ sandbox }, n) => {
      sandbox.cin7.undoOrder(standing);
      sandbox.cin7.editOrder(standing, [{ sku: 'OIL-01', quantity: 1 + n, price: '4.35' }]);
      sandbox.cin7.authoriseOrder(standing);
    },
    wrong: (bench, n) => {
      const order = bench.sandbox.acumatica.site.orders.find((row) => row.vendorRef === standing);
      const quantity = order?.lines.map(({ qty }) => qty).join();
      return [
        ...orderEnds(bench, standing),
        ...(quantity === String(1 + n) ? [] : [`${standing} has lines of ${quantity}, not ${1 + n}`]),
      ];
    },
  },
  {
    name: 'voided order',
    flows: ['purchases'],
    happen: ({ sandbox }, n) => {
      sandbox.cin7.addPurchase({ supplier: 'Harbour Oils', orderNumber: `PO-V${n}`, lines });
      if (sandbox.cin7.state.purchases.some(({ orderNumber }) => orderNumber === `PO-V${n - 1}`))
        sandbox.cin7.voidPurchase(`PO-V${n - 1}`);
    },
    wrong: (bench, n) => {
      const before = bench.sandbox.acumatica.site.orders.find((row) => row.vendorRef === `PO-V${n - 1}`);
      return [
        ...orderEnds(bench, `PO-V${n}`),
        ...(before ? [`${before.vendorRef} is ${before.status}`] : []),
      ];
    },
  },
  {
    name: 'credit note',
    flows: ['purchases'],
    happen: ({ sandbox }, n) => {
      const number = `I-${n}`;
      const invoices = [{ number }];
      const row = sandbox.cin7.addPurchase({
        supplier: 'Harbour Oils',
        type: 'Advanced',
        orderNumber: orderNumber(n),
        blindReceipt: true,
        lines,
        invoices,
      });
      sandbox.cin7.addCreditNote(row.id, { number: `CN-${n}`, invoiceNumber: number, lines });
    },
    wrong: (bench, n) => billEnds(bench, 'Debit Adj.', `CN-${n}`),
  },
  {
    name: 'new supplier',
    flows: ['suppliers'],
    happen: ({ sandbox }, n) => {
      sandbox.cin7.addSupplier({ Name: `Supplier ${n} Ltd`, PaymentTerm: '30 days' });
    },
    wrong: ({ sandbox }, n) => {
      const name = `Supplier ${n} Ltd`;
      const there = sandbox.acumatica.site.vendors.all().filter((row) => row.values['VendorName'] === name);
      if (there.length !== 1) return [`supplier ${n} is there ${there.length} times`];
      const code = sandbox.cin7.state.suppliers.find((row) => row['Name'] === name)?.['AdditionalAttribute1'];
      return code === there[0]?.vendorId ? [] : [`supplier ${n} carries ${code}, not ${there[0]?.vendorId}`];
    },
  },
  {
    name: 'changed supplier',
    flows: ['suppliers'],
    replaces: true,
    happen: ({ sandbox }, n) => {
      sandbox.cin7.editSupplier('Harbour Oils', { TaxNumber: `GB${100_000_000 + n}` });
    },
    wrong: ({ sandbox }, n) => {
      const vendor = sandbox.acumatica.site.vendors.find((row) => row.vendorId === 'V1');
      const found = vendor?.values['TaxRegistrationID'];
      return found === `GB${100_000_000 + n}` ? [] : [`tax number ${found}`];
    },
  },
  {
    name: 'new vendor',
    flows: ['suppliers'],
    happen: ({ sandbox }, n) => {
      sandbox.acumatica.addVendor({
        VendorName: `Vendor ${n}`,
        MainContact: { Address: { AddressLine1: 'Quay 1', Country: 'GB' } },
      });
    },
    wrong: ({ sandbox }, n) => {
      const there = sandbox.cin7.state.suppliers.filter((row) => row['Name'] === `Vendor ${n}`);
      return there.length === 1 ? [] : [`vendor ${n} is there ${there.length} times`];
    },
  },
];
