import { type Decimal, decimal, zero } from '../../domain/decimal.ts';
import { refuse } from './faults.ts';
import type { PayablesInput } from './payables.ts';
import type { ReceiptInput } from './receipts.ts';
import type { Distribution, PayablesType } from './rows.ts';
import type { Values } from './shapes.ts';
import { idOf } from './state.ts';
import { dayOf } from './texts.ts';

/** From SOAP's objects to what the books take. */

const at = (values: Values, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, name) => (value as Values | undefined)?.[name], values);
const text = (values: Values, ...path: readonly string[]): string => String(at(values, ...path) ?? '');
const rows = (values: Values, name: string): readonly Values[] =>
  (values[name] as readonly Values[] | undefined) ?? [];
const maybe = (value: unknown): Decimal | undefined =>
  value === undefined ? undefined : decimal(String(value));

/** A money amount in another currency than its document's is refused. */
function money(values: Values, name: string, currency: string): Decimal | undefined {
  const given = text(values, name, 'Currency');
  if (given !== '' && currency !== '' && idOf(given) !== currency)
    refuse.validation({ id: '4110', message: `${name} is in ${given}, the document in ${currency}.` });
  return maybe(at(values, name, 'Value'));
}

const distributionOf =
  (currency: string) =>
  (values: Values): Distribution => ({
    type: Number(at(values, 'DistributionTypeKey', 'Id') ?? 0),
    account: text(values, 'GLAccountKey', 'Id').trim(),
    debit: money(values, 'DebitAmount', currency) ?? zero,
    credit: money(values, 'CreditAmount', currency) ?? zero,
    reference: text(values, 'Reference'),
  });

export function payablesInput(type: PayablesType, values: Values): PayablesInput {
  const currency = idOf(text(values, 'CurrencyKey', 'ISOCode'));
  const amount = (name: string) => money(values, name, currency);
  return {
    type,
    voucher: text(values, 'Key', 'Id'),
    vendor: text(values, 'VendorKey', 'Id'),
    documentNumber: text(values, 'VendorDocumentNumber'),
    date: dayOf(values['Date']),
    postingDate: dayOf(values['GeneralLedgerPostingDate']),
    batch: text(values, 'BatchKey', 'Id'),
    description: text(values, 'Description'),
    poNumber: text(values, 'PONumber'),
    terms: text(values, 'PaymentTermsKey', 'Id'),
    taxSchedule: text(values, 'TaxScheduleKey', 'Id'),
    currency,
    rate: maybe(values['ExchangeRate']),
    rateDate: dayOf(values['ExchangeDate']),
    purchases: amount('PurchasesAmount') ?? zero,
    tradeDiscount: amount('TradeDiscountAmount') ?? zero,
    freight: amount('FreightAmount') ?? zero,
    misc: amount('MiscellaneousAmount') ?? zero,
    tax: amount('TaxAmount'),
    total: amount('DocumentAmount'),
    distributions: rows(values, 'Distributions').map(distributionOf(currency)),
    taxes: rows(values, 'Taxes').map((row) => ({
      detail: idOf(text(row, 'Key', 'TaxDetailKey', 'Id')),
      amount: money(row, 'TaxAmount', currency) ?? zero,
    })),
  };
}

export function receiptInput(values: Values): ReceiptInput {
  const currency = idOf(text(values, 'CurrencyKey', 'ISOCode'));
  return {
    number: text(values, 'Key', 'Id'),
    vendor: text(values, 'VendorKey', 'Id'),
    documentNumber: text(values, 'VendorDocumentNumber'),
    date: dayOf(values['Date']),
    postingDate: dayOf(values['GeneralLedgerPostingDate']),
    batch: text(values, 'BatchKey', 'Id'),
    reference: text(values, 'Reference'),
    currency,
    rate: maybe(values['ExchangeRate']),
    lines: rows(values, 'Lines').map((line) => ({
      item: text(line, 'ItemKey', 'Id').trim(),
      description: text(line, 'ItemDescription'),
      quantity: maybe(at(line, 'QuantityShipped', 'Value')) ?? zero,
      unit: text(line, 'UofM'),
      unitCost: money(line, 'UnitCost', currency) ?? zero,
      extended: money(line, 'ExtendedCost', currency),
      site: text(line, 'WarehouseKey', 'Id').trim(),
      nonInventory: line['IsNonInventory'] === true,
      account: text(line, 'InventoryGLAccountKey', 'Id').trim(),
      poNumber: text(line, 'PurchaseOrderKey', 'Id'),
    })),
    distributions: rows(values, 'Distributions').map(distributionOf(currency)),
  };
}
