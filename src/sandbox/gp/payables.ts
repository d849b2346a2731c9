import {
  compareDecimals,
  type Decimal,
  decimal,
  isZero,
  minus,
  negate,
  sumOf,
  zero,
} from '../../domain/decimal.ts';
import { dateOf, type PlainDate } from '../../domain/time.ts';
import { checkAccount, checkSides, checkTotals, payablesTypes, turned } from './distributions.ts';
import { econnect, refuse } from './faults.ts';
import { checkPeriod, intoBatch } from './periods.ts';
import type { Distribution, PayablesRow, PayablesType, TaxLine, VendorRow } from './rows.ts';
import { idOf, nextOf, stamped, type World } from './state.ts';
import { createComplaints } from './texts.ts';

/** A payables document as it comes, through whichever interface. */
export interface PayablesInput {
  readonly type: PayablesType;
  readonly voucher: string;
  readonly vendor: string;
  readonly documentNumber: string;
  readonly date: PlainDate | undefined;
  readonly postingDate: PlainDate | undefined;
  readonly batch: string;
  readonly description: string;
  readonly poNumber: string;
  readonly terms: string;
  readonly taxSchedule: string;
  /** ISO; blank: the vendor's, else the functional one. */
  readonly currency: string;
  readonly rate: Decimal | undefined;
  readonly rateDate: PlainDate | undefined;
  readonly purchases: Decimal;
  readonly tradeDiscount: Decimal;
  readonly freight: Decimal;
  readonly misc: Decimal;
  readonly tax: Decimal | undefined;
  readonly total: Decimal | undefined;
  readonly distributions: readonly Distribution[];
  readonly taxes: readonly TaxLine[];
}

/** Creates an unposted document by the rules of sections 4 to 6 of apis/dynamics-gp.md. */
export function createPayables(
  world: World,
  input: PayablesInput,
  madeBy: PayablesRow['madeBy'] = 'api',
): PayablesRow {
  const { company } = world;
  const clean = validated(world, input);
  const vendor = vendorFor(world, input.vendor);
  const voucher = clean.voucher || `V${String(nextOf(company, 'voucher')).padStart(16, '0')}`;
  if (company.payables.find((row) => row.voucher === voucher))
    refuse.econnect(econnect.voucherExists, voucher);
  if (!world.switches.allowDuplicates && isTaken(world, vendor, clean.documentNumber))
    refuse.econnect(econnect.documentExists, clean.documentNumber);
  if (clean.terms !== '' && !company.paymentTerms.get(clean.terms))
    refuse.econnect(econnect.noTerms, clean.terms);
  const date = input.date ?? dateOf(world.now());
  const postingDate = input.postingDate ?? dateOf(world.now());
  const money = moneyOf(world, input, vendor, date);
  const amounts = amountsOf(world, input);
  checkPeriod(world, postingDate);
  intoBatch(world, clean.batch, 'PM_Trxent');
  const base: PayablesRow = {
    ...stamped(world, madeBy),
    ...clean,
    ...money,
    ...amounts,
    type: input.type,
    voucher,
    vendor: vendor.id,
    date,
    postingDate,
    terms: clean.terms || vendor.terms,
    distributions: [],
    taxes: input.taxes,
    state: 'Work',
    voided: false,
    editedByPerson: false,
    postedBy: '',
  };
  return company.payables.put({
    ...base,
    distributions: distributionsOf(world, base, vendor, input.distributions),
  });
}

function validated(world: World, input: PayablesInput) {
  const say = createComplaints(input.type === 'Invoice' ? 'PayablesInvoice' : 'PayablesCreditMemo');
  const decimals = world.company.currencies.get(input.currency)?.decimals ?? 2;
  say.required('VendorKey', input.vendor);
  say.required('BatchKey', input.batch);
  say.required('VendorDocumentNumber', input.documentNumber);
  const clean = {
    voucher: idOf(say.text('Key.Id', input.voucher, 17)),
    documentNumber: say.text('VendorDocumentNumber', input.documentNumber, 20).trim(),
    batch: idOf(say.text('BatchKey.Id', input.batch, 15)),
    description: say.text('Description', input.description, 30),
    poNumber: say.text('PONumber', input.poNumber, 20),
    terms: idOf(say.text('PaymentTermsKey.Id', input.terms, 20)),
    taxSchedule: idOf(say.text('TaxScheduleKey.Id', input.taxSchedule, 15)),
  };
  for (const name of ['purchases', 'tradeDiscount', 'freight', 'misc'] as const)
    say.amount(name, input[name], decimals);
  for (const name of ['tax', 'total'] as const)
    if (input[name] !== undefined) say.amount(name, input[name], decimals);
  for (const row of input.distributions) {
    say.amount('DebitAmount', row.debit, decimals);
    say.amount('CreditAmount', row.credit, decimals);
    say.text('Reference', row.reference, 30);
  }
  for (const row of input.taxes) say.amount('TaxAmount', row.amount, decimals);
  if (input.rate !== undefined && compareDecimals(input.rate, zero) <= 0)
    say.say('4105', 'ExchangeRate must be positive.');
  if (say.errors.length > 0) refuse.validation(...say.errors);
  return clean;
}

function vendorFor({ company }: World, id: string): VendorRow {
  const vendor = company.vendors.get(idOf(id)) ?? refuse.econnect(econnect.noVendor, id);
  if (!vendor.active) refuse.econnect(econnect.vendorInactive, id);
  return vendor;
}

const isTaken = ({ company }: World, vendor: VendorRow, number: string): boolean =>
  company.payables
    .all()
    .some((row) => row.vendor === vendor.id && idOf(row.documentNumber) === idOf(number) && !row.voided);

function moneyOf(
  { company }: World,
  input: PayablesInput,
  vendor: VendorRow,
  date: PlainDate,
): Pick<PayablesRow, 'currency' | 'rate' | 'rateDate'> {
  const currency = idOf(input.currency || vendor.currency || company.functionalCurrency);
  const row = company.currencies.get(currency);
  if (!row?.access) return refuse.econnect(econnect.noCurrency, currency);
  if (currency === company.functionalCurrency) {
    if (input.rate !== undefined)
      refuse.validation({
        id: '4106',
        message: 'ExchangeRate is only for other than the functional currency.',
      });
    return { currency, rate: zero, rateDate: undefined };
  }
  const rate = input.rate ?? row.rate ?? refuse.econnect(econnect.noRate, currency);
  return { currency, rate, rateDate: input.rateDate ?? date };
}

function amountsOf(
  { company }: World,
  input: PayablesInput,
): Pick<PayablesRow, 'purchases' | 'tradeDiscount' | 'freight' | 'misc' | 'tax' | 'total'> {
  const { purchases, tradeDiscount, freight, misc, taxes } = input;
  for (const { detail } of taxes)
    if (!company.taxDetails.get(detail)) refuse.econnect(econnect.noTaxDetail, detail);
  const fromDetails = sumOf(taxes.map((row) => row.amount));
  const tax = input.tax ?? fromDetails;
  if (taxes.length > 0 && fromDetails !== tax) refuse.econnect(econnect.taxes, `${fromDetails}, not ${tax}`);
  const computed = minus(sumOf([purchases, freight, misc, tax]), tradeDiscount);
  const total = input.total ?? computed;
  if (total !== computed || compareDecimals(total, zero) < 0)
    refuse.econnect(econnect.amounts, `${total}, not ${computed}`);
  return { purchases, tradeDiscount, freight, misc, tax, total };
}

function distributionsOf(
  world: World,
  row: PayablesRow,
  vendor: VendorRow,
  given: readonly Distribution[],
): readonly Distribution[] {
  const { company } = world;
  const credit = row.type === 'CreditMemo';
  const { purch, freight, misc, taxes, trade, pay } = payablesTypes;
  const expected = new Map<number, Decimal>([
    [purch, row.purchases],
    [freight, row.freight],
    [misc, row.misc],
    [taxes, row.tax],
    [trade, negate(row.tradeDiscount)],
    [pay, negate(row.total)],
  ]);
  const sides = new Map([...expected].map(([type, amount]) => [type, decimal(turned(amount, credit))]));
  const rows =
    given.length > 0
      ? given.map((each) => ({ ...each, account: checkAccount(company, each.account) }))
      : [...sides].flatMap(([type, amount]) => defaultDistribution(type, amount, vendor));
  for (const each of rows) checkSides(each);
  checkTotals(rows, sides, econnect.distributions);
  return rows;
}

const defaultAccounts: Readonly<Record<number, string>> = {
  2: '000-2100-00',
  6: '000-4500-00',
  7: '000-4600-00',
  8: '000-6700-00',
  9: '000-6500-00',
  10: '000-2300-00',
};

/** Without distributions the vendor's and the company's default accounts are booked: not what anybody mapped. */
function defaultDistribution(type: number, amount: Decimal, vendor: VendorRow): Distribution[] {
  if (isZero(amount)) return [];
  const debit = compareDecimals(amount, zero) > 0;
  const own = type === payablesTypes.pay ? vendor.payablesAccount : '';
  return [
    {
      type,
      account: own || (defaultAccounts[type] ?? ''),
      debit: debit ? amount : zero,
      credit: debit ? zero : negate(amount),
      reference: '',
    },
  ];
}
