import type { Bill } from '../../domain/bill.ts';
import {
  compareDecimals,
  type Decimal,
  isNegative,
  isZero,
  minus,
  negate,
  plus,
  printDecimal,
  roundTo,
  sumOf,
  times,
  zero,
} from '../../domain/decimal.ts';
import type { PurchaseLine } from '../../domain/purchase.ts';
import { fold } from '../../domain/text.ts';
import type { Lookups } from '../../engine/ports.ts';
import { mapAccount, useAccount } from '../../mapping/accounts.ts';
import type { Findings } from '../../mapping/findings.ts';
import { mapTax } from '../../mapping/taxes.ts';
import { bookable, describeLine, lineTitle } from '../shared/bills.ts';
import type { GpDistribution, GpPayables } from './api.ts';
import { costDecimals, lengths } from './capabilities.ts';
import { distribution, isBooked, payablesTypes } from './distributions.ts';
import type { DocumentConfig } from './document-context.ts';

type Part = 'purchases' | 'tradeDiscount' | 'freight' | 'misc';

/** The parts of the document's amount and what they are booked on; as of an invoice, a credit memo turns them. */
export type Booked = Pick<GpPayables, Part | 'taxes'> & { readonly distributions: readonly GpDistribution[] };

interface Context {
  readonly bill: Bill;
  readonly lookups: Lookups;
  readonly config: DocumentConfig;
  readonly record: string;
  readonly findings: Findings;
  readonly decimals: number;
}

interface Row {
  readonly part: Part;
  readonly account: string;
  /** Above zero a debit. */
  readonly amount: Decimal;
  readonly reference: string;
}

/**
 * Lines become distributions on their mapped accounts; charges on a freight account are freight, charges below zero trade
 * discount (LEDGER 6). Lines carry more decimals than the document: each is rounded, the last takes what is left.
 */
export function bookLines(context: Context): Booked {
  const { bill, record, findings, decimals } = context;
  const rows = bookable(bill, record, findings).flatMap(({ line, index }) => rowsOf(context, line, index));
  const even = evened(rows, bill.totals.net.amount, decimals);
  const sum = (part: Part) => sumOf(even.filter((row) => row.part === part).map((row) => row.amount));
  const taxes = bookTaxes(context);
  return {
    purchases: sum('purchases'),
    tradeDiscount: negate(sum('tradeDiscount')),
    freight: sum('freight'),
    misc: sum('misc'),
    taxes: taxes.details,
    distributions: [
      ...even.map((row) => distribution(types[row.part], row.account, row.amount, row.reference)),
      ...taxes.distributions,
    ].filter(isBooked),
  };
}

const types: Readonly<Record<Part, number>> = {
  purchases: payablesTypes.purch,
  tradeDiscount: payablesTypes.trade,
  freight: payablesTypes.freight,
  misc: payablesTypes.misc,
};

function rowsOf(context: Context, line: PurchaseLine, index: number): Row[] {
  const { bill, config, decimals } = context;
  const amount = roundTo(
    bill.taxInclusive ? minus(line.total.amount, line.tax.amount) : line.total.amount,
    decimals,
  );
  const reference = describeLine(line, lengths.bill.reference);
  const part = partOf(line, amount, config);
  const account = accountOf(context, line, index, part) ?? '';
  const isStock = config.receipts && bill.kind === 'bill' && line.kind === 'item' && line.service !== true;
  if (!isStock) return [{ part, account, amount, reference }];
  return settleReceipt(context, line, index, { part, account, amount, reference });
}

function partOf(line: PurchaseLine, amount: Decimal, { accounts, freightAccounts }: DocumentConfig): Part {
  if (line.kind !== 'charge') return 'purchases';
  if (isNegative(amount)) return 'tradeDiscount';
  if (freightAccounts.some((code) => fold(code) === fold(line.account))) return 'freight';
  return fold(line.account) === '' && accounts.misc !== undefined ? 'misc' : 'purchases';
}

/** The line's own account; where it names none, or none that is mapped, the part's. */
function accountOf(context: Context, line: PurchaseLine, index: number, part: Part): string | undefined {
  const { lookups, config, record, findings } = context;
  const at = { record, field: `${lineTitle(line, index)} account` };
  const accounts = lookups.reference('accounts');
  const own = part === 'purchases' ? undefined : config.accounts[part];
  const isMapped = fold(line.account) !== '' && lookups.mapping.account(line.account ?? '') !== undefined;
  if (own !== undefined && !isMapped) return useAccount(at, own, accounts, findings);
  return mapAccount(at, line.account, lookups.mapping, accounts, findings)?.account;
}

/** The receipt accrued the goods at the order's price: the bill takes that back, and what it costs more stands apart. */
function settleReceipt(context: Context, line: PurchaseLine, index: number, row: Row): Row[] {
  const { config, lookups, record, findings, decimals } = context;
  const at = { record, field: lineTitle(line, index) };
  const accounts = lookups.reference('accounts');
  const accrued = useAccount(at, config.accounts.accruedPurchases ?? '', accounts, findings) ?? '';
  const { receiptPrice, quantity } = line;
  const received = receiptPrice
    ? roundTo(times(quantity, roundTo(receiptPrice.amount, costDecimals)), decimals)
    : row.amount;
  const variance = minus(row.amount, received);
  if (isZero(variance)) return [{ ...row, account: accrued }];
  if (config.accounts.priceVariance === undefined) {
    findings.add({
      code: 'price-differs',
      ...at,
      seen: printDecimal(row.amount),
      allowed: [printDecimal(received)],
      fix: `the difference of ${printDecimal(variance)} stays on ${accrued}; name erp.accounts.priceVariance to book it`,
    });
    return [{ ...row, account: accrued }];
  }
  const account = useAccount(at, config.accounts.priceVariance, accounts, findings) ?? '';
  return [
    { ...row, account: accrued, amount: received },
    { ...row, account, amount: variance },
  ];
}

/** The last row takes what rounding left, so that the sum is exact. */
function evened(rows: readonly Row[], net: Decimal, decimals: number): Row[] {
  const rest = minus(roundTo(net, decimals), sumOf(rows.map((row) => row.amount)));
  const last = rows.at(-1);
  if (isZero(rest) || last === undefined) return [...rows];
  return [...rows.slice(0, -1), { ...last, amount: plus(last.amount, rest) }];
}

interface Tax {
  readonly account: string;
  readonly detail: string | undefined;
  readonly rule: string;
  amount: Decimal;
}

/** One distribution for each tax; the details only where every tax has one, since they must make up the tax amount. */
function bookTaxes({ bill, lookups, record, findings, decimals }: Context) {
  const taxes = new Map<string, Tax>();
  for (const [index, line] of bill.lines.entries()) {
    const at = { record, field: `${lineTitle(line, index)} tax` };
    const target = mapTax(at, line.taxRule, line.tax, lookups.mapping, findings, ['account', 'detail']);
    if (target === undefined || target === 'none') continue;
    const account = useAccount(at, target.account ?? '', lookups.reference('accounts'), findings) ?? '';
    const key = `${fold(account)}|${fold(target.detail)}`;
    const before = taxes.get(key);
    const amount = plus(before?.amount ?? zero, line.tax.amount);
    taxes.set(key, { account, detail: target.detail, rule: line.taxRule ?? '', amount });
  }
  const rows = [...taxes.values()]
    .map((tax) => ({ ...tax, amount: roundTo(tax.amount, decimals) }))
    .filter(({ amount }) => !isZero(amount));
  const rest = minus(roundTo(bill.totals.tax.amount, decimals), sumOf(rows.map(({ amount }) => amount)));
  const last = rows.at(-1);
  if (last && compareDecimals(rest, zero) !== 0) last.amount = plus(last.amount, rest);
  const detailed = rows.length > 0 && rows.every(({ detail }) => detail !== undefined);
  return {
    details: detailed ? rows.map(({ detail, amount }) => ({ detail: detail ?? '', amount })) : [],
    distributions: rows.map(({ account, rule, amount }) =>
      distribution(payablesTypes.taxes, account, amount, rule),
    ),
  };
}
