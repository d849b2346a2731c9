import { decimal } from '../../domain/decimal.ts';
import { partTotals } from './amounts.ts';
import { sameText } from './fields.ts';
import { addPurchase, edited, lineOf, newPart, received } from './purchase-build.ts';
import type { LineSpec, PartList, PartSpec, PurchaseSpec } from './purchase-specs.ts';
import type { PartRow, PartStatus, PurchaseRow } from './rows.ts';
import { savePurchase } from './saving.ts';
import type { World } from './state.ts';

/** What people do with purchases. */
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
