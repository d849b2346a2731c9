import { zero } from '../../domain/decimal.ts';
import { unknown } from './complaints.ts';
import { branchOf, type Header } from './header.ts';
import type { Input } from './input.ts';
import {
  bookedOn,
  defaultSubaccount,
  lineItem,
  lineTaker,
  projectOf,
  purchaseUnitOf,
  taxCategoryOf,
  unitOf,
} from './line-parts.ts';
import { priced } from './lines.ts';
import type { BillLine, BillRow, OrderLine, OrderRow } from './rows.ts';
import { mergedRows } from './rows-of-input.ts';
import type { Scope, Taker } from './scope.ts';
import { sameCode, textIn } from './state.ts';

export function billLines(
  scope: Scope,
  before: BillRow | undefined,
  header: Header,
  sent: readonly Input[],
): BillLine[] {
  return mergedRows(
    scope,
    sent,
    before?.lines ?? [],
    () => false,
    (input, row, path) => {
      const starts = row === undefined ? startingLines(scope, header, input, path) : [row];
      return starts.map((start) => billLine(scope, header, start, input, path));
    },
  );
}

/** An order named without a line pulls in all its lines. */
function startingLines(scope: Scope, header: Header, input: Input, path: string): BillLine[] {
  const nbr = String(input.values['POOrderNbr'] ?? '')
    .trim()
    .toUpperCase();
  if (input.values['POReceiptNbr'] !== undefined)
    scope.complaints.add(
      `${path}/POReceiptNbr`,
      unknown('POReceiptNbr', String(input.values['POReceiptNbr']), 15),
    );
  if (nbr === '') return [blankLine(scope, header)];
  const type = String(input.values['POOrderType'] ?? 'Normal');
  const order = scope.site.orders.find((row) => row.type === type && sameCode(row.nbr, nbr));
  if (order === undefined || !sameCode(order.vendor, header.vendor)) {
    scope.complaints.add(`${path}/POOrderNbr`, unknown('POOrderNbr', nbr, 15));
    return [blankLine(scope, header)];
  }
  if (!['Open', 'Completed'].includes(order.status))
    scope.complaints.add(
      `${path}/POOrderNbr`,
      `The purchase order '${order.nbr}' has the ${order.status} status.`,
    );
  if (order.currency !== header.currency)
    scope.complaints.add(
      `${path}/POOrderNbr`,
      'The currency of the purchase order differs from that of the bill.',
    );
  const wanted = input.values['POLine'];
  const lines = order.lines.filter((line) => wanted === undefined || line.lineNbr === wanted);
  if (lines.length === 0) scope.complaints.add(`${path}/POLine`, unknown('POLine', String(wanted), 1));
  return lines.map((line) => fromOrder(scope, header, order, line));
}

const blankLine = (scope: Scope, header: Header): BillLine => ({
  id: scope.world.newId(),
  inventoryId: '',
  text: '',
  account: '',
  subaccount: defaultSubaccount(scope.site),
  branch: header.branch,
  qty: zero,
  uom: '',
  unitCost: zero,
  extended: zero,
  taxCategory: '',
  project: 'X',
  order: undefined,
});

const fromOrder = (scope: Scope, header: Header, order: OrderRow, line: OrderLine): BillLine => ({
  ...blankLine(scope, header),
  inventoryId: line.inventoryId,
  text: line.text,
  account: line.account,
  subaccount: line.subaccount,
  branch: line.branch,
  qty: line.qty,
  uom: line.uom,
  unitCost: line.unitCost,
  extended: line.extended,
  taxCategory: line.taxCategory,
  order: { type: order.type, nbr: order.nbr, line: line.lineNbr },
});

function billLine(scope: Scope, header: Header, start: BillLine, input: Input, path: string): BillLine {
  const { world, site } = scope;
  const taker = lineTaker(scope, input, path);
  const item = lineItem(scope, taker, path, start.inventoryId);
  if (item.stock && start.order === undefined)
    scope.complaints.add(
      `${path}/InventoryID`,
      'Stock items can be used only in lines linked to a purchase order or receipt.',
    );
  const named = item.code !== '' && item.code !== start.inventoryId;
  const itemText = (name: string, otherwise: string) =>
    named ? textIn(item.row, name) || otherwise : otherwise;
  const booked = bookedOn(scope, taker, path, {
    account: itemText('ExpenseAccount', start.account),
    subaccount: itemText('ExpenseSubaccount', start.subaccount),
  });
  return {
    ...start,
    inventoryId: item.code,
    text: textOf(taker, itemText('Description', start.text)),
    ...booked,
    branch: branchOf(scope, taker, 'Branch', start.branch, `${path}/Branch`),
    ...priced(world, site, taker, start, { qty: 'Qty' }, header.currency),
    uom: unitOf(scope, taker, path, item, named ? purchaseUnitOf(item.row) : start.uom),
    taxCategory: taxCategoryOf(scope, taker, path, itemText('TaxCategory', start.taxCategory)),
    project: projectOf(scope, taker, `${path}/Project`, start.project),
  };
}

const textOf = (taker: Taker, before: string): string => taker.text('TransactionDescription', before, 256);
