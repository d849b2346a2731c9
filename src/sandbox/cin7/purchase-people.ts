import { type Decimal, decimal } from '../../domain/decimal.ts';
import { lineTotal, partTotals, taxOn } from './amounts.ts';
import { sameText } from './fields.ts';
import { dueDateOf, emptyPart, newPurchase } from './purchases.ts';
import { byName } from './references.ts';
import type {
  LineRow,
  PartRow,
  PartStatus,
  PartyRow,
  PurchaseRow,
  PurchaseType,
  ReceiptRow,
} from './rows.ts';
import { readStamp } from './stamps.ts';
import { savePurchase, type World } from './state.ts';

/** What people do with purchases. Numbers may be given as text or number; tax is reckoned from the rule unless given. */

export interface LineSpec {
  /** Without a SKU it is an additional charge and needs a description. */
  readonly sku?: string | undefined;
  readonly description?: string | undefined;
  readonly quantity?: string | number | undefined;
  readonly price: string | number;
  readonly discount?: string | number | undefined;
  readonly taxRule?: string | undefined;
  /** Instead of what the rule's percentage gives. */
  readonly tax?: string | number | undefined;
  /** Instead of quantity x price less discount. */
  readonly total?: string | number | undefined;
  /** Default: the product's account, else the purchase's inventory account; 425 for charges. `''`: none. */
  readonly account?: string | undefined;
  readonly comment?: string | undefined;
  readonly reference?: string | undefined;
}

export interface PartSpec {
  readonly number: string;
  /** Default: today. `''`: none. */
  readonly date?: string | undefined;
  /** Default: by the terms. */
  readonly dueDate?: string | undefined;
  /** Default: AUTHORISED. */
  readonly status?: PartStatus | undefined;
  /** Default: the order's lines. */
  readonly lines?: readonly LineSpec[] | undefined;
  /** A credit note: the invoice that it is for; default: the last one. */
  readonly invoiceNumber?: string | undefined;
  readonly task?: string | undefined;
}

export interface PurchaseSpec {
  /** Name or id. */
  readonly supplier: string;
  readonly type?: 'Simple' | 'Advanced' | 'Service' | undefined;
  readonly approach?: 'INVOICE' | 'STOCK' | undefined;
  readonly orderNumber?: string | undefined;
  readonly orderDate?: string | undefined;
  readonly requiredBy?: string | undefined;
  readonly location?: string | undefined;
  readonly terms?: string | undefined;
  readonly taxRule?: string | undefined;
  readonly inclusive?: boolean | undefined;
  readonly currency?: string | undefined;
  readonly rate?: string | number | undefined;
  readonly blindReceipt?: boolean | undefined;
  readonly note?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** Default: `AUTHORISED`, for a blind receipt `NOT AVAILABLE`. */
  readonly order?: PartStatus | undefined;
  readonly lines?: readonly LineSpec[] | undefined;
  readonly received?: 'none' | 'draft' | 'partly' | 'authorised' | undefined;
  readonly invoices?: readonly PartSpec[] | undefined;
  readonly credits?: readonly PartSpec[] | undefined;
  readonly voided?: boolean | undefined;
  /** When it was changed last; default: now. */
  readonly updated?: string | undefined;
}

export interface PurchasePeople {
  addPurchase(spec: PurchaseSpec): PurchaseRow;
  /** Purchases are named by id or order number, their parts by task or number; without one, the last part is meant. */
  editPurchase(
    purchase: string,
    fields: {
      note?: string;
      location?: string;
      terms?: string;
      orderNumber?: string;
      rate?: string;
      currency?: string;
    },
  ): PurchaseRow;
  editOrder(purchase: string, lines: readonly LineSpec[]): PurchaseRow;
  authoriseOrder(purchase: string): PurchaseRow;
  undoOrder(purchase: string): PurchaseRow;
  addInvoice(purchase: string, invoice: PartSpec): PurchaseRow;
  editInvoice(purchase: string, changes: Partial<PartSpec>, invoice?: string): PurchaseRow;
  authoriseInvoice(purchase: string, invoice?: string): PurchaseRow;
  undoInvoice(purchase: string, invoice?: string): PurchaseRow;
  voidInvoice(purchase: string, invoice?: string): PurchaseRow;
  payInvoice(purchase: string, invoice?: string): PurchaseRow;
  /** Voids nothing: the part is gone, and a new one with the same number and content has another TaskID. */
  redoInvoice(purchase: string, invoice?: string): PurchaseRow;
  addCreditNote(purchase: string, note: PartSpec): PurchaseRow;
  editCreditNote(purchase: string, changes: Partial<PartSpec>, note?: string): PurchaseRow;
  authoriseCreditNote(purchase: string, note?: string): PurchaseRow;
  undoCreditNote(purchase: string, note?: string): PurchaseRow;
  voidCreditNote(purchase: string, note?: string): PurchaseRow;
  receiveStock(purchase: string, state?: 'draft' | 'partly' | 'authorised'): PurchaseRow;
  voidPurchase(purchase: string): PurchaseRow;
  /** It is gone, as if it had never been there. */
  removePurchase(purchase: string): void;
  /** A change of nothing but the stamp. */
  touchPurchase(purchase: string): PurchaseRow;
}

type PartList = 'invoices' | 'credits';

export function purchasePeople(world: World): PurchasePeople {
  const purchaseOf = (name: string): PurchaseRow => {
    const row =
      world.purchases.get(name) ?? world.purchases.find((other) => sameText(other.orderNumber, name));
    if (row === undefined) throw new Error(`Cin7 has no purchase ${name}`);
    return row;
  };
  const change = (name: string, fields: (row: PurchaseRow) => Partial<PurchaseRow>): PurchaseRow => {
    const row = purchaseOf(name);
    return savePurchase(world, { ...row, ...fields(row) });
  };
  const changePart = (
    name: string,
    list: PartList,
    part: string | undefined,
    edit: (part: PartRow, row: PurchaseRow) => PartRow,
  ) =>
    change(name, (row) => {
      const wanted = partOf(row, list, part);
      return { [list]: row[list].map((other) => (other === wanted ? edit(other, row) : other)) };
    });
  const setStatus = (name: string, list: PartList, part: string | undefined, status: PartStatus) =>
    changePart(name, list, part, (row) => ({ ...row, status }));

  return {
    addPurchase: (spec) => addPurchase(world, spec),
    editPurchase: (name, { rate, ...fields }) =>
      change(name, (row) => ({ ...fields, rate: rate === undefined ? row.rate : decimal(rate) })),
    editOrder: (name, lines) =>
      change(name, (row) => ({
        order: { ...row.order, lines: lines.map((line) => lineOf(world, row, line)) },
      })),
    authoriseOrder: (name) => change(name, (row) => ({ order: { ...row.order, status: 'AUTHORISED' } })),
    undoOrder: (name) => change(name, (row) => ({ order: { ...row.order, status: 'DRAFT' } })),
    addInvoice: (name, spec) =>
      change(name, (row) => ({ invoices: [...row.invoices, newPart(world, row, spec, 'invoices')] })),
    editInvoice: (name, changes, part) =>
      changePart(name, 'invoices', part, (before, row) => edited(world, row, before, changes)),
    authoriseInvoice: (name, part) => setStatus(name, 'invoices', part, 'AUTHORISED'),
    undoInvoice: (name, part) => setStatus(name, 'invoices', part, 'DRAFT'),
    voidInvoice: (name, part) => setStatus(name, 'invoices', part, 'VOIDED'),
    payInvoice: (name, part) =>
      changePart(name, 'invoices', part, (before, row) => ({
        ...before,
        status: 'PAID',
        paid: partTotals(before, row.inclusive).gross,
      })),
    redoInvoice: (name, part) =>
      changePart(name, 'invoices', part, (before) => ({ ...before, task: world.newId() })),
    addCreditNote: (name, spec) =>
      change(name, (row) => ({ credits: [...row.credits, newPart(world, row, spec, 'credits')] })),
    editCreditNote: (name, changes, part) =>
      changePart(name, 'credits', part, (before, row) => edited(world, row, before, changes)),
    authoriseCreditNote: (name, part) => setStatus(name, 'credits', part, 'AUTHORISED'),
    undoCreditNote: (name, part) => setStatus(name, 'credits', part, 'DRAFT'),
    voidCreditNote: (name, part) => setStatus(name, 'credits', part, 'VOIDED'),
    receiveStock: (name, state = 'authorised') =>
      change(name, (row) => ({ putAway: received(world, row, state) })),
    voidPurchase: (name) => change(name, () => ({ voided: true })),
    removePurchase: (name) => world.purchases.remove(purchaseOf(name).id),
    touchPurchase: (name) => change(name, () => ({})),
  };
}

function partOf(row: PurchaseRow, list: PartList, name: string | undefined): PartRow {
  const part =
    name === undefined
      ? row[list].at(-1)
      : row[list].find((other) => sameText(other.task, name) || sameText(other.number, name));
  if (part === undefined)
    throw new Error(`purchase ${row.orderNumber} has no such part in ${list}: ${name ?? 'any'}`);
  return part;
}

export function supplierByName(world: World, name: string): PartyRow {
  const row = world.suppliers.get(name) ?? world.suppliers.find((other) => sameText(other.Name, name));
  if (row === undefined) throw new Error(`Cin7 has no supplier ${name}`);
  return row;
}

const typeNames: Readonly<Record<'Simple' | 'Advanced' | 'Service', PurchaseType>> = {
  Simple: 'Simple Purchase',
  Advanced: 'Advanced Purchase',
  Service: 'Service Purchase',
};

function addPurchase(world: World, spec: PurchaseSpec): PurchaseRow {
  const start = newPurchase(
    world,
    supplierByName(world, spec.supplier),
    typeNames[spec.type ?? 'Simple'],
    'person',
  );
  const empty = withHeader(start, spec);
  const lines = (spec.lines ?? []).map((line) => lineOf(world, empty, line));
  const status = spec.order ?? (spec.blindReceipt ? 'NOT AVAILABLE' : 'AUTHORISED');
  const ordered: PurchaseRow = { ...empty, order: { ...empty.order, status, lines } };
  let row = ordered;
  for (const part of spec.invoices ?? []) row = withPart(world, row, part, 'invoices');
  for (const part of spec.credits ?? []) row = withPart(world, row, part, 'credits');
  const putAway =
    spec.received === undefined || spec.received === 'none' ? [] : received(world, row, spec.received);
  const stamp = spec.updated === undefined ? undefined : readStamp(spec.updated);
  return savePurchase(world, { ...row, putAway }, stamp);
}

function withHeader(start: PurchaseRow, spec: PurchaseSpec): PurchaseRow {
  const given = <Name extends keyof PurchaseSpec & keyof PurchaseRow>(name: Name): PurchaseRow[Name] =>
    (spec[name] as PurchaseRow[Name] | undefined) ?? start[name];
  const same = [
    'orderNumber',
    'orderDate',
    'requiredBy',
    'location',
    'terms',
    'taxRule',
    'inclusive',
    'currency',
  ] as const;
  const more = ['blindReceipt', 'note', 'attributes', 'voided'] as const;
  return {
    ...start,
    ...Object.fromEntries([...same, ...more].map((name) => [name, given(name)])),
    approach: spec.type === 'Service' ? 'INVOICE' : (spec.approach ?? 'INVOICE'),
    rate: decimal(spec.rate ?? 1),
  };
}

const withPart = (world: World, row: PurchaseRow, part: PartSpec, list: PartList): PurchaseRow => ({
  ...row,
  [list]: [...row[list], newPart(world, row, part, list)],
});

function newPart(world: World, row: PurchaseRow, spec: PartSpec, list: PartList): PartRow {
  const simple = row.type === 'Simple Purchase';
  if (simple && row[list].length > 0 && row[list].some((part) => part.status !== 'VOIDED'))
    throw new Error('a simple purchase has one invoice and one credit note');
  const task = spec.task ?? (simple ? row.id : list === 'invoices' ? pairTask(world, row) : world.newId());
  const date = spec.date ?? world.now().slice(0, 10);
  const part: PartRow = {
    ...emptyPart(task),
    status: 'AUTHORISED',
    date,
    dueDate: list === 'invoices' && date !== '' ? dueDateOf(world, row.terms, date) : '',
    pairNumber: simple ? '' : `${row.orderNumber}/${row[list].length + 1}`,
    lines: row.order.lines.map((line) => ({ ...line, account: line.account || accountOf(world, row, line) })),
    invoiceNumber: list === 'credits' ? (spec.invoiceNumber ?? row.invoices.at(-1)?.number ?? '') : '',
  };
  return edited(world, row, part, spec);
}

/** A receipt and its invoice share one task. */
function pairTask(world: World, row: PurchaseRow): string {
  const taken = new Set(row.invoices.map((part) => part.task));
  return row.putAway.find((receipt) => !taken.has(receipt.task))?.task ?? world.newId();
}

function edited(world: World, row: PurchaseRow, before: PartRow, changes: Partial<PartSpec>): PartRow {
  const after: PartRow = {
    ...before,
    number: changes.number ?? before.number,
    date: changes.date ?? before.date,
    dueDate: changes.dueDate ?? before.dueDate,
    status: changes.status ?? before.status,
    invoiceNumber: changes.invoiceNumber ?? before.invoiceNumber,
    lines:
      changes.lines?.map((line) => withAccount(world, row, lineOf(world, row, line), line)) ?? before.lines,
  };
  return after.status === 'PAID' ? { ...after, paid: partTotals(after, row.inclusive).gross } : after;
}

const withAccount = (world: World, row: PurchaseRow, line: LineRow, spec: LineSpec): LineRow => ({
  ...line,
  account: spec.account ?? accountOf(world, row, line),
});

function accountOf(world: World, row: PurchaseRow, line: LineRow): string {
  if (line.charge) return '425';
  const product = world.products.get(line.productId);
  return (
    (product?.Type === 'Service' ? product.ExpenseAccount : product?.InventoryAccount) || row.inventoryAccount
  );
}

function lineOf(world: World, row: PurchaseRow, spec: LineSpec): LineRow {
  const product =
    spec.sku === undefined ? undefined : world.products.find((other) => sameText(other.SKU, spec.sku ?? ''));
  if (spec.sku !== undefined && product === undefined) throw new Error(`Cin7 has no product ${spec.sku}`);
  const taxRule = spec.taxRule ?? row.taxRule;
  const percent = decimal(Number(byName(world, 'taxRules', taxRule)?.['TaxPercent'] ?? 0));
  const quantity = decimal(spec.quantity ?? 1);
  const price = decimal(spec.price);
  const discount = decimal(spec.discount ?? 0);
  const total = spec.total === undefined ? lineTotal(quantity, price, discount) : decimal(spec.total);
  const tax: Decimal = spec.tax === undefined ? taxOn(total, percent, row.inclusive) : decimal(spec.tax);
  return {
    charge: product === undefined,
    productId: product?.ID ?? '',
    sku: product?.SKU ?? '',
    name: spec.description ?? product?.Name ?? 'Charge',
    quantity,
    price,
    discount,
    tax,
    taxRule,
    total,
    account: spec.account ?? '',
    comment: spec.comment ?? '',
    reference: spec.reference ?? '',
    supplierSku: '',
  };
}

/** One receipt of what was ordered, or of half of it. */
function received(world: World, row: PurchaseRow, state: 'draft' | 'partly' | 'authorised'): ReceiptRow[] {
  const source = row.order.lines.length > 0 ? row.order.lines : (row.invoices[0]?.lines ?? []);
  const goods = source.filter((line) => !line.charge);
  const kept = state === 'partly' ? goods.slice(0, Math.max(1, Math.floor(goods.length / 2))) : goods;
  const [before] = row.putAway;
  const receipt: ReceiptRow = {
    task:
      before?.task ?? (row.type === 'Simple Purchase' ? row.id : (row.invoices[0]?.task ?? world.newId())),
    status: state === 'draft' ? 'DRAFT' : 'AUTHORISED',
    pairNumber: row.invoices[0]?.pairNumber ?? '',
    lines: kept.map((line) => ({
      cardId: world.newId(),
      date: row.orderDate,
      productId: line.productId,
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      location: row.location,
      batch: '',
      expiryDate: '',
    })),
  };
  return [receipt];
}
