import { type Decimal, decimal, zero } from '../../domain/decimal.ts';
import { addDays, type PlainDate } from '../../domain/time.ts';
import type { JsonObject } from '../exchange.ts';
import { isObject } from '../json-body.ts';
import { refuse, unreadable } from './errors.ts';
import { type FieldSpec, readFields, sameText, text, textFrom } from './fields.ts';
import { isTrue, type Query } from './paging.ts';
import { readLines } from './purchase-lines.ts';
import { showAdvanced, showOrder, showSimple } from './purchase-view.ts';
import { activeLocation, activeTerm, byName, purchaseTaxRule } from './references.ts';
import type { MadeBy, PartRow, PartyRow, PurchaseRow, PurchaseType } from './rows.ts';
import { savePurchase } from './saving.ts';
import { nextOf, type World } from './state.ts';

/** `/advanced-purchase`, the deprecated `/purchase`, and `/purchase/order` (apis/cin7-core.md, sections 3.1 to 3.7). */

export function getPurchase(
  world: World,
  query: Query,
  endpoint: 'purchase' | 'advanced-purchase',
): JsonObject {
  const purchase = purchaseOf(world, query.get('id') ?? refuse('Required attribute ID is not provided.'));
  world.readings.push({ at: world.tick(), purchaseId: purchase.id });
  const combine = isTrue(query, 'CombineAdditionalCharges');
  if (endpoint === 'advanced-purchase') return showAdvanced(world, purchase, combine);
  if (purchase.type !== 'Simple Purchase')
    refuse(
      'This endpoint is deprecated and does not support Advanced Purchase and Service Purchase. Please use AdvancedPurchase endpoint',
    );
  return showSimple(world, purchase, combine);
}

export const purchaseOf = (world: World, id: string): PurchaseRow =>
  world.purchases.get(id) ?? refuse('Purchase with specified ID not found', 404);

const header: readonly FieldSpec[] = [
  text('Approach', 10, { required: 'create', values: ['INVOICE', 'STOCK'] }),
  text('Location', 256, { required: 'create', reference: activeLocation }),
  text('Contact', 256),
  text('Phone', 50),
  { name: 'BlindReceipt', kind: 'bool' },
  text('TaxRule', 50, { reference: purchaseTaxRule }),
  text('TaxCalculation', 50, { values: ['Inclusive', 'Exclusive'] }),
  text('Terms', 256, { reference: activeTerm }),
  text('RequiredBy', 50),
  text('Note', 1024),
  { name: 'CurrencyRate', kind: 'decimal' },
  text('PurchaseType', 50, { values: ['Simple', 'Advanced'] }),
  { name: 'IsServiceOnly', kind: 'bool' },
];

/** Creates the header only: lines that the body brings vanish. */
export function postPurchase(
  world: World,
  body: JsonObject,
  endpoint: 'purchase' | 'advanced-purchase',
): JsonObject {
  const read = readFields(world, header, body, 'create');
  const supplier = supplierOf(world, textFrom(body, 'SupplierID'), textFrom(body, 'Supplier'));
  const advanced = endpoint === 'advanced-purchase' && read['PurchaseType'] !== 'Simple';
  const type: PurchaseType =
    read['IsServiceOnly'] === true ? 'Service Purchase' : advanced ? 'Advanced Purchase' : 'Simple Purchase';
  const row = newPurchase(world, supplier, type, 'api');
  const saved = savePurchase(world, {
    ...row,
    ...fromFields(row, read),
    attributes: attributesOf(row, body),
  });
  return shown(world, saved, endpoint);
}

export function putPurchase(
  world: World,
  body: JsonObject,
  endpoint: 'purchase' | 'advanced-purchase',
): JsonObject {
  const before = purchaseOf(world, textFrom(body, 'ID') || refuse('Required attribute ID is not provided.'));
  if (before.order.status === 'AUTHORISED' || before.voided)
    refuse('Purchase can be changed only while its order is a draft.');
  const { PurchaseType: _fixed, ...read } = readFields(world, header, body, 'update');
  return shown(
    world,
    savePurchase(world, { ...before, ...fromFields(before, read), attributes: attributesOf(before, body) }),
    endpoint,
  );
}

const shown = (world: World, row: PurchaseRow, endpoint: string): JsonObject =>
  endpoint === 'purchase' ? showSimple(world, row, false) : showAdvanced(world, row, false);

/** `Void=true` voids all parts; else what was authorised is a draft again. */
export function deletePurchase(world: World, query: Query): JsonObject {
  const purchase = purchaseOf(world, query.get('id') ?? refuse('Required attribute ID is not provided.'));
  const saved = isTrue(query, 'Void')
    ? savePurchase(world, { ...purchase, voided: true })
    : savePurchase(world, { ...purchase, order: { ...purchase.order, status: 'DRAFT' } });
  return showAdvanced(world, saved, false);
}

export function getOrder(world: World, query: Query): JsonObject {
  const purchase = purchaseOf(
    world,
    query.get('taskid') ?? refuse('Required attribute TaskID is not provided.'),
  );
  return { TaskID: purchase.id, ...showOrder(world, purchase, isTrue(query, 'CombineAdditionalCharges')) };
}

/** Overwrites the lines of an order that is not authorised yet; with `AUTHORISED` it authorises it. */
export function postOrder(world: World, body: JsonObject): JsonObject {
  const purchase = purchaseOf(
    world,
    textFrom(body, 'TaskID') || refuse('Required attribute TaskID is not provided.'),
  );
  if (purchase.voided || purchase.order.status === 'AUTHORISED')
    refuse('Purchase order can be changed only in DRAFT or NOT AVAILABLE status.');
  const status = statusOf(body);
  const lines = readLines(world, body, false);
  if (status === 'AUTHORISED' && lines.length === 0) refuse('Order lines must be provided.');
  const order: PartRow = { ...purchase.order, status, lines, memo: textFrom(body, 'Memo') };
  const saved = savePurchase(world, { ...purchase, order });
  return { TaskID: saved.id, ...showOrder(world, saved, false) };
}

export function statusOf(body: JsonObject): 'DRAFT' | 'AUTHORISED' {
  const status = textFrom(body, 'Status').toUpperCase();
  if (status !== 'DRAFT' && status !== 'AUTHORISED')
    return refuse(
      status === ''
        ? 'Required attribute Status is not provided.'
        : `Invalid value '${status}' of attribute Status.`,
    );
  return status;
}

export function supplierOf(world: World, id: string, name: string): PartyRow {
  const found = id === '' ? world.suppliers.find((row) => sameText(row.Name, name)) : world.suppliers.get(id);
  if (found === undefined)
    return refuse(
      id === '' && name === '' ? 'Required attribute SupplierID is not provided.' : 'Supplier not found',
      404,
    );
  if (found.Status === 'Deprecated') refuse(`Supplier '${found.Name}' is deprecated`);
  return found;
}

/** An empty draft: currency, tax rule and terms come from the supplier's card. */
export function newPurchase(
  world: World,
  supplier: PartyRow,
  type: PurchaseType,
  madeBy: MadeBy,
): PurchaseRow {
  const id = world.newId();
  return {
    id,
    orderNumber: `PO-${String(nextOf(world, 'orders')).padStart(5, '0')}`,
    type,
    supplierId: supplier.ID,
    contact: String(supplier.Contacts.find((row) => row['Default'] === true)?.['Name'] ?? ''),
    phone: '',
    inventoryAccount: '310',
    blindReceipt: false,
    approach: 'INVOICE',
    taxRule: supplier.TaxRule,
    inclusive: false,
    terms: supplier.PaymentTerm,
    requiredBy: '',
    location: String(world.references.locations.find((row) => row['IsDefault'] === true)?.Name ?? ''),
    note: '',
    orderDate: world.now().slice(0, 10),
    currency: supplier.Currency,
    rate: decimal(1),
    voided: false,
    attributes: {},
    order: emptyPart(id),
    stockReceived: [],
    putAway: [],
    invoices: [],
    credits: [],
    stamp: '',
    madeBy,
  };
}

export const emptyPart = (task: string): PartRow => ({
  task,
  status: 'NOT AVAILABLE',
  number: '',
  invoiceNumber: '',
  pairNumber: '',
  date: '',
  dueDate: '',
  memo: '',
  lines: [],
  paid: zero,
});

function fromFields(row: PurchaseRow, read: JsonObject): Partial<PurchaseRow> {
  const given = <Value>(name: string, byDefault: Value): Value =>
    read[name] === undefined ? byDefault : (read[name] as Value);
  const rate: Decimal =
    read['CurrencyRate'] === undefined ? row.rate : decimal(read['CurrencyRate'] as number);
  return {
    approach: given('Approach', row.approach),
    location: given('Location', row.location),
    contact: given('Contact', row.contact),
    phone: given('Phone', row.phone),
    blindReceipt: given('BlindReceipt', row.blindReceipt),
    taxRule: given('TaxRule', row.taxRule),
    inclusive: given('TaxCalculation', row.inclusive ? 'Inclusive' : 'Exclusive') === 'Inclusive',
    terms: given('Terms', row.terms),
    requiredBy: given('RequiredBy', row.requiredBy),
    note: given('Note', row.note),
    rate,
  };
}

function attributesOf(row: PurchaseRow, body: JsonObject): Readonly<Record<string, string>> {
  const sent = body['AdditionalAttributes'];
  if (sent === undefined || sent === null) return row.attributes;
  if (!isObject(sent)) return unreadable('AdditionalAttributes');
  const known = Object.keys(sent).filter((name) => /^AdditionalAttribute([1-9]|10)$/.test(name));
  return { ...row.attributes, ...Object.fromEntries(known.map((name) => [name, textFrom(sent, name)])) };
}

/** From the term's duration; other methods than a number of days are left to people. */
export function dueDateOf(world: World, terms: string, from: string): string {
  const term = byName(world, 'paymentTerms', terms);
  if (term === undefined || term['Method'] !== 'number of days') return '';
  return addDays(from as PlainDate, Number(term['Duration']));
}
