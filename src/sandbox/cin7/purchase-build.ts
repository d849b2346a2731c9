import { type Decimal, decimal } from '../../domain/decimal.ts';
import { lineTotal, partTotals, taxOn } from './amounts.ts';
import { sameText } from './fields.ts';
import type { LineSpec, PartList, PartSpec, PurchaseSpec } from './purchase-specs.ts';
import { dueDateOf, emptyPart, newPurchase } from './purchases.ts';
import { byName } from './references.ts';
import type { LineRow, PartRow, PartyRow, PurchaseRow, PurchaseType, ReceiptRow } from './rows.ts';
import { savePurchase } from './saving.ts';
import { readStamp } from './stamps.ts';
import type { World } from './state.ts';

/** Builds purchases and their parts from what people say; tax is reckoned from the rule unless given. */

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

export function addPurchase(world: World, spec: PurchaseSpec): PurchaseRow {
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

export function newPart(world: World, row: PurchaseRow, spec: PartSpec, list: PartList): PartRow {
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

export function edited(world: World, row: PurchaseRow, before: PartRow, changes: Partial<PartSpec>): PartRow {
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

export function lineOf(
  world: World,
  row: Pick<PurchaseRow, 'taxRule' | 'inclusive'>,
  spec: LineSpec,
): LineRow {
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
export function received(
  world: World,
  row: PurchaseRow,
  state: 'draft' | 'partly' | 'authorised',
): ReceiptRow[] {
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
