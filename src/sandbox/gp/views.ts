import { type Decimal, minus, sumOf } from '../../domain/decimal.ts';
import type { Instant, PlainDate } from '../../domain/time.ts';
import type { Distribution, ItemRow, PayablesRow, ReceiptRow, VendorRow } from './rows.ts';
import type { World } from './state.ts';
import { element, field, namespaces } from './xml.ts';

/** What SOAP shows of the rows, in the schema's order. */

export const key = (name: string, id: string): string => (id === '' ? '' : element(name, field('Id', id)));

/** Without a zone, though it is UTC: how .NET prints what SQL Server gives. */
export const stamp = ({ switches }: World, at: Instant): string =>
  switches.timedStamps ? at.slice(0, 23) : `${at.slice(0, 10)}T00:00:00`;

/** GP's empty date is a date too. */
const date = (name: string, day: PlainDate | undefined): string =>
  field(name, `${day ?? '1900-01-01'}T00:00:00`);

const money = (name: string, value: Decimal, currency: string, decimals = 2): string =>
  element(name, field('Currency', currency), field('Value', value), field('DecimalDigits', decimals));

/** Declared as Amount, so the answer names the real type too. */
const typedMoney = (name: string, value: Decimal, currency: string): string =>
  money(name, value, currency).replace(
    `<${name}>`,
    `<${name} xmlns:xsi="${namespaces.xsi}" xsi:type="MoneyAmount">`,
  );

export const vendorSummary = (world: World, row: VendorRow): string =>
  element(
    'VendorSummary',
    key('Key', row.id),
    field('Name', row.name),
    key('ClassKey', row.classId),
    field('State', row.state),
    field('CreatedDate', stamp(world, row.createdAt)),
    field('ModifiedDate', stamp(world, row.modifiedAt)),
    field('IsOnHold', row.onHold),
    field('IsActive', row.active),
    field('IsOneTime', row.oneTime),
  );

export function vendorView(world: World, row: VendorRow): string {
  const addressKey = (name: string): string =>
    element(name, key('VendorKey', row.id), field('Id', row.addressId));
  const address = element(
    'VendorAddress',
    field('Name', row.name),
    field('ContactPerson', row.contact),
    field('Line1', row.line1),
    field('Line2', row.line2),
    field('Line3', row.line3),
    field('City', row.city),
    field('State', row.state),
    field('PostalCode', row.postalCode),
    field('CountryRegion', row.country),
    element('Phone1', field('Value', row.phone)),
    addressKey('Key'),
  );
  return [
    key('Key', row.id),
    field('Name', row.name),
    field('ShortName', row.shortName),
    field('CheckName', row.checkName),
    field('IsOnHold', row.onHold),
    field('IsActive', row.active),
    field('IsOneTime', row.oneTime),
    key('ClassKey', row.classId),
    addressKey('DefaultAddressKey'),
    row.currency === '' ? '' : element('CurrencyKey', field('ISOCode', row.currency)),
    key('PaymentTermsKey', row.terms),
    field('TaxRegistrationNumber', row.taxRegistrationNumber),
    key('AccountsPayableGLAccountKey', row.payablesAccount),
    field('CreatedDate', stamp(world, row.createdAt)),
    field('ModifiedDate', stamp(world, row.modifiedAt)),
    element('Addresses', address),
  ].join('');
}

export const itemSummary = (world: World, row: ItemRow): string =>
  element(
    'ItemSummary',
    key('Key', row.number),
    field('Description', row.description),
    key('ClassKey', row.classId),
    field('CreatedDate', stamp(world, row.createdAt)),
    field('ModifiedDate', stamp(world, row.modifiedAt)),
    field('Type', row.type),
    field('IsDiscontinued', row.type === 'Discontinued'),
  );

/** The element's xsi:type says which kind of item it is. */
export const itemView = (world: World, row: ItemRow): string =>
  [
    key('Key', row.number),
    field('Description', row.description),
    field('ShortDescription', row.shortDescription),
    key('ClassKey', row.classId),
    field('Type', row.type),
    key('UofMScheduleKey', row.unitSchedule),
    field('QuantityDecimalPlaces', row.quantityDecimals),
    money('StandardCost', row.standardCost, world.company.functionalCurrency, 5),
    money('CurrentCost', row.currentCost, world.company.functionalCurrency, 5),
    field('IsInactive', row.inactive),
    field('CreatedDate', stamp(world, row.createdAt)),
    field('ModifiedDate', stamp(world, row.modifiedAt)),
  ].join('');

const distribution = (
  name: string,
  row: Distribution,
  n: number,
  currency: string,
  documentKey: string,
): string =>
  element(
    name,
    element('DistributionTypeKey', field('Id', row.type)),
    field('Reference', row.reference),
    key('GLAccountKey', row.account),
    typedMoney('DebitAmount', row.debit, currency),
    typedMoney('CreditAmount', row.credit, currency),
    element('Key', documentKey, field('SequenceNumber', (n + 1) * 16384)),
    field('IsPosted', false),
  );

export function payablesView(world: World, row: PayablesRow): string {
  const documentKey = key('PayablesDocumentKey', row.voucher);
  const amount = (name: string, value: Decimal) => money(name, value, row.currency);
  const foreign = row.currency !== world.company.functionalCurrency;
  return [
    key('Key', row.voucher),
    field('VendorDocumentNumber', row.documentNumber),
    amount('DocumentAmount', row.total),
    date('Date', row.date),
    date('GeneralLedgerPostingDate', row.postingDate),
    amount('PurchasesAmount', row.purchases),
    field('Description', row.description),
    amount('TradeDiscountAmount', row.tradeDiscount),
    amount('TaxAmount', row.tax),
    amount('FreightAmount', row.freight),
    amount('MiscellaneousAmount', row.misc),
    field('PONumber', row.poNumber),
    foreign ? field('ExchangeRate', row.rate) : '',
    foreign ? date('ExchangeDate', row.rateDate) : '',
    field('Type', row.type),
    field('TransactionState', row.state),
    field('VendorName', world.company.vendors.get(row.vendor)?.name),
    field('ModifiedDate', stamp(world, row.modifiedAt)),
    field('PostedBy', row.postedBy),
    field('IsVoided', row.voided),
    element('BatchKey', field('Source', 'PM_Trxent'), field('Id', row.batch)),
    key('VendorKey', row.vendor),
    key('TaxScheduleKey', row.taxSchedule),
    element('CurrencyKey', field('ISOCode', row.currency)),
    element(
      'Distributions',
      ...row.distributions.map((each, n) =>
        distribution('PayablesDistribution', each, n, row.currency, documentKey),
      ),
    ),
    element(
      'Taxes',
      ...row.taxes.map((each) =>
        element(
          'PayablesTax',
          element('Key', documentKey, key('TaxDetailKey', each.detail)),
          amount('TaxAmount', each.amount),
        ),
      ),
    ),
    key('PaymentTermsKey', row.type === 'Invoice' ? row.terms : ''),
  ].join('');
}

export const payablesSummary = (world: World, name: string, row: PayablesRow): string =>
  element(
    name,
    key('Key', row.voucher),
    key('VendorKey', row.vendor),
    field('VendorName', world.company.vendors.get(row.vendor)?.name),
    date('Date', row.date),
    element('BatchKey', field('Source', 'PM_Trxent'), field('Id', row.batch)),
    element('CurrencyKey', field('ISOCode', row.currency)),
    money('DocumentAmount', row.total, row.currency),
    field('ModifiedDate', stamp(world, row.modifiedAt)),
    field('TransactionState', row.state),
    name === 'PayablesDocumentSummary' ? field('Type', row.type) : '',
  );

export const receiptSummary = (world: World, row: ReceiptRow): string =>
  element(
    'PurchaseReceiptSummary',
    key('Key', row.number),
    key('VendorKey', row.vendor),
    date('Date', row.date),
    element('BatchKey', field('Source', 'Rcvg Trx Entry'), field('Id', row.batch)),
    element('CurrencyKey', field('ISOCode', row.currency)),
    field('ModifiedDate', stamp(world, row.modifiedAt)),
    field('TransactionState', row.state),
  );

export const receiptView = (world: World, row: ReceiptRow): string =>
  [
    key('Key', row.number),
    field('VendorDocumentNumber', row.documentNumber),
    date('Date', row.date),
    element('BatchKey', field('Source', 'Rcvg Trx Entry'), field('Id', row.batch)),
    key('VendorKey', row.vendor),
    field('VendorName', world.company.vendors.get(row.vendor)?.name),
    field('Reference', row.reference),
    money('Subtotal', sumOf(row.lines.map((line) => line.extended)), row.currency),
    element('CurrencyKey', field('ISOCode', row.currency)),
    row.currency === world.company.functionalCurrency ? '' : field('ExchangeRate', row.rate),
    date('GeneralLedgerPostingDate', row.postingDate),
    field('CreatedDate', stamp(world, row.createdAt)),
    field('ModifiedDate', stamp(world, row.modifiedAt)),
    field('TransactionState', row.state),
    element(
      'Distributions',
      ...row.distributions.map((each, n) => distribution('PurchaseDistribution', each, n, row.currency, '')),
    ),
    element('Lines', ...row.lines.map((line, n) => receiptLine(row, line, n))),
  ].join('');

const receiptLine = (row: ReceiptRow, line: ReceiptRow['lines'][number], n: number): string =>
  element(
    'PurchaseReceiptLine',
    element('Key', field('LineSequenceNumber', (n + 1) * 16384)),
    key('PurchaseOrderKey', line.poNumber),
    key('ItemKey', line.item),
    field('ItemDescription', line.description),
    key('InventoryGLAccountKey', line.account),
    field('UofM', line.unit),
    money('UnitCost', line.unitCost, row.currency, 5),
    money('ExtendedCost', line.extended, row.currency),
    field('IsNonInventory', line.nonInventory),
    element('QuantityShipped', field('Value', line.quantity), field('DecimalDigits', 2)),
    key('WarehouseKey', line.site),
  );

/** Net of what the tax is not part of. */
export const netOf = (row: PayablesRow): Decimal => minus(row.total, row.tax);
