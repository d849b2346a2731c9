import { toNumber } from '../../domain/decimal.ts';
import type { Distribution, ItemRow, PayablesRow, ReceiptRow, VendorRow } from './rows.ts';
import type { SbaRow } from './sba-filter.ts';
import type { Company, World } from './state.ts';

/** What SBA shows: every name of section 3 of apis/dynamics-gp.md. Stamps have no time of day. */

const day = (text: string | undefined): string => `${(text ?? '1900-01-01').slice(0, 10)}T00:00:00`;

export const vendorRow = ({ company }: World, row: VendorRow): SbaRow => ({
  VendorId: row.id,
  VendorName: row.name,
  ShortName: row.shortName,
  CheckName: row.checkName,
  VendorClassId: row.classId,
  Address1: row.line1,
  City: row.city,
  State: row.state,
  PostalCode: row.postalCode,
  Country: row.country,
  Phone1: row.phone,
  CurrencyId: currencyId(company, row.currency),
  PaymentTermsId: row.terms,
  TaxRegistrationNumber: row.taxRegistrationNumber,
  Status: row.oneTime ? 3 : row.active ? 1 : 2,
  Hold: row.onHold,
  CreatedDate: day(row.createdAt),
  ModifiedDate: day(row.modifiedAt),
});

const itemTypes = ['SalesItem', 'Discontinued', 'Kit', 'MiscellaneousCharges', 'Service', 'FlatFee'] as const;

export const itemRow = (_world: World, row: ItemRow): SbaRow => ({
  ItemNumber: row.number,
  ItemDescription: row.description,
  ItemType: itemTypes.indexOf(row.type) + 1,
  ItemClassId: row.classId,
  UnitOfMeasureScheduleId: row.unitSchedule,
  BaseUnitOfMeasure: row.baseUnit,
  StandardCost: toNumber(row.standardCost),
  CurrentCost: toNumber(row.currentCost),
  QuantityDecimals: row.quantityDecimals,
  Inactive: row.inactive,
  CreatedDate: day(row.createdAt),
  ModifiedDate: day(row.modifiedAt),
});

const distributionRow = (row: Distribution): SbaRow => ({
  AccountNumber: row.account,
  DistributionType: row.type,
  DebitAmount: toNumber(row.debit),
  CreditAmount: toNumber(row.credit),
  DistributionReference: row.reference,
});

export const payablesRow = ({ company }: World, row: PayablesRow): SbaRow => ({
  DocumentType: row.type === 'Invoice' ? 1 : 5,
  VoucherNumber: row.voucher,
  VendorId: row.vendor,
  VendorName: company.vendors.get(row.vendor)?.name ?? '',
  DocumentNumber: row.documentNumber,
  DocumentDate: day(row.date),
  PostingDate: day(row.postingDate),
  BatchId: row.batch,
  Description: row.description,
  PurchasesAmount: toNumber(row.purchases),
  TradeDiscountAmount: toNumber(row.tradeDiscount),
  FreightAmount: toNumber(row.freight),
  MiscellaneousAmount: toNumber(row.misc),
  TaxAmount: toNumber(row.tax),
  DocumentAmount: toNumber(row.total),
  PONumber: row.poNumber,
  CurrencyId: currencyId(company, row.currency),
  ExchangeRate: toNumber(row.rate),
  RateTypeId: '',
  ExchangeDate: day(row.rateDate),
  PaymentTermsId: row.terms,
  TaxScheduleId: row.taxSchedule,
  Distributions: row.distributions.map(distributionRow),
  TransactionState: row.state,
  Voided: row.voided,
  CreatedDate: day(row.createdAt),
  ModifiedDate: day(row.modifiedAt),
});

export const receiptRow = ({ company }: World, row: ReceiptRow): SbaRow => ({
  ReceiptNumber: row.number,
  ReceiptType: 1,
  VendorDocumentNumber: row.documentNumber,
  ReceiptDate: day(row.date),
  BatchId: row.batch,
  VendorId: row.vendor,
  Reference: row.reference,
  CurrencyId: currencyId(company, row.currency),
  ExchangeRate: toNumber(row.rate),
  Lines: row.lines.map((line) => ({
    ItemNumber: line.item,
    Quantity: toNumber(line.quantity),
    UnitCost: toNumber(line.unitCost),
    UofM: line.unit,
    SiteId: line.site,
    PONumber: line.poNumber,
    NonInventory: line.nonInventory,
  })),
  TransactionState: row.state,
  ModifiedDate: day(row.modifiedAt),
});

/** GP's own id of an ISO code. */
export const currencyId = (company: Company, iso: string): string =>
  iso === '' ? '' : (company.currencies.get(iso)?.id ?? iso);
