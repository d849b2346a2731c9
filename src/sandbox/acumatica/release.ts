import {
  compareDecimals,
  type Decimal,
  minus,
  negate,
  one,
  over,
  plus,
  roundTo,
  sumOf,
  times,
  zero,
} from '../../domain/decimal.ts';
import { exceptionAnswer, refusals, refuse } from './errors.ts';
import { periodProblem } from './periods.ts';
import type { BatchLine, BillRow, OrderRow } from './rows.ts';
import type { Scope } from './scope.ts';
import { nextOf, placesOf, rateOn, restamped, type Site, sameCode, textIn, vendorOf } from './state.ts';

/** ReleaseBill: Balanced to Open, and a batch in the general ledger. */

export function releaseBill({ site, world, by }: Scope, id: string): void {
  const bill = site.bills.get(id) ?? refusals.noEntity();
  if (bill.status !== 'Balanced')
    refuse(exceptionAnswer('Error: AP Document status is invalid for processing.', 'PX.Data.PXException'));
  const problem = periodProblem(site, bill.period);
  if (problem !== undefined) refusals.rule(problem);
  const batchNbr = nextOf(site, 'GL BATCH', 'AP', 6);
  site.batches.put({
    batchNbr,
    module: 'AP',
    period: bill.period,
    billType: bill.type,
    billNbr: bill.nbr,
    lines: batchLines(site, bill),
  });
  for (const line of bill.lines) if (line.order !== undefined) bookOnOrder(site, bill, line);
  site.bills.put(
    restamped(world, {
      ...bill,
      released: true,
      status: compareDecimals(bill.total, zero) === 0 ? 'Closed' : 'Open',
      batchNbr,
      postedAs: world.tick(),
      editedByPerson: bill.editedByPerson || (by === 'person' && bill.checkedAs === undefined),
    }),
  );
}

/** Base currency: expenses and taxes to debit, the vendor to credit; a debit adjustment the other way round. */
function batchLines(site: Site, bill: BillRow): BatchLine[] {
  const rate = bill.currency === site.baseCurrency ? one : (rateOn(site, bill.currency, bill.date) ?? one);
  const base = (amount: Decimal) => roundTo(times(amount, rate), placesOf(site, site.baseCurrency));
  const debits = [
    ...netLines(bill).map(({ account, subaccount, text, net }) => ({
      account,
      subaccount,
      text,
      amount: base(net),
    })),
    ...bill.taxes.map(({ tax, amount }) => ({
      account: textIn(site.lists.Tax.get(tax), 'TaxClaimableAccount'),
      subaccount: '000-000',
      text: tax,
      amount: base(amount),
    })),
  ];
  const payable = base(bill.total);
  const rest = minus(payable, sumOf(debits.map(({ amount }) => amount)));
  const vendor = vendorOf(site, bill.vendor);
  const all = [
    ...debits,
    ...(compareDecimals(rest, zero) === 0
      ? []
      : [{ account: '80100', subaccount: '000-000', text: 'Rounding', amount: rest }]),
    {
      account: String(vendor?.values['APAccount'] ?? '20100'),
      subaccount: '000-000',
      text: bill.vendorRef,
      amount: negate(payable),
    },
  ];
  const back = bill.type === 'Debit Adj.';
  return all.map(({ account, subaccount, text, amount }) => {
    const debit = compareDecimals(amount, zero) >= 0 !== back;
    const size = compareDecimals(amount, zero) < 0 ? negate(amount) : amount;
    return { account, subaccount, text, debit: debit ? size : zero, credit: debit ? zero : size };
  });
}

/** What lines cost without the taxes inside their amounts; the last line takes what is left. */
function netLines(bill: BillRow) {
  const inside = sumOf(bill.taxes.filter(({ inclusive }) => inclusive).map(({ amount }) => amount));
  let left = inside;
  return bill.lines.map(({ account, subaccount, text, extended }, i) => {
    const last = i === bill.lines.length - 1;
    const share =
      last || compareDecimals(bill.lineTotal, zero) === 0
        ? left
        : roundTo(over(times(inside, extended), bill.lineTotal), 2);
    left = minus(left, share);
    return { account, subaccount, text, net: minus(extended, share) };
  });
}

function bookOnOrder(site: Site, bill: BillRow, { order: link, qty }: BillRow['lines'][number]): void {
  const order = site.orders.find((row) => row.type === link?.type && sameCode(row.nbr, link?.nbr ?? ''));
  if (order === undefined) return;
  const sign = bill.type === 'Debit Adj.' ? negate(qty) : qty;
  const lines = order.lines.map((line) => {
    if (line.lineNbr !== link?.line) return line;
    const billed = plus(line.billed, sign);
    return { ...line, billed, completed: line.completed || compareDecimals(billed, line.qty) >= 0 };
  });
  site.orders.put({ ...order, lines, status: statusOfLines(order, lines) });
}

/** What an open order becomes by its lines. */
export function statusOfLines(order: OrderRow, lines: OrderRow['lines']): string {
  if (!['Open', 'Completed', 'Closed'].includes(order.status) || lines.length === 0) return order.status;
  const live = lines.filter((line) => !line.cancelled);
  if (live.length === 0) return 'Canceled';
  if (live.some((line) => !line.completed)) return 'Open';
  return live.every((line) => compareDecimals(line.billed, line.qty) >= 0) ? 'Closed' : 'Completed';
}
