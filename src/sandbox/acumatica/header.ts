import type { PlainDate } from '../../domain/time.ts';
import { unknown } from './complaints.ts';
import type { Input } from './input.ts';
import type { DocumentRow } from './rows.ts';
import { branchExists, needed, type Scope, type Taker, takerOf } from './scope.ts';
import { rateOn, vendorOf } from './state.ts';

/** What bills and orders share; only the names of the fields differ. */
export interface HeaderNames {
  readonly vendor: string;
  readonly branch: string;
  readonly location: string;
  readonly descriptionLength: number;
}

export type Header = Pick<
  DocumentRow,
  | 'vendor'
  | 'vendorRef'
  | 'date'
  | 'description'
  | 'currency'
  | 'terms'
  | 'branch'
  | 'location'
  | 'taxZone'
  | 'hold'
  | 'note'
> & {
  /** The vendor's TaxCalculationMode. */
  readonly taxMode: string;
};

/** A vendor that is named anew brings currency, terms and tax zone, unless these are sent, too. */
export function headerOf(
  scope: Scope,
  input: Input,
  before: DocumentRow | undefined,
  names: HeaderNames,
  holdAtFirst: boolean,
): Header {
  const { site, complaints } = scope;
  const taker = takerOf(scope, input);
  const code = taker.code(names.vendor, before?.vendor ?? '', (name) => vendorOf(site, name) !== undefined);
  needed(scope, names.vendor, code);
  const vendor = vendorOf(site, code);
  const of = (name: string) => String(vendor?.values[name] ?? '');
  const kept = before !== undefined && before.vendor === code ? before : undefined;
  if (vendor !== undefined && kept === undefined && ['Inactive', 'On Hold'].includes(of('Status')))
    complaints.add(names.vendor, `The vendor status is '${of('Status')}'.`);
  const date = taker.date('Date', before?.date ?? scope.businessDate);
  if (date === undefined) needed(scope, 'Date', undefined);
  const header = {
    vendor: code,
    vendorRef: taker.text('VendorRef', before?.vendorRef ?? '', 40),
    date: date ?? scope.businessDate,
    description: taker.text('Description', before?.description ?? '', names.descriptionLength),
    currency: taker.code(
      'CurrencyID',
      kept?.currency ?? (of('CurrencyID') || site.baseCurrency),
      (name) => site.lists.Currency.get(name)?.values['Active'] === true,
      5,
    ),
    terms: taker.code(
      'Terms',
      kept?.terms ?? of('Terms'),
      (name) => site.terms.get(name)?.active === true,
      10,
    ),
    branch: branchOf(scope, taker, names.branch, before?.branch ?? scope.branch),
    location: taker.code(names.location, before?.location ?? 'MAIN', (name) => name === 'MAIN'),
    taxZone: kept?.taxZone ?? of('TaxZone'),
    hold: taker.flag('Hold', before?.hold ?? holdAtFirst),
    note: input.note ?? before?.note ?? '',
    taxMode: of('TaxCalculationMode'),
  };
  if (vendor !== undefined)
    checkCurrency(scope, header.currency, of('CurrencyID'), vendor.values['EnableCurrencyOverride'] === true);
  return header;
}

export function branchOf(scope: Scope, taker: Taker, name: string, before: string, path = name): string {
  const code = taker.text(name, before, 30).toUpperCase();
  if (code === '') needed(scope, path, code);
  else if (!branchExists(scope, code)) scope.complaints.add(path, unknown('BranchID', code));
  return code;
}

function checkCurrency({ complaints }: Scope, currency: string, own: string, override: boolean): void {
  if (own !== '' && own !== currency && !override)
    complaints.add('CurrencyID', `Currency '${currency}' cannot be used: the vendor's currency is '${own}'.`);
}

/** Foreign amounts need a rate on the day. */
export function checkRate({ site, complaints }: Scope, currency: string, date: PlainDate): void {
  if (currency !== site.baseCurrency && rateOn(site, currency, date) === undefined)
    complaints.add('CurrencyID', `Currency Rate is not defined for ${currency} on ${date}.`);
}
