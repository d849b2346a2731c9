import {
  compareDecimals,
  type Decimal,
  isZero,
  minus,
  roundTo,
  sumOf,
  times,
  zero,
} from '../../domain/decimal.ts';
import { dateOf, type PlainDate } from '../../domain/time.ts';
import { balanceOf, checkAccount, checkSides, receivingTypes } from './distributions.ts';
import { econnect, refuse } from './faults.ts';
import { checkPeriod, intoBatch } from './periods.ts';
import type { Distribution, ReceiptLine, ReceiptRow } from './rows.ts';
import { type Company, idOf, nextOf, stamped, type World } from './state.ts';
import { type Complaints, createComplaints } from './texts.ts';

export interface ReceiptInput {
  readonly number: string;
  readonly vendor: string;
  readonly documentNumber: string;
  readonly date: PlainDate | undefined;
  readonly postingDate: PlainDate | undefined;
  readonly batch: string;
  readonly reference: string;
  readonly currency: string;
  readonly rate: Decimal | undefined;
  readonly lines: readonly (Omit<ReceiptLine, 'extended'> & { readonly extended: Decimal | undefined })[];
  readonly distributions: readonly Distribution[];
}

/** Creates an unposted receiving of type shipment. */
export function createReceipt(
  world: World,
  input: ReceiptInput,
  madeBy: ReceiptRow['madeBy'] = 'api',
): ReceiptRow {
  const { company } = world;
  const decimals = company.currencies.get(input.currency || company.functionalCurrency)?.decimals ?? 2;
  const clean = validated(input, decimals);
  const vendor =
    company.vendors.get(idOf(input.vendor)) ?? refuse.econnect(econnect.receiptVendor, input.vendor);
  if (!vendor.active) refuse.econnect(econnect.vendorInactive, vendor.id);
  const number = clean.number || `RCT${String(nextOf(company, 'receipt')).padStart(14, '0')}`;
  if (company.receipts.get(number)) refuse.econnect(econnect.receiptExists, number);
  const currency = idOf(input.currency || vendor.currency || company.functionalCurrency);
  const found = company.currencies.get(currency);
  if (!found?.access) return refuse.econnect(econnect.noCurrency, currency);
  const foreign = currency !== company.functionalCurrency;
  if (!foreign && input.rate !== undefined)
    refuse.validation({
      id: '4106',
      message: 'ExchangeRate is only for other than the functional currency.',
    });
  const rate = foreign ? (input.rate ?? found.rate ?? refuse.econnect(econnect.noRate, currency)) : zero;
  const date = input.date ?? dateOf(world.now());
  const postingDate = input.postingDate ?? date;
  const lines = input.lines.map((line) => checkedLine(company, vendor.id, line));
  checkPeriod(world, postingDate);
  intoBatch(world, clean.batch, 'Rcvg Trx Entry');
  const distributions = checkedDistributions(company, lines, input.distributions);
  const row = {
    ...clean,
    number,
    vendor: vendor.id,
    currency,
    rate,
    date,
    postingDate,
    lines,
    distributions,
  };
  return company.receipts.put({ ...stamped(world, madeBy), ...row, state: 'Work', editedByPerson: false });
}

function validated(input: ReceiptInput, decimals: number) {
  const say = createComplaints('PurchaseReceipt');
  say.required('VendorKey', input.vendor);
  say.required('BatchKey', input.batch);
  say.required('VendorDocumentNumber', input.documentNumber);
  const clean = {
    number: idOf(say.text('Key.Id', input.number, 17)),
    documentNumber: say.text('VendorDocumentNumber', input.documentNumber, 20).trim(),
    batch: idOf(say.text('BatchKey.Id', input.batch, 15)),
    reference: say.text('Reference', input.reference, 30),
  };
  if (input.lines.length === 0) say.say('4107', 'Lines is required.');
  for (const line of input.lines) validateLine(say, line);
  for (const row of input.distributions) {
    say.amount('DebitAmount', row.debit, decimals);
    say.amount('CreditAmount', row.credit, decimals);
  }
  if (say.errors.length > 0) refuse.validation(...say.errors);
  return clean;
}

function validateLine(say: Complaints, line: ReceiptInput['lines'][number]): void {
  say.required('ItemKey', line.nonInventory ? line.item || line.description : line.item);
  say.text('ItemKey.Id', line.item, 30);
  say.text('ItemDescription', line.description, 100);
  say.text('UofM', line.unit, 8);
  say.text('WarehouseKey.Id', line.site, 10);
  say.amount('UnitCost', line.unitCost, 5);
  if (compareDecimals(line.quantity, zero) <= 0) say.say('4108', 'QuantityShipped must be positive.');
  const reckoned = roundTo(times(line.quantity, line.unitCost), 2);
  if (line.extended !== undefined && line.extended !== reckoned)
    say.say('4109', `ExtendedCost is ${line.extended}, not ${reckoned}.`);
}

function checkedLine(company: Company, vendor: string, line: ReceiptInput['lines'][number]): ReceiptLine {
  const extended = line.extended ?? roundTo(times(line.quantity, line.unitCost), 2);
  if (line.account !== '') checkAccount(company, line.account);
  if (line.nonInventory) return { ...line, extended };
  const item = company.items.get(idOf(line.item)) ?? refuse.econnect(econnect.noItem, line.item);
  if (!company.itemVendors.get(`${item.number}|${vendor}`))
    refuse.econnect(econnect.noItemVendor, item.number);
  if (item.tracking !== 'None') refuse.econnect(econnect.tracked, item.number);
  if (line.site !== '' && !company.sites.get(idOf(line.site))) refuse.econnect(econnect.noSite, line.site);
  return { ...line, item: item.number, extended };
}

function checkedDistributions(
  company: Company,
  lines: readonly ReceiptLine[],
  given: readonly Distribution[],
): readonly Distribution[] {
  const subtotal = sumOf(lines.map((line) => line.extended));
  const rows =
    given.length > 0
      ? given.map((row) => ({ ...row, account: checkAccount(company, row.account) }))
      : defaults(lines, subtotal);
  for (const row of rows) {
    checkSides(row);
    if (row.type !== receivingTypes.purch && row.type !== receivingTypes.accrued)
      refuse.econnect(econnect.distributionType, String(row.type));
  }
  const debits = balanceOf(rows.filter((row) => row.type === receivingTypes.purch));
  if (!isZero(balanceOf(rows)) || !isZero(minus(debits, subtotal)))
    refuse.econnect(econnect.receiptDistributions, `${debits}, not ${subtotal}`);
  return rows;
}

const defaults = (lines: readonly ReceiptLine[], subtotal: Decimal): Distribution[] =>
  isZero(subtotal)
    ? []
    : [
        ...lines.map((line) => ({
          type: receivingTypes.purch,
          account: line.account || '000-1300-01',
          debit: line.extended,
          credit: zero,
          reference: '',
        })),
        {
          type: receivingTypes.accrued,
          account: '000-2111-00',
          debit: zero,
          credit: subtotal,
          reference: '',
        },
      ];
