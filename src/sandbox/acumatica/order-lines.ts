import { zero } from '../../domain/decimal.ts';
import { unknown } from './complaints.ts';
import { branchOf } from './header.ts';
import type { Input } from './input.ts';
import {
  bookedOn,
  defaultSubaccount,
  lineItem,
  lineTaker,
  purchaseUnitOf,
  taxCategoryOf,
  unitOf,
} from './line-parts.ts';
import { priced } from './lines.ts';
import type { DocumentRow, OrderLine, OrderRow } from './rows.ts';
import { mergedRows } from './rows-of-input.ts';
import { needed, type Scope } from './scope.ts';
import { textIn } from './state.ts';

type Header = Pick<DocumentRow, 'branch' | 'currency' | 'date'>;

const lineTypes = ['Goods for IN', 'Non-Stock', 'Service', 'Freight', 'Description'];

/** Rows are told apart by `id` or LineNbr. */
export function orderLines(
  scope: Scope,
  before: OrderRow | undefined,
  header: Header,
  sent: readonly Input[],
): { readonly lines: OrderLine[]; readonly lastLine: number } {
  let lastLine = before?.lastLine ?? 0;
  const lines = mergedRows(
    scope,
    sent,
    before?.lines ?? [],
    (row, input) => row.lineNbr === input.values['LineNbr'],
    (input, row, path) => [
      orderLine(scope, header, row ?? blankLine(scope, header, ++lastLine), input, path),
    ],
  );
  return { lines, lastLine };
}

const blankLine = (scope: Scope, header: Header, lineNbr: number): OrderLine => ({
  id: scope.world.newId(),
  lineNbr,
  lineType: '',
  inventoryId: '',
  text: '',
  qty: zero,
  uom: '',
  unitCost: zero,
  extended: zero,
  warehouse: '',
  branch: header.branch,
  account: '',
  subaccount: defaultSubaccount(scope.site),
  taxCategory: '',
  alternateId: '',
  requested: header.date,
  promised: header.date,
  completed: false,
  cancelled: false,
  received: zero,
  billed: zero,
});

function orderLine(scope: Scope, header: Header, start: OrderLine, input: Input, path: string): OrderLine {
  const { world, site } = scope;
  const taker = lineTaker(scope, input, path);
  const item = lineItem(scope, taker, path, start.inventoryId);
  const named = item.code !== start.inventoryId;
  const itemText = (name: string, otherwise: string) =>
    named ? textIn(item.row, name) || otherwise : otherwise;
  const lineType = taker.text('LineType', named ? typeOf(item.stock) : start.lineType, 20);
  if (lineType !== '' && !lineTypes.includes(lineType))
    scope.complaints.add(`${path}/LineType`, `The value '${lineType}' of LineType is not in the list.`);
  if (lineType !== 'Description' && lineType !== 'Freight') needed(scope, `${path}/InventoryID`, item.code);
  const ownAccount = item.stock ? 'InventoryAccount' : 'ExpenseAccount';
  return {
    ...start,
    lineType,
    inventoryId: item.code,
    text: taker.text('LineDescription', itemText('Description', start.text), 256),
    ...priced(world, site, taker, start, { qty: 'OrderQty' }, header.currency),
    uom: unitOf(scope, taker, path, item, named ? purchaseUnitOf(item.row) : start.uom),
    warehouse: warehouseOf(
      scope,
      taker.text('WarehouseID', itemText('DefaultWarehouseID', start.warehouse), 30),
      item.stock,
      path,
    ),
    branch: branchOf(scope, taker, 'BranchID', start.branch, `${path}/BranchID`),
    ...bookedOn(scope, taker, path, {
      account: itemText(ownAccount, start.account),
      subaccount: start.subaccount,
    }),
    taxCategory: taxCategoryOf(scope, taker, path, itemText('TaxCategory', start.taxCategory)),
    alternateId: taker.text('AlternateID', start.alternateId, 50),
    requested: taker.date('Requested', start.requested),
    promised: taker.date('Promised', start.promised),
    completed: taker.flag('Completed', start.completed),
    cancelled: taker.flag('Cancelled', start.cancelled),
  };
}

const typeOf = (stock: boolean): string => (stock ? 'Goods for IN' : 'Non-Stock');

/** Stock goes into a warehouse; other lines may name one. */
function warehouseOf(scope: Scope, given: string, stock: boolean, path: string): string {
  const code = given.toUpperCase();
  if (code === '') {
    if (stock) needed(scope, `${path}/WarehouseID`, code);
    return code;
  }
  if (scope.site.lists.Warehouse.get(code)?.values['Active'] !== true)
    scope.complaints.add(`${path}/WarehouseID`, unknown('WarehouseID', code));
  return code;
}
