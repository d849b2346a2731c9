import { isZero, printDecimal, sumOf } from '../domain/decimal.ts';
import { fold } from '../domain/text.ts';
import { amountsOf } from './business-central/amounts.ts';
import type { BusinessCentralStandin } from './business-central/index.ts';
import type { GlEntry, PurchaseDocument } from './business-central/rows.ts';
import type { Cin7Standin } from './cin7/index.ts';
import { demoPins } from './demo/suppliers.ts';
import { grouped, type Truth, truthOf, unlikeSource } from './truth.ts';

export interface CheckOptions {
  /** The vendor's number that stands for a Cin7 supplier; default: of the same name, else tax number. */
  readonly vendorOf?: ((cin7Supplier: string) => string | undefined) | undefined;
  /** As `vendorOf`, of customers. */
  readonly customerOf?: ((cin7Customer: string) => string | undefined) | undefined;
  /** Whether the flow may write purchases into Cin7; default false. */
  readonly purchaseWrites?: boolean | undefined;
  /**
   * Whether documents that wait at the ERP may be half-written: while a run is under way, or when some are held. Default
   * false. Business Central's drafts are never looked at.
   */
  readonly unfinished?: boolean | undefined;
  /** Whether nobody may be signed in at Acumatica any more. Default false. */
  readonly signedOut?: boolean | undefined;
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
  const truth = truthOf(cin7, vendorOf, 35);
  return [
    ...written,
    ...twiceWritten(businessCentral),
    ...sameNamed(businessCentral),
    ...posted.flatMap((document) => [
      ...unbalanced(document, entries.get(document.number) ?? []),
      ...unlikeCin7(truth, businessCentral, document),
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

function unbalanced(document: PurchaseDocument, entries: readonly GlEntry[]): string[] {
  const left = sumOf(entries.map((entry) => entry.amount));
  if (entries.length > 0 && isZero(left)) return [];
  return [`Business Central: the ledger entries of ${title(document)} sum up to ${printDecimal(left)}.`];
}

function unlikeCin7(truth: Truth, { company }: BusinessCentralStandin, document: PurchaseDocument): string[] {
  if (document.madeBy !== 'api' || document.editedByPerson) return [];
  return unlikeSource(truth, {
    title: `Business Central: ${title(document)}`,
    kind: document.kind,
    number: document.externalNumber,
    vendor: document.payToVendorNumber,
    currency: document.currencyCode === '' ? truth.baseCurrency : document.currencyCode,
    ...amountsOf(company, document),
    postedAs: document.postedAs,
  });
}
