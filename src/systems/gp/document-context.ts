import type { GpConfig } from '../../config/schema.ts';
import { type Decimal, one, over, roundTo, times } from '../../domain/decimal.ts';
import type { DocumentKind } from '../../domain/document.ts';
import type { Money } from '../../domain/money.ts';
import type { Problem } from '../../domain/problem.ts';
import { cut, fitNumber } from '../../domain/text.ts';
import type { PlainDate } from '../../domain/time.ts';
import type { Lookups } from '../../engine/ports.ts';
import { mapCurrency } from '../../mapping/currencies.ts';
import type { Findings } from '../../mapping/findings.ts';
import { vendorOf } from '../shared/lookups.ts';
import { postingDateOf } from '../shared/posting-date.ts';
import { lengths, rateDecimals } from './capabilities.ts';
import type { GpDraft } from './draft.ts';
import { keyOf } from './numbers.ts';

/** What the mapping of every document needs to know of the pair. */
export interface DocumentConfig
  extends Pick<
    GpConfig,
    'accounts' | 'freightAccounts' | 'openPeriods' | 'rateDirection' | 'batch' | 'receiptLines'
  > {
  /** Goods are received by themselves, so that a bill of them settles what the receipt accrued. */
  readonly receipts: boolean;
  /** The service shows its payment terms. */
  readonly listsTerms: boolean;
}

/** What bills and receipts have in common. */
export interface Source {
  readonly kind: DocumentKind;
  readonly purchaseId: string;
  readonly task: string;
  readonly orderNumber: string;
  readonly supplier: { readonly id: string; readonly name: string };
  readonly date?: PlainDate | undefined;
  readonly currency: string;
  readonly baseCurrency: string;
  readonly rate?: Decimal | undefined;
}

export interface Head {
  readonly id: string;
  readonly vendor: string;
  readonly payablesAccount: string | undefined;
  readonly date: PlainDate;
  readonly postingDate: PlainDate;
  readonly hold: Problem | undefined;
  /** As GP names it. */
  readonly currency: string;
  readonly decimals: number;
  readonly isForeign: boolean;
  readonly rate: Decimal | undefined;
}

/** Vendor, dates, currency, rate and our own key of a document; nothing, and problems, where they cannot be told. */
export function headOf(
  source: Source,
  lookups: Lookups,
  config: DocumentConfig,
  record: string,
  findings: Findings,
): Head | undefined {
  const vendor = vendorOf(source.supplier, lookups, record, findings);
  const before = lookups.document(source.kind, source.task);
  const dates = datesOf(source, lookups, config, record, findings, before?.draft);
  const isForeign = source.currency !== source.baseCurrency;
  const currency = mapCurrency(
    { record, field: 'currency' },
    source.currency,
    lookups.mapping,
    lookups.reference('currencies'),
    findings,
    isForeign ? undefined : lookups.mapping.currency(source.currency),
  );
  if (!vendor || !dates || currency === undefined) return undefined;
  const party = vendor.linked.record as { readonly payablesAccount?: string };
  return {
    // What stands there keeps the key that it was written with, also when Cin7 gave the part another id.
    id: keyBefore(before?.draft) ?? keyOf(source.kind, source.purchaseId, source.task),
    vendor: vendor.code,
    payablesAccount: party.payablesAccount || config.accounts.payable,
    ...dates,
    currency: lookups.reference('currencies').get(currency)?.data?.['code'] ?? currency,
    decimals: decimalsOf(source.currency),
    isForeign,
    rate: isForeign ? rateOf(source, config) : undefined,
  };
}

const keyBefore = (draft: unknown): string | undefined => (draft as GpDraft<unknown> | undefined)?.id;

/** A posting date of `today` stays the day on which the document was first written. */
function datesOf(
  source: Source,
  lookups: Lookups,
  { openPeriods }: DocumentConfig,
  record: string,
  findings: Findings,
  before: unknown,
) {
  if (!source.date) {
    findings.add({ code: 'date-missing', record, field: 'date', fix: 'enter the date in Cin7' });
    return undefined;
  }
  const first = (before as GpDraft<{ readonly postingDate: PlainDate }> | undefined)?.document?.postingDate;
  const today = first ?? lookups.today;
  const { date: postingDate, hold } = postingDateOf(
    source.date,
    lookups.options,
    today,
    (openPeriods ?? {}) as Parameters<typeof postingDateOf>[3],
    record,
  );
  const known = hold && {
    ...hold,
    fix: 'open the period in Dynamics GP and set erp.openPeriods accordingly; the next pass sends it',
  };
  return { date: source.date, postingDate, hold: known };
}

/** Cin7's rate is base per foreign unit; GP multiplies by it or divides by its inverse, as the currency's table says. */
function rateOf(source: Source, { rateDirection }: DocumentConfig): Decimal | undefined {
  const { rate, currency } = source;
  if (rate === undefined) return undefined;
  const direction = directionOf(rateDirection, currency);
  return roundTo(direction === 'divide' ? over(one, rate) : rate, rateDecimals);
}

const directionOf = (table: DocumentConfig['rateDirection'], currency: string): 'multiply' | 'divide' =>
  [...entriesOf(table)].find(([code]) => code.trim().toUpperCase() === currency)?.[1] ?? 'multiply';

export const entriesOf = <T>(table: ReadonlyMap<string, T> | Readonly<Record<string, T>>): [string, T][] =>
  table instanceof Map ? [...table.entries()] : Object.entries(table);

/** Minor units of a currency, by ISO 4217. */
export function decimalsOf(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** Cin7's own total in base currency, for the audit trail. */
export function baseNetOf(source: Source, net: Decimal): Money | undefined {
  if (source.rate === undefined || source.currency === source.baseCurrency) return undefined;
  return { amount: roundTo(times(net, source.rate), 2), currency: source.baseCurrency };
}

/** A number as its field can hold it: shortened with a hash where it is too long, and told where it will not survive. */
export function numberFor(
  number: string,
  length: number,
  at: { readonly record: string; readonly field: string },
  findings: Findings,
): string {
  const sent = fitNumber(number, length);
  if (sent !== number) {
    const fix = 'nothing: the description tells as much of it as it can hold';
    findings.add({ code: 'value-cut', ...at, seen: number, allowed: [sent], fix });
  }
  if (unwritable.test(sent)) {
    const fix = 'the database of Dynamics GP keeps one code page: what it lacks is stored as ?';
    findings.add({ code: 'value-dropped', ...at, seen: number, fix });
  }
  return sent;
}

/** What code page 1252 has no character for. */
const unwritable = /[^\u0020-\u007E\u00A0-\u00FF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/u;

export const orderNumberFor = (orderNumber: string): string => fitNumber(orderNumber, lengths.bill.order);
export const textFor = (text: string, length: number): string => cut(text, length);
