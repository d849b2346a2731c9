import { type Decimal, isZero, printDecimal, sumOf } from '../domain/decimal.ts';
import { fitNumber, fold } from '../domain/text.ts';
import { amountsOf } from './business-central/amounts.ts';
import type { BusinessCentralStandin } from './business-central/index.ts';
import type { PurchaseDocument } from './business-central/rows.ts';
import type { Cin7Standin } from './cin7/index.ts';
import type { PartVersion } from './cin7/rows.ts';
import { demoPins } from './demo/suppliers.ts';

export interface CheckOptions {
  /** The vendor's number that stands for a Cin7 supplier; default: of the same name, else tax number. */
  readonly vendorOf?: ((cin7Supplier: string) => string | undefined) | undefined;
  /** Whether the flow may write purchases into Cin7; default false. */
  readonly purchaseWrites?: boolean | undefined;
}

/**
 * What must hold whatever happened, told in sentences; nothing when all is well. What people did by hand at the ERP is
 * theirs: only what came through the API is held against the Cin7 document, and not after a person edited it.
 */
export function checkAll(
  cin7: Cin7Standin,
  businessCentral: BusinessCentralStandin,
  { vendorOf = vendorByName(cin7, businessCentral), purchaseWrites = false }: CheckOptions = {},
): string[] {
  const written = [
    ...cin7.accountWrites.map((request) => `Cin7: the chart of accounts was asked to change: ${request}`),
    ...businessCentral.accountWrites.map(
      (request) => `Business Central: the chart of accounts was asked to change: ${request}`,
    ),
    ...(purchaseWrites
      ? []
      : cin7.purchaseWrites.map((request) => `Cin7: a purchase was written: ${request}`)),
  ];
  return [
    ...written,
    ...twiceWritten(businessCentral),
    ...sameNamed(businessCentral),
    ...businessCentral
      .documents()
      .filter(isPosted)
      .flatMap((document) => [
        ...unbalanced(businessCentral, document),
        ...unlikeSource(cin7, businessCentral, document, vendorOf),
      ]),
  ];
}

const isPosted = (document: PurchaseDocument): boolean =>
  document.status !== 'Draft' && document.status !== 'Corrective';

/** The vendor of that name, else the one with the supplier's tax number, else the one that the demo's mapping pins. */
const vendorByName =
  (cin7: Cin7Standin, { company }: BusinessCentralStandin) =>
  (name: string): string | undefined => {
    const vendors = company.vendors.all();
    const taxNumber = String(
      cin7.state.suppliers.find((row) => fold(row.Name) === fold(name))?.['TaxNumber'] ?? '',
    );
    const found =
      vendors.find((row) => fold(row.displayName) === fold(name)) ??
      vendors.find((row) => taxNumber !== '' && row.taxRegistrationNumber === taxNumber);
    return found?.number ?? demoPins[name];
  };

const title = (document: PurchaseDocument): string =>
  `${document.kind === 'invoice' ? 'invoice' : 'credit memo'} ${document.externalNumber} of vendor ${document.payToVendorNumber}`;

/** A document written through the API though another of the same vendor and number was there already. */
function twiceWritten({ documents }: BusinessCentralStandin): string[] {
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const document of [...documents()].sort((a, b) => a.madeAs - b.madeAs)) {
    if (document.externalNumber === '') continue;
    const key = [document.kind, document.payToVendorNumber, document.externalNumber].join('|');
    if (seen.has(key) && document.madeBy === 'api')
      problems.push(
        `Business Central: ${title(document)} was written although it was there already (${document.number}).`,
      );
    seen.add(key);
  }
  return problems;
}

/** Two vendors of one name, the later one made through the API. */
function sameNamed({ company }: BusinessCentralStandin): string[] {
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const vendor of [...company.vendors.all()].sort((a, b) => a.madeAs - b.madeAs)) {
    // A name of full length may have been cut: two different suppliers can share its head.
    const name = fold(vendor.displayName);
    if (seen.has(name) && vendor.madeBy === 'api' && name.length < 100)
      problems.push(
        `Business Central: vendor ${vendor.number} was created although "${vendor.displayName}" was there already.`,
      );
    seen.add(name);
  }
  return problems;
}

function unbalanced({ company }: BusinessCentralStandin, document: PurchaseDocument): string[] {
  const entries = company.entries.all().filter((entry) => entry.documentNumber === document.number);
  const left = sumOf(entries.map((entry) => entry.amount));
  if (entries.length > 0 && isZero(left)) return [];
  return [`Business Central: the ledger entries of ${title(document)} sum up to ${printDecimal(left)}.`];
}

function unlikeSource(
  cin7: Cin7Standin,
  { company }: BusinessCentralStandin,
  document: PurchaseDocument,
  vendorOf: (supplier: string) => string | undefined,
): string[] {
  if (document.madeBy !== 'api' || document.editedByPerson) return [];
  const names = new Map(cin7.state.suppliers.map((row) => [row.ID, row.Name]));
  const vendorsOf = ({ supplierId, supplierName }: PartVersion) =>
    [supplierName, names.get(supplierId) ?? ''].map((name) => vendorOf(name));
  const versions = cin7.state.versions.filter(
    (version) =>
      version.kind === document.kind &&
      fold(fitNumber(version.number, 35)) === fold(document.externalNumber) &&
      vendorsOf(version).includes(document.payToVendorNumber),
  );
  if (versions.length === 0)
    return [`Business Central: ${title(document)} was posted, but Cin7 has no such document.`];
  const { net, tax, gross } = amountsOf(company, document);
  const currency = document.currencyCode === '' ? cin7.state.me.Currency : document.currencyCode;
  const inForce = versionsInForce(cin7, versions, document);
  const agrees = (version: PartVersion) =>
    version.currency === currency &&
    [version.net === net, version.tax === tax, version.gross === gross].every(Boolean);
  if (inForce.some(agrees)) return [];
  const said = inForce
    .map((version) => amounts(version.net, version.tax, version.gross, version.currency))
    .join(' or ');
  return [
    `Business Central: ${title(document)} was posted with ${amounts(net, tax, gross, currency)}, but Cin7 said ${said || 'nothing authorised'}.`,
  ];
}

const amounts = (net: Decimal, tax: Decimal, gross: Decimal, currency: string): string =>
  `${printDecimal(net)} + ${printDecimal(tax)} = ${printDecimal(gross)} ${currency}`;

/** What Cin7 said, authorised, at some time between the last reading of the purchase before the posting, and the posting. */
function versionsInForce(
  cin7: Cin7Standin,
  versions: readonly PartVersion[],
  document: PurchaseDocument,
): PartVersion[] {
  const posted = document.postedAs ?? Number.POSITIVE_INFINITY;
  const tasks = new Map<string, PartVersion[]>();
  for (const version of versions) {
    const key = `${version.purchaseId}|${version.task}`;
    tasks.set(key, [...(tasks.get(key) ?? []), version]);
  }
  return [...tasks.values()].flatMap((history) => {
    const [first] = history;
    const readings = cin7.state.readings.filter(
      (reading) => reading.purchaseId === first?.purchaseId && reading.at < posted,
    );
    const read = readings.at(-1)?.at ?? 0;
    const started = history.filter((version) => version.at <= read).at(-1)?.at ?? 0;
    return history.filter(
      (version) =>
        version.at >= started &&
        version.at < posted &&
        (version.status === 'AUTHORISED' || version.status === 'PAID'),
    );
  });
}
