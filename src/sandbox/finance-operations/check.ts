import { type Decimal, negate, printDecimal, sumOf } from '../../domain/decimal.ts';
import { fold } from '../../domain/text.ts';
import type { CheckOptions } from '../check.ts';
import type { Cin7Standin } from '../cin7/index.ts';
import type { PartVersion } from '../cin7/rows.ts';
import { demoPins } from '../demo/suppliers.ts';
import { amounts, saidOf, type Truth, truthOf } from '../truth.ts';
import type { FinanceOperationsStandin } from './index.ts';
import { linesOfInvoice } from './invoices.ts';
import { linesOfOrder } from './orders.ts';
import { decimalOf, isYes, type Row, textOf } from './rows.ts';
import { tableOf, type World } from './state.ts';

/**
 * What must hold whatever happened, told in sentences. Only what came through the API is held against Cin7, and not after
 * a person edited it. No entity here shows a total, so that sums of lines are compared, and the amounts that are imported
 * for whoever posts.
 */
export function checkFinanceOperations(
  cin7: Cin7Standin,
  standin: FinanceOperationsStandin,
  { vendorOf = vendorByName(cin7, standin), purchaseWrites = false, unfinished = false }: CheckOptions = {},
): string[] {
  const { world } = standin;
  const orderTruth = truthOf(cin7, vendorOf, 60);
  const truth = truthOf(cin7, vendorOf, 20);
  const orders = tableOf(world, 'PurchaseOrderHeadersV2').all();
  const pending = tableOf(world, 'VendorInvoiceHeaders').all();
  const posted = world.posted.all();
  return [
    ...cin7.accountWrites.map((request) => `Cin7: the chart of accounts was asked to change: ${request}`),
    ...standin.accountWrites.map((request) => `F&O: the chart of accounts was asked to change: ${request}`),
    ...(purchaseWrites
      ? []
      : cin7.purchaseWrites.map((request) => `Cin7: a purchase was written: ${request}`)),
    ...otherCompanies(standin),
    ...twice(orders, 'order', 'VendorOrderReference', 'OrderVendorAccountNumber'),
    ...twice(
      [...posted.map(({ header }) => header), ...pending],
      'invoice',
      'InvoiceNumber',
      'InvoiceAccount',
    ),
    ...twice(tableOf(world, 'VendorsV2').all(), 'vendor', 'VendorOrganizationName'),
    ...(unfinished ? [] : orders.flatMap((order) => unlikeOrder(orderTruth, world, order))),
    ...(unfinished
      ? []
      : pending.flatMap((header) => unlikeInvoice(truth, header, linesOfInvoice(world, header)))),
    ...posted.flatMap(({ header, lines }) => unlikeInvoice(truth, header, lines)),
  ];
}

/** The vendor of that name, else the one with the supplier's tax number, else the one that the demo's mapping pins. */
const vendorByName =
  (cin7: Cin7Standin, { world, legalEntity }: FinanceOperationsStandin) =>
  (name: string): string | undefined => {
    const vendors = tableOf(world, 'VendorsV2')
      .all()
      .filter((row) => row.company === legalEntity);
    const supplier = cin7.state.suppliers.find((row) => fold(row.Name) === fold(name));
    const taxNumber = String(supplier?.['TaxNumber'] ?? '');
    const found =
      vendors.find((row) => fold(textOf(row, 'VendorOrganizationName')) === fold(name)) ??
      vendors.find((row) => taxNumber !== '' && textOf(row, 'TaxExemptNumber') === taxNumber);
    return found === undefined ? demoPins[name] : textOf(found, 'VendorAccountNumber');
  };

/** A pair writes to its legal entity only. */
const otherCompanies = ({ world, legalEntity }: FinanceOperationsStandin): string[] =>
  ['VendorsV2', 'ReleasedProductsV2', 'PurchaseOrderHeadersV2', 'VendorInvoiceHeaders'].flatMap((set) =>
    tableOf(world, set)
      .all()
      .filter((row) => row.writtenAs > 0 && row.company !== legalEntity)
      .map((row) => `F&O: ${set} of company ${row.company} was written, which is not the pair's.`),
  );

/** Made through the API though another with the same values was there already. */
function twice(rows: readonly Row[], what: string, ...fields: readonly string[]): string[] {
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const row of [...rows].sort((a, b) => a.madeAs - b.madeAs)) {
    const values = fields.map((field) => fold(textOf(row, field)));
    // A name of full length may have been cut: two different suppliers can share its head.
    if (values[0] === '' || (values[0] ?? '').length >= 100) continue;
    const key = [row.company, ...values].join('|');
    if (seen.has(key) && row.madeBy === 'api')
      problems.push(
        `F&O: ${what} ${fields.map((field) => textOf(row, field)).join(' of vendor ')} was written although it was there already.`,
      );
    seen.add(key);
  }
  return problems;
}

const isOurs = (header: Row, lines: readonly Row[]): boolean =>
  header.madeBy === 'api' && ![header, ...lines].some((row) => row.editedByPerson);

const writtenAs = (header: Row, lines: readonly Row[]): number =>
  Math.max(header.writtenAs, ...lines.map((line) => line.writtenAs));

function unlikeOrder(truth: Truth, world: World, order: Row): string[] {
  const lines = linesOfOrder(world, order);
  const number = textOf(order, 'VendorOrderReference');
  if (!isOurs(order, lines)) return [];
  const vendor = textOf(order, 'OrderVendorAccountNumber');
  const title = `order ${number} of vendor ${vendor}`;
  const inForce = saidOf(truth, { kind: 'order', number, vendor, postedAs: writtenAs(order, lines) });
  if (inForce === undefined) return [`F&O: ${title} was written, but Cin7 has no such order.`];
  const sum = sumOf(lines.map((line) => decimalOf(line, 'LineAmount')));
  const inclusive = isYes(order, 'ArePricesIncludingSalesTax');
  const agrees = (version: PartVersion) =>
    textOf(order, 'CurrencyCode') === version.currency && sum === (inclusive ? version.gross : version.net);
  return inForce.some(agrees) ? [] : [unlike(title, sum, textOf(order, 'CurrencyCode'), inForce)];
}

function unlikeInvoice(truth: Truth, header: Row, lines: readonly Row[]): string[] {
  if (!isOurs(header, lines)) return [];
  const number = textOf(header, 'InvoiceNumber');
  const title = `invoice ${number} of vendor ${textOf(header, 'InvoiceAccount')}`;
  const inForce = invoiceSaid(truth, header, writtenAs(header, lines));
  if (inForce === undefined) return [`F&O: ${title} was written, but Cin7 has no such document.`];
  const sum = sumOf(lines.map((line) => decimalOf(line, 'NetAmount')));
  const currency = textOf(header, 'Currency');
  const agreed = inForce.filter(
    (version) =>
      currency === version.currency &&
      sum === (isYes(header, 'IsPricesIncludeSalesTax') ? version.gross : version.net),
  );
  if (agreed.length === 0) return [unlike(title, sum, currency, inForce)];
  const [total, tax] = [decimalOf(header, 'ImportedAmount'), decimalOf(header, 'ImportedSalesTax')];
  if (agreed.some((version) => version.gross === total && version.tax === tax)) return [];
  return [
    `F&O: ${title} imports ${printDecimal(total)} with a tax of ${printDecimal(tax)}, but Cin7 said ${said(agreed)}.`,
  ];
}

/** As an invoice or a credit note, of the vendor that is paid or the one that delivered; nothing: Cin7 has none. */
function invoiceSaid(truth: Truth, header: Row, postedAs: number): PartVersion[] | undefined {
  const number = textOf(header, 'InvoiceNumber');
  const vendors = new Set([textOf(header, 'InvoiceAccount'), textOf(header, 'VendorAccount')]);
  const found = [...vendors].flatMap((vendor) => [
    saidOf(truth, { kind: 'invoice', number, vendor, postedAs }),
    saidOf(truth, { kind: 'memo', number, vendor, postedAs })?.map(negated),
  ]);
  return found.every((said) => said === undefined) ? undefined : found.flatMap((said) => said ?? []);
}

/** Credit notes are written with negative quantities. */
const negated = (version: PartVersion): PartVersion => ({
  ...version,
  net: negate(version.net),
  tax: negate(version.tax),
  gross: negate(version.gross),
});

const unlike = (title: string, sum: Decimal, currency: string, versions: readonly PartVersion[]): string =>
  `F&O: the lines of ${title} sum up to ${printDecimal(sum)} ${currency}, but Cin7 said ${said(versions)}.`;

const said = (versions: readonly PartVersion[]): string =>
  versions
    .map((version) => amounts(version.net, version.tax, version.gross, version.currency))
    .join(' or ') || 'nothing authorised';
