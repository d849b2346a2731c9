import { addDays, type PlainDate } from '../../domain/time.ts';
import type { SaleSpec } from '../cin7/sale-people.ts';
import { pick } from '../ids.ts';
import { customerCurrency, type DemoCustomer, demoCustomers } from './customers.ts';
import { demoProducts } from './products.ts';
import type { DemoCalendar } from './purchases.ts';

/** What is wrong, and with which order number. */
export const demoSaleProblems = { unmappedAccount: 'SO-00025', closedPeriod: 'SO-00026' } as const;

const goods = demoProducts.filter((product) => product.category !== 'Services');

/** 26 sales: eight kinds in turn, then two that cannot be posted. */
export function demoSales(calendar: DemoCalendar): SaleSpec[] {
  const regular = Array.from({ length: 24 }, (_, i) => {
    const customer = demoCustomers[(i * 3) % demoCustomers.length] ?? fail();
    const date = addDays(calendar.today, -(i % 20));
    return { ...kinds[i % kinds.length]?.(i, date), ...common(i, customer, date) } as SaleSpec;
  });
  return [...regular, ...troubled(calendar)];
}

function fail(): never {
  throw new Error('the demo data is empty');
}

const common = (i: number, customer: DemoCustomer, date: PlainDate): Partial<SaleSpec> => ({
  customer: customer.name,
  orderNumber: orderNumber(i),
  orderDate: addDays(date, -2),
  reference: `PO ${7000 + i * 13}`,
  updated: `${date}T09:${String(10 + (i % 45)).padStart(2, '0')}:05Z`,
  ...(customerCurrency(customer) === 'GBP' ? {} : { taxRule: 'Tax Exempt', rate: '0.8615' }),
});

const orderNumber = (i: number): string => `SO-${String(i + 1).padStart(5, '0')}`;

const lines = (i: number, count: number): SaleSpec['lines'] =>
  Array.from({ length: count }, (_, n) => {
    const product = goods[pick(`sale ${i} ${n}`, goods.length)] ?? fail();
    return { sku: product.sku, price: (Number(product.price) * 1.8).toFixed(2), quantity: 1 + ((i + n) % 4) };
  });

const delivery = { description: 'Delivery', price: '6.50', account: '200' };

const kinds: readonly ((i: number, date: PlainDate) => Partial<SaleSpec>)[] = [
  (i) => ({ lines: lines(i, 2), order: 'DRAFT' }),
  (i, date) => ({ lines: lines(i, 3), shipped: 'authorised', invoices: [{ date }] }),
  (i, date) => ({
    lines: [...lines(i, 2), delivery],
    shipped: 'authorised',
    invoices: [{ date, status: 'PAID' }],
  }),
  (i) => ({ lines: lines(i, 1), shipped: 'picked' }),
  (i, date) => ({
    type: 'Advanced',
    location: 'Showroom',
    lines: lines(i, 2),
    shipped: 'authorised',
    invoices: [{ date }, { date, status: 'DRAFT', lines: lines(i, 1) }],
  }),
  (i, date) => ({
    type: 'Advanced',
    lines: lines(i, 3),
    shipped: 'authorised',
    invoices: [{ date }],
    credits: [{ date, restock: true, lines: lines(i, 1) }],
  }),
  (i, date) => ({ lines: lines(i, 2), inclusive: true, shipped: 'authorised', invoices: [{ date }] }),
  (i, date) => ({ lines: lines(i, 2), voided: true, invoices: [{ date }] }),
];

function troubled(calendar: DemoCalendar): SaleSpec[] {
  const soon = addDays(calendar.today, -3);
  const closed = addDays(calendar.openFrom, -9);
  const customer = demoCustomers[0] ?? fail();
  return [
    {
      ...common(24, customer, soon),
      customer: customer.name,
      orderNumber: demoSaleProblems.unmappedAccount,
      lines: [{ description: 'Hire of a stall', price: '45.00', account: '453' }],
      invoices: [{ date: soon }],
    },
    {
      ...common(25, customer, soon),
      customer: customer.name,
      orderNumber: demoSaleProblems.closedPeriod,
      lines: lines(25, 1),
      invoices: [{ date: closed }],
    },
  ];
}
