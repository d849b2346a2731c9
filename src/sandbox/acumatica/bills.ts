import { decimal, isNegative, zero } from '../../domain/decimal.ts';
import { addDays, type PlainDate } from '../../domain/time.ts';
import { billLines } from './bill-lines.ts';
import { unknown } from './complaints.ts';
import { keptCustom } from './custom.ts';
import { refusals } from './errors.ts';
import { checkRate, type Header, headerOf } from './header.ts';
import type { Input } from './input.ts';
import { checkPeriod, periodId, periodOn } from './periods.ts';
import type { BillRow, BillType } from './rows.ts';
import { needed, type Scope, type Taker, takerOf } from './scope.ts';
import { nextOf, restamped, type Site, sameCode, stamped } from './state.ts';
import { totalsOf } from './taxes.ts';
import { typedTaxes } from './typed-taxes.ts';

/** Bill (AP301000): sheet, section 8. */

export const billTypes: readonly BillType[] = ['Bill', 'Debit Adj.', 'Credit Adj.', 'Prepayment'];
export const zoneField = 'CurrentDocument.TaxZoneID';

const names = { vendor: 'Vendor', branch: 'BranchID', location: 'LocationID', descriptionLength: 512 };

export function saveBill(scope: Scope, before: BillRow | undefined, input: Input): BillRow {
  const { site, world, complaints } = scope;
  if (before?.released) return released(scope, before);
  const taker = takerOf(scope, input);
  if (before !== undefined && locked(before, taker)) return before;
  const type = before?.type ?? typeOf(scope, input);
  const given = headerOf(scope, input, before, names, world.switches.holdBills);
  const { taxMode, ...header } = { ...given, taxZone: zoneOf(scope, input, given) };
  const period = periodOf(scope, taker, before, header.date);
  const lines = billLines(scope, before, { ...header, taxMode }, input.details['Details'] ?? []);
  const typed = typedTaxes(input, before, lines);
  const totals = totalsOf(site, {
    lines,
    taxZone: header.taxZone,
    currency: header.currency,
    date: header.date,
    mode: taxMode,
    typed,
    quirk: world.switches.taxQuirk,
  });
  const amount = taker.number('Amount');
  const start = before ?? { ...stamped(world, scope.by), ...blank };
  const row: BillRow = {
    ...start,
    type,
    nbr: before?.nbr ?? nextOf(site, `AP ${type === 'Bill' ? 'BILL' : 'ADJ'}`, '', 6),
    ...header,
    ...totals,
    period,
    lines,
    typedTaxes: typed,
    balance: totals.total,
    dueDate: taker.date('DueDate', before?.dueDate ?? dueOn(site, header.terms, header.date)),
    cashAccount: taker.text('CashAccount', start.cashAccount, 10),
    project: taker.text('Project', start.project, 30),
    approvedForPayment: taker.flag('ApprovedForPayment', start.approvedForPayment),
    control: amount === undefined ? start.control : decimal(amount),
    custom: keptCustom(scope, 'Bill', start.custom, input, [zoneField]),
  };
  if (world.switches.requireVendorRef) needed(scope, 'VendorRef', header.vendorRef);
  checkRate(scope, header.currency, header.date);
  checkDuplicate(scope, row);
  if (!row.hold) checkOffHold(scope, row);
  if (complaints.found.length > 0) return row;
  const saved = withStatus(scope, row);
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(saved)) return before;
  const checked = saved.hold ? saved : { ...saved, checkedAs: world.tick() };
  return site.bills.put(before === undefined ? checked : restamped(world, byWhom(scope, checked)));
}

export const byWhom = <Row extends { readonly editedByPerson: boolean }>({ by }: Scope, row: Row): Row =>
  by === 'person' ? { ...row, editedByPerson: true } : row;

/** Nothing of a released document can be edited: fields are disabled, or the save fails. */
function released({ world, complaints }: Scope, before: BillRow): BillRow {
  if (world.switches.refuseReleased)
    complaints.add('', 'The document cannot be changed, because it is released.');
  return before;
}

/** While it waits for approval only Hold can be changed. */
const locked = (before: BillRow, taker: Taker): boolean =>
  before.status === 'Pending Approval' && !taker.flag('Hold', before.hold);

function typeOf({ complaints }: Scope, { values }: Input): BillType {
  const sent = values['Type'] === undefined ? 'Bill' : String(values['Type']);
  const type = billTypes.find((name) => name === sent);
  if (type === undefined) complaints.add('Type', `The value '${sent}' of Type is not in the list.`);
  return type ?? 'Bill';
}

function zoneOf({ site, complaints }: Scope, { custom }: Input, { taxZone }: Header): string {
  if (!Object.hasOwn(custom, zoneField)) return taxZone;
  const zone = String(custom[zoneField] ?? '')
    .trim()
    .toUpperCase();
  if (zone !== '' && site.lists.TaxZone.get(zone) === undefined) complaints.add('', unknown('TaxZone', zone));
  return zone;
}

function periodOf({ site }: Scope, taker: Taker, before: BillRow | undefined, date: PlainDate): string {
  if (taker.has('PostPeriod')) return periodId(taker.text('PostPeriod', '', 7));
  if (before !== undefined && before.date === date) return before.period;
  return periodOn(site, date)?.id ?? '';
}

function dueOn(site: Site, code: string, date: PlainDate): PlainDate | undefined {
  const terms = site.terms.get(code);
  if (terms === undefined) return undefined;
  if (!terms.endOfNextMonth) return addDays(date, terms.days);
  const [year = 0, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month + 1, 0)).toISOString().slice(0, 10) as PlainDate;
}

function checkDuplicate({ site, world, complaints }: Scope, bill: BillRow): void {
  if (!world.switches.refuseDuplicates || bill.vendorRef === '') return;
  const other = site.bills.find(
    (row) =>
      row.id !== bill.id &&
      row.type === bill.type &&
      row.vendor === bill.vendor &&
      sameCode(row.vendorRef, bill.vendorRef),
  );
  if (other !== undefined)
    complaints.add(
      'VendorRef',
      `Document with this Vendor Ref. already exists for this Vendor - see document Reference Nbr. '${other.nbr}' dated '${other.date}'.`,
    );
}

/** What must be right before a document leaves hold. */
function checkOffHold(scope: Scope, bill: BillRow): void {
  checkPeriod(scope, bill.period);
  if (isNegative(bill.total))
    scope.complaints.add('Amount', 'Document Amount must be greater than or equal to 0.');
  if (scope.world.switches.validateTotals && bill.control !== bill.total)
    scope.complaints.add('Amount', 'The document is out of the balance.');
}

/** On Hold, Pending Approval or Balanced. What goes back on hold needs its approval anew. */
function withStatus({ world }: Scope, row: BillRow): BillRow {
  if (row.hold) return { ...row, status: 'On Hold', approved: false };
  return { ...row, status: world.switches.approveBills && !row.approved ? 'Pending Approval' : 'Balanced' };
}

const blank = {
  dueDate: undefined,
  cashAccount: '',
  project: 'X',
  approvedForPayment: false,
  released: false,
  batchNbr: '',
  hold: true,
  status: 'On Hold',
  approved: false,
  control: zero,
  editedByPerson: false,
} as const;

export function removeBill({ site }: Scope, id: string): void {
  const bill = site.bills.get(id) ?? refusals.noEntity();
  if (bill.released) refusals.rule(`The document ${bill.nbr} cannot be deleted, because it is released.`);
  site.bills.remove(bill.id);
}
