import { addDays, dateOf, type Instant, type PlainDate, shift } from '../../domain/time.ts';
import type { LineSpec, PartSpec, PurchaseSpec } from '../cin7/purchase-specs.ts';
import { pick } from '../ids.ts';
import { demoProducts } from './products.ts';
import { currencyOf, type DemoSupplier, demoSuppliers } from './suppliers.ts';

/** The dates that the demo turns around: the books of the month before last are closed. */
export interface DemoCalendar {
  readonly now: Instant;
  readonly today: PlainDate;
  /** First day on which Business Central lets people post. */
  readonly openFrom: PlainDate;
  /** The flow's `since`: older bills are left alone. */
  readonly since: PlainDate;
}

export function demoCalendar(now: Instant): DemoCalendar {
  const today = dateOf(now);
  const [year = 2026, month = 1] = today.split('-').map(Number);
  const first = (back: number) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 10) as PlainDate;
  return { now, today, openFrom: first(1), since: first(2) };
}

/** What is wrong, and with which order number: so that the demo has something to show. */
export const demoProblems = {
  unmappedAccount: 'PO-00061',
  closedPeriod: 'PO-00062',
  totalDiffers: 'PO-00063',
} as const;

const goods = demoProducts.filter((product) => product.category !== 'Services');
const suppliers = demoSuppliers.filter((supplier) => !supplier.deprecated);

/** 65 purchases: sixteen kinds in turn, then the three that cannot be posted, then two from before `since`. */
export function demoPurchases(calendar: DemoCalendar): PurchaseSpec[] {
  const regular = Array.from({ length: 60 }, (_, i) => {
    const kind = kinds[i % kinds.length];
    return withStamp(calendar, kind?.(context(calendar, i)) ?? { supplier: 'Tea Co' }, i);
  });
  return [...regular, ...troubled(calendar), ...ancient(calendar)];
}

interface Context {
  readonly i: number;
  readonly supplier: DemoSupplier;
  readonly date: PlainDate;
  readonly today: PlainDate;
  /** The supplier's next document number. */
  number(suffix?: string): string;
  lines(count: number, more?: Partial<LineSpec>): LineSpec[];
}

function context(calendar: DemoCalendar, i: number): Context {
  const foreign = i % 16 === 8;
  const home = suppliers.filter((supplier) => (currencyOf(supplier) === 'GBP') !== foreign);
  const turn = foreign ? Math.floor(i / 16) * 7 : i * 5 + 3;
  const supplier = home[turn % home.length] ?? fail();
  return {
    i,
    supplier,
    date: addDays(calendar.today, -(i % 27)),
    today: calendar.today,
    number: (suffix = '') => `${initials(supplier.name)}-${4100 + i * 7}${suffix}`,
    lines: (count, more = {}) =>
      Array.from({ length: count }, (_, n) => {
        const product = goods[pick(`line ${i} ${n}`, goods.length)] ?? fail();
        return { sku: product.sku, price: product.price, quantity: 2 + ((i + n * 3) % 11), ...more };
      }),
  };
}

function fail(): never {
  throw new Error('the demo data is empty');
}

const initials = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .split(' ')
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 3)
    .toUpperCase();

const freight = (price: string): LineSpec => ({
  description: 'Carriage',
  price,
  account: '425',
  reference: 'CARR',
});
const bill = (of: Context, more: Partial<PartSpec> = {}): PartSpec => ({
  number: of.number(),
  date: of.date,
  ...more,
});
const by = (of: Context): Pick<PurchaseSpec, 'supplier' | 'orderDate'> => ({
  supplier: of.supplier.name,
  orderDate: addDays(of.date, -6),
});

const kinds: readonly ((of: Context) => PurchaseSpec)[] = [
  (of) => ({ ...by(of), order: 'DRAFT', lines: of.lines(3) }),
  (of) => ({ ...by(of), lines: of.lines(4), note: 'Waiting for the goods' }),
  (of) => ({ ...by(of), lines: of.lines(2), received: 'authorised', invoices: [bill(of)] }),
  (of) => ({
    ...by(of),
    lines: [...of.lines(2), freight('12.50')],
    received: 'authorised',
    invoices: [bill(of, { status: 'PAID' })],
  }),
  (of) => ({ ...by(of), lines: of.lines(3, { discount: 7.5 }), invoices: [bill(of)] }),
  (of) => ({
    ...by(of),
    type: 'Advanced',
    lines: of.lines(4),
    received: 'partly',
    invoices: [
      bill(of, { number: of.number('/1'), lines: of.lines(2) }),
      bill(of, { number: of.number('/2'), lines: of.lines(4).slice(2), date: addDays(of.date, -1) }),
    ],
  }),
  (of) => ({ ...by(of), type: 'Service', lines: serviceLines(of), invoices: [bill(of)] }),
  (of) => ({ ...by(of), inclusive: true, lines: of.lines(2), received: 'authorised', invoices: [bill(of)] }),
  (of) => ({
    ...by(of),
    taxRule: 'Tax Exempt',
    rate: currencyOf(of.supplier) === 'USD' ? '0.7882' : '0.8615',
    lines: [...of.lines(3), { description: 'Customs and duty', price: '48.20', account: '426' }],
    received: 'authorised',
    invoices: [bill(of)],
  }),
  (of) => ({
    ...by(of),
    type: 'Advanced',
    lines: of.lines(3),
    received: 'authorised',
    invoices: [bill(of)],
    credits: [{ number: of.number('C'), date: of.today, lines: of.lines(1) }],
  }),
  (of) => ({
    ...by(of),
    approach: 'STOCK',
    location: 'Showroom',
    lines: of.lines(2),
    received: 'authorised',
    invoices: [bill(of)],
  }),
  (of) => ({ ...by(of), voided: true, lines: of.lines(2), invoices: [bill(of)] }),
  (of) => ({ ...by(of), blindReceipt: true, invoices: [bill(of, { lines: of.lines(3) })] }),
  (of) => ({ ...by(of), lines: of.lines(3), invoices: [bill(of, { status: 'DRAFT' })] }),
  (of) => ({ ...by(of), lines: mixedTaxes(of), received: 'draft', invoices: [bill(of)] }),
  (of) => ({
    ...by(of),
    type: 'Advanced',
    location: of.i % 2 === 0 ? 'Main Warehouse' : 'Showroom',
    lines: of.lines(3),
    invoices: [
      bill(of, {
        lines: [
          ...of.lines(2),
          freight('9.95'),
          { description: 'Volume rebate', price: '-5.00', account: '330' },
        ],
      }),
      bill(of, { number: of.number('B'), status: 'DRAFT', lines: of.lines(1) }),
    ],
  }),
];

const serviceLines = (of: Context): LineSpec[] => {
  const [description, account] = [
    ['Cold store, one month', '469'],
    ['Tasting event', '480'],
    ['Professional advice', '441'],
    ['Customs clearance', '426'],
  ][of.i % 4] as [string, string];
  return [{ description, price: 180 + of.i * 3, account }, freight('6.00')];
};

const mixedTaxes = (of: Context): LineSpec[] => {
  const rules = ['Tax on Purchases', 'Reduced Rate Purchases', 'Tax Exempt'];
  const packaging: LineSpec = {
    description: 'Returnable crates',
    price: '1.2345',
    quantity: 17,
    account: '0310',
  };
  return [...of.lines(3).map((line, n) => ({ ...line, taxRule: rules[n] })), packaging];
};

function troubled(calendar: DemoCalendar): PurchaseSpec[] {
  const line: LineSpec = { sku: 'SHB-01', price: '3.25', quantity: 40 };
  const soon = addDays(calendar.today, -3);
  const closed = addDays(calendar.openFrom, -9);
  return [
    {
      supplier: 'Quayside Print',
      type: 'Service',
      orderNumber: demoProblems.unmappedAccount,
      orderDate: soon,
      lines: [{ description: 'Letterheads', price: '86.00', account: '453' }],
      invoices: [{ number: 'QP-2218', date: soon }],
      updated: evening(calendar, soon),
    },
    {
      supplier: 'Glen Orrin Shortbread',
      orderNumber: demoProblems.closedPeriod,
      orderDate: closed,
      lines: [line],
      invoices: [{ number: 'GOS-9040', date: closed }],
      updated: evening(calendar, soon),
    },
    {
      // The supplier rounded the tax up: Cin7 took it over, Business Central will reckon a cent less.
      supplier: 'Quince & Co. Confectioners',
      orderNumber: demoProblems.totalDiffers,
      orderDate: soon,
      lines: [{ ...line, tax: '26.01' }],
      invoices: [{ number: 'QCC-0777', date: soon }],
      updated: evening(calendar, soon),
    },
  ];
}

const ancient = (calendar: DemoCalendar): PurchaseSpec[] =>
  [1, 2].map((n) => {
    const date = addDays(calendar.since, -30 * n);
    return {
      supplier: 'Albion Preserves Ltd',
      orderDate: date,
      lines: [{ sku: 'JAM-01', price: '18.75', quantity: 10 * n }],
      invoices: [{ number: `ALB-OLD-${n}`, date, status: 'PAID' as const }],
      updated: `${addDays(date, 20)}T09:30:00Z`,
    };
  });

const withStamp = (calendar: DemoCalendar, spec: PurchaseSpec, i: number): PurchaseSpec => ({
  ...spec,
  orderNumber: `PO-${String(i + 1).padStart(5, '0')}`,
  updated: evening(calendar, addDays(calendar.today, -(i % 27))),
});

/** Some time on that day, but never in the future. */
function evening({ now }: DemoCalendar, date: PlainDate): string {
  const at = `${date}T${String(8 + pick(date, 9)).padStart(2, '0')}:${String(10 + pick(`m${date}`, 45))}:07Z`;
  const latest = shift(now, -600_000);
  return at < latest ? at : latest;
}
