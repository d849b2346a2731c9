import { type Decimal, isZero, printDecimal, sumOf } from '../domain/decimal.ts';
import { fitNumber, fold } from '../domain/text.ts';
import { amountsOf } from './business-central/amounts.ts';
import type { BusinessCentralStandin } from './business-central/index.ts';
import type { GlEntry, PurchaseDocument } from './business-central/rows.ts';
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
  const posted = businessCentral.documents().filter(isPosted);
  const entries = grouped(businessCentral.company.entries.all(), (entry) => entry.documentNumber);
  const truth = {
    versions: grouped(cin7.state.versions, (version) =>
      sourceKey(version.kind, fitNumber(version.number, 35)),
    ),
    readings: grouped(cin7.state.readings, (reading) => reading.purchaseId),
    names: new Map(cin7.state.suppliers.map((row) => [row.ID, row.Name])),
    baseCurrency: cin7.state.me.Currency,
    vendorOf,
  };
  return [
    ...written,
    ...twiceWritten(businessCentral),
    ...sameNamed(businessCentral),
    ...posted.flatMap((document) => [
      ...unbalanced(document, entries.get(document.number) ?? []),
      ...unlikeSource(truth, businessCentral, document),
    ]),
  ];
}

const sourceKey = (kind: string, number: string): string => `${kind}|${fold(number)}`;

function grouped<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
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

function unbalanced(document: PurchaseDocument, entries: readonly GlEntry[]): string[] {
  const left = sumOf(entries.map((entry) => entry.amount));
  if (entries.length > 0 && isZero(left)) return [];
  return [`Business Central: the ledger entries of ${title(document)} sum up to ${printDecimal(left)}.`];
}

/** What Cin7 said and when, found without the journal. */
interface Truth {
  readonly versions: ReadonlyMap<string, readonly PartVersion[]>;
  readonly readings: ReadonlyMap<string, readonly { readonly at: number }[]>;
  readonly names: ReadonlyMap<string, string>;
  readonly baseCurrency: string;
  readonly vendorOf: (cin7Supplier: string) => string | undefined;
}

function unlikeSource(
  truth: Truth,
  { company }: BusinessCentralStandin,
  document: PurchaseDocument,
): string[] {
  if (document.madeBy !== 'api' || document.editedByPerson) return [];
  const versions = (truth.versions.get(sourceKey(document.kind, document.externalNumber)) ?? []).filter(
    (version) =>
      [version.supplierName, truth.names.get(version.supplierId) ?? ''].some(
        (name) => truth.vendorOf(name) === document.payToVendorNumber,
      ),
  );
  if (versions.length === 0)
    return [`Business Central: ${title(document)} was posted, but Cin7 has no such document.`];
  const { net, tax, gross } = amountsOf(company, document);
  const currency = document.currencyCode === '' ? truth.baseCurrency : document.currencyCode;
  const inForce = versionsInForce(truth, versions, document);
  const agrees = (version: PartVersion) =>
    version.currency === currency && version.net === net && version.tax === tax && version.gross === gross;
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
  truth: Truth,
  versions: readonly PartVersion[],
  document: PurchaseDocument,
): PartVersion[] {
  const posted = document.postedAs ?? Number.POSITIVE_INFINITY;
  const histories = grouped(versions, (version) => `${version.purchaseId}|${version.task}`);
  return [...histories.values()].flatMap((history) => {
    const readings = truth.readings.get(history[0]?.purchaseId ?? '') ?? [];
    const read = readings.filter((reading) => reading.at < posted).at(-1)?.at ?? 0;
    const started = history.filter((version) => version.at <= read).at(-1)?.at ?? 0;
    return history.filter(
      (version) =>
        version.at >= started &&
        version.at < posted &&
        (version.status === 'AUTHORISED' || version.status === 'PAID'),
    );
  });
}
