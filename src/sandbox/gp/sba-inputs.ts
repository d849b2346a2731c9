import { type Decimal, decimal, zero } from '../../domain/decimal.ts';
import { isObject } from '../json-body.ts';
import { econnect, refuse } from './faults.ts';
import type { PayablesInput } from './payables.ts';
import type { ReceiptInput } from './receipts.ts';
import type { Distribution } from './rows.ts';
import type { SbaRow } from './sba-filter.ts';
import { idOf, type World } from './state.ts';
import { dayOf } from './texts.ts';

/** From SBA's payloads to what the books take. Names that are not the contract's are refused, with read-only ones. */

const payablesNames =
  'DocumentType VoucherNumber VendorId DocumentNumber DocumentDate PostingDate BatchId Description PurchasesAmount TradeDiscountAmount FreightAmount MiscellaneousAmount TaxAmount DocumentAmount PONumber CurrencyId ExchangeRate RateTypeId ExchangeDate PaymentTermsId TaxScheduleId Distributions';
const distributionNames = 'AccountNumber DistributionType DebitAmount CreditAmount DistributionReference';
const receiptNames =
  'ReceiptNumber ReceiptType VendorDocumentNumber ReceiptDate BatchId VendorId Reference CurrencyId ExchangeRate Lines';
const lineNames = 'ItemNumber Quantity UnitCost UofM SiteId PONumber NonInventory';

function known(payload: SbaRow, names: string): void {
  const unknown = Object.keys(payload).filter((name) => !names.split(' ').includes(name));
  if (unknown.length > 0)
    refuse.validation({ id: '4120', message: `The property ${unknown.join(', ')} cannot be set.` });
}

function text(payload: SbaRow, name: string): string {
  const value = payload[name] ?? '';
  return typeof value === 'string' ? value : bad(name, value);
}

function amount(payload: SbaRow, name: string): Decimal | undefined {
  const value = payload[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' && Number.isFinite(value) ? decimal(value) : bad(name, value);
}

const bad = (name: string, value: unknown): never =>
  refuse.validation({ id: '4121', message: `${name} has the wrong type: ${JSON.stringify(value)}.` });

function date(payload: SbaRow, name: string): ReturnType<typeof dayOf> {
  const value = text(payload, name);
  if (value !== '' && !/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?$/.test(value)) bad(name, value);
  return value === '' ? undefined : dayOf(value);
}

function rows(payload: SbaRow, name: string): readonly SbaRow[] {
  const value = payload[name] ?? [];
  return Array.isArray(value) && value.every(isObject) ? value : bad(name, value);
}

/** SBA speaks of GP's own currency ids. */
function currencyOf({ company }: World, payload: SbaRow): string {
  const id = idOf(text(payload, 'CurrencyId'));
  if (id === '') return '';
  return (
    company.currencies.find((row) => idOf(row.id) === id)?.iso ?? refuse.econnect(econnect.noCurrency, id)
  );
}

const rateOf = (payload: SbaRow): Decimal | undefined => {
  const rate = amount(payload, 'ExchangeRate');
  return rate === zero ? undefined : rate;
};

function distributionOf(payload: SbaRow): Distribution {
  known(payload, distributionNames);
  return {
    type: Number(amount(payload, 'DistributionType') ?? 0),
    account: text(payload, 'AccountNumber').trim(),
    debit: amount(payload, 'DebitAmount') ?? zero,
    credit: amount(payload, 'CreditAmount') ?? zero,
    reference: text(payload, 'DistributionReference'),
  };
}

export function payablesOfSba(world: World, payload: SbaRow): PayablesInput {
  known(payload, payablesNames);
  const type = amount(payload, 'DocumentType');
  if (type !== '1' && type !== '5') bad('DocumentType', payload['DocumentType']);
  return {
    type: type === '5' ? 'CreditMemo' : 'Invoice',
    voucher: text(payload, 'VoucherNumber'),
    vendor: text(payload, 'VendorId'),
    documentNumber: text(payload, 'DocumentNumber'),
    date: date(payload, 'DocumentDate'),
    postingDate: date(payload, 'PostingDate'),
    batch: text(payload, 'BatchId'),
    description: text(payload, 'Description'),
    poNumber: text(payload, 'PONumber'),
    terms: text(payload, 'PaymentTermsId'),
    taxSchedule: text(payload, 'TaxScheduleId'),
    currency: currencyOf(world, payload),
    rate: rateOf(payload),
    rateDate: date(payload, 'ExchangeDate'),
    purchases: amount(payload, 'PurchasesAmount') ?? zero,
    tradeDiscount: amount(payload, 'TradeDiscountAmount') ?? zero,
    freight: amount(payload, 'FreightAmount') ?? zero,
    misc: amount(payload, 'MiscellaneousAmount') ?? zero,
    tax: amount(payload, 'TaxAmount'),
    total: amount(payload, 'DocumentAmount'),
    distributions: rows(payload, 'Distributions').map(distributionOf),
    taxes: [],
  };
}

export function receiptOfSba(world: World, payload: SbaRow): ReceiptInput {
  known(payload, receiptNames);
  if (amount(payload, 'ReceiptType') !== '1') bad('ReceiptType', payload['ReceiptType']);
  return {
    number: text(payload, 'ReceiptNumber'),
    vendor: text(payload, 'VendorId'),
    documentNumber: text(payload, 'VendorDocumentNumber'),
    date: date(payload, 'ReceiptDate'),
    postingDate: undefined,
    batch: text(payload, 'BatchId'),
    reference: text(payload, 'Reference'),
    currency: currencyOf(world, payload),
    rate: rateOf(payload),
    lines: rows(payload, 'Lines').map((line) => {
      known(line, lineNames);
      return {
        item: text(line, 'ItemNumber').trim(),
        description: '',
        quantity: amount(line, 'Quantity') ?? zero,
        unit: text(line, 'UofM'),
        unitCost: amount(line, 'UnitCost') ?? zero,
        extended: undefined,
        site: text(line, 'SiteId').trim(),
        nonInventory: line['NonInventory'] === true,
        account: '',
        poNumber: text(line, 'PONumber'),
      };
    }),
    distributions: [],
  };
}
