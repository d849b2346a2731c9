import { decimal } from '../../domain/decimal.ts';
import { partTotals } from './amounts.ts';
import { sameText } from './fields.ts';
import { lineOf } from './purchase-build.ts';
import type { LineSpec, PartSpec } from './purchase-specs.ts';
import { dueDateOf, emptyPart } from './purchases.ts';
import type { LineRow, PartRow, PartStatus, PartyRow } from './rows.ts';
import type { FulfilmentRow, SaleCreditRow, SaleRow, SaleType, StockLineRow } from './sale-rows.ts';
import { saveSale } from './saving.ts';
import { readStamp } from './stamps.ts';
import { nextOf, type World } from './state.ts';

export type SalePartSpec = Omit<PartSpec, 'number'> & {
  /** Default: the next of Cin7's own series, `INV-00001` or `CR-00001`. */
  readonly number?: string | undefined;
  /** A credit note: its goods came back to the sale's location. */
  readonly restock?: boolean | undefined;
};

export interface SaleSpec {
  /** Name or id. */
  readonly customer: string;
  readonly type?: 'Simple' | 'Advanced' | 'Service' | undefined;
  readonly orderNumber?: string | undefined;
  readonly orderDate?: string | undefined;
  readonly location?: string | undefined;
  readonly terms?: string | undefined;
  readonly taxRule?: string | undefined;
  readonly inclusive?: boolean | undefined;
  readonly currency?: string | undefined;
  readonly rate?: string | number | undefined;
  readonly reference?: string | undefined;
  readonly order?: PartStatus | undefined;
  readonly lines: readonly LineSpec[];
  readonly shipped?: 'none' | 'picked' | 'authorised' | undefined;
  readonly invoices?: readonly SalePartSpec[] | undefined;
  readonly credits?: readonly SalePartSpec[] | undefined;
  readonly voided?: boolean | undefined;
  readonly updated?: string | undefined;
}

/** What people do with sales. They are named by id or order number, their parts by task or number. */
export interface SalePeople {
  addSale(spec: SaleSpec): SaleRow;
  editSale(sale: string, fields: { reference?: string; location?: string; terms?: string }): SaleRow;
  addSaleInvoice(sale: string, invoice?: SalePartSpec): SaleRow;
  editSaleInvoice(sale: string, changes: Partial<SalePartSpec>, invoice?: string): SaleRow;
  setSaleInvoice(sale: string, status: PartStatus, invoice?: string): SaleRow;
  addSaleCredit(sale: string, credit?: SalePartSpec): SaleRow;
  setSaleCredit(sale: string, status: PartStatus, credit?: string): SaleRow;
  shipSale(sale: string, state?: 'picked' | 'authorised'): SaleRow;
  voidSale(sale: string): SaleRow;
  removeSale(sale: string): void;
}

const typeNames: Readonly<Record<'Simple' | 'Advanced' | 'Service', SaleType>> = {
  Simple: 'Simple Sale',
  Advanced: 'Advanced Sale',
  Service: 'Service Sale',
};

export function salePeople(world: World): SalePeople {
  const saleOf = (name: string): SaleRow => {
    const row = world.sales.get(name) ?? world.sales.find((other) => sameText(other.orderNumber, name));
    if (row === undefined) throw new Error(`Cin7 has no sale ${name}`);
    return row;
  };
  const change = (name: string, fields: (row: SaleRow) => Partial<SaleRow>): SaleRow => {
    const row = saleOf(name);
    return saveSale(world, { ...row, ...fields(row) });
  };
  return {
    addSale: (spec) => addSale(world, spec),
    editSale: (name, fields) => change(name, () => fields),
    addSaleInvoice: (name, spec = {}) =>
      change(name, (row) => ({ invoices: [...row.invoices, newInvoice(world, row, spec)] })),
    editSaleInvoice: (name, changes, part) =>
      change(name, (row) => ({
        invoices: withPart(row.invoices, part, (before) => edited(world, row, before, changes)),
      })),
    setSaleInvoice: (name, status, part) =>
      change(name, (row) => ({
        invoices: withPart(row.invoices, part, (before) => edited(world, row, before, { status })),
      })),
    addSaleCredit: (name, spec = {}) =>
      change(name, (row) => ({ credits: [...row.credits, newCredit(world, row, spec)] })),
    setSaleCredit: (name, status, part) =>
      change(name, (row) => ({ credits: withPart(row.credits, part, (before) => ({ ...before, status })) })),
    shipSale: (name, state = 'authorised') =>
      change(name, (row) => ({ fulfilments: [shipped(world, row, state)] })),
    voidSale: (name) => change(name, () => ({ voided: true })),
    removeSale: (name) => world.sales.remove(saleOf(name).id),
  };
}

function customerByName(world: World, name: string): PartyRow {
  const row = world.customers.get(name) ?? world.customers.find((other) => sameText(other.Name, name));
  if (row === undefined) throw new Error(`Cin7 has no customer ${name}`);
  return row;
}

function addSale(world: World, spec: SaleSpec): SaleRow {
  const customer = customerByName(world, spec.customer);
  const id = world.newId();
  const stamp = (spec.updated === undefined ? undefined : readStamp(spec.updated)) ?? world.stamp();
  const start: SaleRow = {
    id,
    orderNumber: spec.orderNumber ?? `SO-${String(nextOf(world, 'sale')).padStart(5, '0')}`,
    type: typeNames[spec.type ?? 'Simple'],
    customerId: customer.ID,
    reference: spec.reference ?? '',
    externalId: '',
    location: spec.location ?? 'Main Warehouse',
    taxRule: spec.taxRule ?? customer.TaxRule,
    inclusive: spec.inclusive ?? false,
    terms: spec.terms ?? customer.PaymentTerm,
    currency: spec.currency ?? customer.Currency,
    rate: decimal(spec.rate ?? 1),
    orderDate: spec.orderDate ?? world.now().slice(0, 10),
    shipBy: '',
    note: '',
    voided: spec.voided ?? false,
    order: emptyPart(id),
    fulfilments: [],
    invoices: [],
    credits: [],
    stamp,
    created: stamp,
    madeBy: 'person',
  };
  const lines = spec.lines.map((line) => withAccount(world, lineOf(world, start, line), line));
  let row: SaleRow = { ...start, order: { ...start.order, status: spec.order ?? 'AUTHORISED', lines } };
  if (spec.shipped !== undefined && spec.shipped !== 'none')
    row = { ...row, fulfilments: [shipped(world, row, spec.shipped)] };
  for (const part of spec.invoices ?? [])
    row = { ...row, invoices: [...row.invoices, newInvoice(world, row, part)] };
  for (const part of spec.credits ?? [])
    row = { ...row, credits: [...row.credits, newCredit(world, row, part)] };
  return saveSale(world, row, stamp);
}

/** The product's revenue account, else the sale's default. */
function withAccount(world: World, line: LineRow, spec: LineSpec): LineRow {
  const product = world.products.get(line.productId);
  return { ...line, account: spec.account ?? (String(product?.['RevenueAccount'] ?? '') || '200') };
}

const taskFor = (world: World, sale: SaleRow): string =>
  sale.type === 'Advanced Sale' ? world.newId() : sale.id;

function newInvoice(world: World, sale: SaleRow, spec: SalePartSpec): PartRow {
  const date = spec.date ?? world.now().slice(0, 10);
  const part: PartRow = {
    ...emptyPart(spec.task ?? taskFor(world, sale)),
    status: 'AUTHORISED',
    number: `INV-${String(nextOf(world, 'sale invoice')).padStart(5, '0')}`,
    date,
    dueDate: date === '' ? '' : dueDateOf(world, sale.terms, date),
    lines: sale.order.lines,
  };
  return edited(world, sale, part, spec);
}

function newCredit(world: World, sale: SaleRow, spec: SalePartSpec): SaleCreditRow {
  const part: PartRow = {
    ...emptyPart(spec.task ?? taskFor(world, sale)),
    status: 'AUTHORISED',
    number: `CR-${String(nextOf(world, 'sale credit')).padStart(5, '0')}`,
    date: spec.date ?? world.now().slice(0, 10),
    invoiceNumber: spec.invoiceNumber ?? sale.invoices.at(-1)?.number ?? '',
    lines: sale.order.lines,
  };
  const filled = edited(world, sale, part, spec);
  return { ...filled, restock: spec.restock ? stockLines(world, sale, filled.lines, filled.date) : [] };
}

function edited(world: World, sale: SaleRow, before: PartRow, changes: Partial<SalePartSpec>): PartRow {
  const after: PartRow = {
    ...before,
    number: changes.number ?? before.number,
    date: changes.date ?? before.date,
    dueDate: changes.dueDate ?? before.dueDate,
    status: changes.status ?? before.status,
    invoiceNumber: changes.invoiceNumber ?? before.invoiceNumber,
    lines: changes.lines?.map((line) => withAccount(world, lineOf(world, sale, line), line)) ?? before.lines,
  };
  return after.status === 'PAID' ? { ...after, paid: partTotals(after, sale.inclusive).gross } : after;
}

function shipped(world: World, sale: SaleRow, state: 'picked' | 'authorised'): FulfilmentRow {
  const [before] = sale.fulfilments;
  const gone = state === 'authorised';
  const shipDate = world.now().slice(0, 10);
  return {
    task: before?.task ?? taskFor(world, sale),
    number: 1,
    pick: 'AUTHORISED',
    pack: gone ? 'AUTHORISED' : 'NOT AVAILABLE',
    ship: gone ? 'AUTHORISED' : 'NOT AVAILABLE',
    shipDate: gone ? shipDate : '',
    lines: before?.lines ?? stockLines(world, sale, sale.order.lines, shipDate),
  };
}

/** Stocked products only. */
const stockLines = (world: World, sale: SaleRow, lines: readonly LineRow[], date: string): StockLineRow[] =>
  lines
    .filter((line) => world.products.get(line.productId)?.Type === 'Stock')
    .map((line) => ({
      key: world.newId(),
      productId: line.productId,
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      location: sale.location,
      batch: '',
      expiryDate: '',
      date,
    }));

function withPart<Part extends PartRow>(
  parts: readonly Part[],
  name: string | undefined,
  edit: (part: Part) => PartRow,
): Part[] {
  const wanted =
    name === undefined
      ? parts.at(-1)
      : parts.find((part) => sameText(part.task, name) || sameText(part.number, name));
  if (wanted === undefined) throw new Error(`the sale has no such part: ${name ?? 'any'}`);
  return parts.map((part) => (part === wanted ? { ...part, ...edit(part) } : part));
}
