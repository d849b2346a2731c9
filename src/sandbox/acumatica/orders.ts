import { compareDecimals, decimal, one, over, roundTo, zero } from '../../domain/decimal.ts';
import { byWhom } from './bills.ts';
import { keptCustom } from './custom.ts';
import { refusals } from './errors.ts';
import { checkRate, headerOf } from './header.ts';
import type { Input } from './input.ts';
import { orderLines } from './order-lines.ts';
import { statusOfLines } from './release.ts';
import type { OrderRow } from './rows.ts';
import { type Scope, type Taker, takerOf } from './scope.ts';
import { nextOf, rateOn, restamped, stamped, vendorOf } from './state.ts';
import { totalsOf } from './taxes.ts';
import { typedTaxes } from './typed-taxes.ts';

/** PurchaseOrder (PO301000): sheet, section 8. There is no release: `Hold` is all. */

const orderTypes = ['Normal', 'Drop-Ship', 'Blanket', 'Standard'];
const names = { vendor: 'VendorID', branch: 'Branch', location: 'Location', descriptionLength: 60 };
const waiting = ['On Hold', 'Pending Approval', 'Rejected', 'Pending Printing', 'Pending Email'];

export function saveOrder(scope: Scope, before: OrderRow | undefined, input: Input): OrderRow {
  const { site, world, complaints } = scope;
  const taker = takerOf(scope, input);
  const type = before?.type ?? typeOf(scope, input);
  const held = before === undefined || before.hold || taker.flag('Hold', false);
  if (before !== undefined && !held && !world.switches.editOpenOrders) return openOrder(scope, before, input);
  const { taxMode, ...given } = headerOf(scope, input, before, names, world.switches.holdOrders);
  const header = { ...given, taxZone: zoneOf(scope, taker, given.taxZone) };
  const start = before ?? { ...stamped(world, scope.by), ...blank };
  const { lines, lastLine } = orderLines(scope, before, header, input.details['Details'] ?? []);
  const typed = typedTaxes(input, before, lines);
  const totals = totalsOf(site, {
    lines: lines.filter((line) => !line.cancelled),
    taxZone: header.taxZone,
    currency: header.currency,
    date: header.date,
    mode: taxMode,
    typed,
  });
  const control = taker.number('ControlTotal');
  const row: OrderRow = {
    ...start,
    type,
    nbr: before?.nbr ?? nextOf(site, 'PO ORDER', 'PO', 6),
    ...header,
    ...totals,
    typedTaxes: typed,
    ...rateOf(scope, taker, start, header),
    lines,
    lastLine,
    promisedOn: taker.date('PromisedOn', start.promisedOn ?? header.date),
    owner: taker.text('Owner', start.owner, 60),
    control: control === undefined ? start.control : decimal(control),
    custom: keptCustom(scope, 'PurchaseOrder', start.custom, input),
  };
  if (!row.hold && world.switches.validateOrderTotals && row.control !== row.total)
    complaints.add('ControlTotal', 'The document is out of the balance.');
  if (complaints.found.length > 0) return row;
  const saved = { ...row, status: statusOf(scope, row) };
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(saved)) return before;
  return site.orders.put(before === undefined ? saved : restamped(world, byWhom(scope, saved)));
}

/** Of an order off hold only the lines' Completed and Cancelled can be changed; the rest is passed over. */
function openOrder(scope: Scope, before: OrderRow, input: Input): OrderRow {
  if (!['Open', 'Completed'].includes(before.status)) return before;
  const lines = before.lines.map((line) => {
    const sent = (input.details['Details'] ?? []).find(
      ({ id, values }) => id === line.id || (id === undefined && values['LineNbr'] === line.lineNbr),
    );
    if (sent === undefined) return line;
    const taker = takerOf(scope, sent);
    return {
      ...line,
      completed: taker.flag('Completed', line.completed),
      cancelled: taker.flag('Cancelled', line.cancelled),
    };
  });
  if (JSON.stringify(lines) === JSON.stringify(before.lines)) return before;
  const after = { ...before, lines, status: statusOfLines(before, lines) };
  return scope.site.orders.put(restamped(scope.world, byWhom(scope, after)));
}

function typeOf({ complaints }: Scope, { values }: Input): string {
  const type = values['Type'] === undefined ? 'Normal' : String(values['Type']);
  if (!orderTypes.includes(type)) complaints.add('Type', `The value '${type}' of Type is not in the list.`);
  return type;
}

const zoneOf = ({ site }: Scope, taker: Taker, before: string): string =>
  taker.code('VendorTaxZone', before, (zone) => site.lists.TaxZone.get(zone) !== undefined, 10);

/** Base units per one foreign unit; what is typed holds. */
function rateOf(
  scope: Scope,
  taker: Taker,
  start: Pick<OrderRow, 'rate' | 'rateTyped'>,
  header: Pick<OrderRow, 'currency' | 'date'>,
) {
  const { site } = scope;
  if (header.currency === site.baseCurrency) return { rate: one, rateTyped: false };
  const typed = taker.number('CurrencyRate');
  const back = taker.number('CurrencyReciprocalRate');
  if (typed !== undefined && typed > 0) return { rate: roundTo(decimal(typed), 8), rateTyped: true };
  if (back !== undefined && back > 0) return { rate: roundTo(over(one, decimal(back)), 8), rateTyped: true };
  if (start.rateTyped) return { rate: start.rate, rateTyped: true };
  checkRate(scope, header.currency, header.date);
  return { rate: rateOn(site, header.currency, header.date) ?? one, rateTyped: false };
}

/** Off hold it is approved, printed and mailed first, where the site and the vendor ask for that. */
export function statusOf({ site, world }: Scope, row: OrderRow): string {
  if (row.hold) return 'On Hold';
  const vendor = vendorOf(site, row.vendor)?.values;
  if (world.switches.approveOrders && !row.approved) return 'Pending Approval';
  if (world.switches.printOrders && vendor?.['PrintOrders'] === true && !row.printed)
    return 'Pending Printing';
  if (world.switches.emailOrders && vendor?.['SendOrdersbyEmail'] === true && !row.emailed)
    return 'Pending Email';
  return statusOfLines({ ...row, status: 'Open' }, row.lines);
}

const blank = {
  promisedOn: undefined,
  rate: one,
  rateTyped: false,
  owner: '',
  printed: false,
  emailed: false,
  hold: true,
  status: 'On Hold',
  approved: false,
  control: zero,
  editedByPerson: false,
} as const;

export function removeOrder({ site }: Scope, id: string): void {
  const order = site.orders.get(id) ?? refusals.noEntity();
  const begun = order.lines.some(
    (line) => compareDecimals(line.received, zero) !== 0 || compareDecimals(line.billed, zero) !== 0,
  );
  if (begun || !waiting.includes(order.status))
    refusals.rule(`The purchase order ${order.nbr} cannot be deleted in the ${order.status} status.`);
  site.orders.remove(order.id);
}
