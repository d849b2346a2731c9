import { type Decimal, printDecimal } from '../domain/decimal.ts';
import { fitNumber, fold } from '../domain/text.ts';
import type { Cin7Standin } from './cin7/index.ts';
import type { PartVersion } from './cin7/rows.ts';

/** What Cin7 said and when, found without the journal: what documents at an ERP are held against. */
export interface Truth {
  readonly versions: ReadonlyMap<string, readonly PartVersion[]>;
  readonly readings: ReadonlyMap<string, readonly { readonly at: number }[]>;
  readonly names: ReadonlyMap<string, string>;
  readonly baseCurrency: string;
  readonly vendorOf: (cin7Supplier: string) => string | undefined;
}

/** Which document at an ERP is meant. */
export interface Named {
  readonly kind: PartVersion['kind'];
  /** An order's: that of the purchase. */
  readonly number: string;
  readonly vendor: string;
  /** Place of the change that made it count; none: it counts by now. */
  readonly postedAs?: number | undefined;
}

/** A document at an ERP that counts there, as it was written through the API. */
export interface Booked extends Named {
  /** `Business Central: invoice X of vendor Y` */
  readonly title: string;
  readonly currency: string;
  readonly net: Decimal;
  readonly tax: Decimal;
  readonly gross: Decimal;
}

/** `numberLength`: most characters of a document's number at the ERP. */
export const truthOf = (cin7: Cin7Standin, vendorOf: Truth['vendorOf'], numberLength: number): Truth => ({
  versions: grouped(cin7.state.versions, (version) =>
    sourceKey(version.kind, fitNumber(version.number, numberLength)),
  ),
  readings: grouped(cin7.state.readings, (reading) => reading.purchaseId),
  names: new Map(cin7.state.suppliers.map((row) => [row.ID, row.Name])),
  baseCurrency: cin7.state.me.Currency,
  vendorOf,
});

/** As `truthOf`, of invoices and credit notes to customers, who stand where suppliers do. */
export const salesTruthOf = (
  cin7: Cin7Standin,
  customerOf: Truth['vendorOf'],
  numberLength: number,
): Truth => ({
  versions: grouped(cin7.state.saleVersions, (version) =>
    sourceKey(version.kind, fitNumber(version.number, numberLength)),
  ),
  readings: grouped(cin7.state.readings, (reading) => reading.purchaseId),
  names: new Map(cin7.state.customers.map((row) => [row.ID, row.Name])),
  baseCurrency: cin7.state.me.Currency,
  vendorOf: customerOf,
});

const sourceKey = (kind: string, number: string): string => `${kind}|${fold(number)}`;

export function grouped<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}

/** What Cin7 said of this document while it was authorised, and before it counted; nothing: it never had one. */
export function saidOf(truth: Truth, named: Named): PartVersion[] | undefined {
  const versions = (truth.versions.get(sourceKey(named.kind, named.number)) ?? []).filter((version) =>
    [version.supplierName, truth.names.get(version.supplierId) ?? ''].some(
      (name) => truth.vendorOf(name) === named.vendor,
    ),
  );
  return versions.length === 0 ? undefined : versionsInForce(truth, versions, named);
}

/** Whether Cin7 said these amounts. */
export const agreesWithSource = (truth: Truth, booked: Booked): boolean =>
  saidOf(truth, booked)?.some((version) => sameAmounts(version, booked)) ?? false;

const sameAmounts = (version: PartVersion, { currency, net, tax, gross }: Booked): boolean =>
  version.currency === currency && version.net === net && version.tax === tax && version.gross === gross;

/** What differs from Cin7, in sentences. */
export function unlikeSource(truth: Truth, booked: Booked): string[] {
  const said = saidOf(truth, booked);
  if (said === undefined) return [`${booked.title} was posted, but Cin7 has no such document.`];
  if (said.some((version) => sameAmounts(version, booked))) return [];
  const words = said.map((version) => amounts(version.net, version.tax, version.gross, version.currency));
  const { net, tax, gross, currency } = booked;
  return [
    `${booked.title} was posted with ${amounts(net, tax, gross, currency)}, but Cin7 said ${words.join(' or ') || 'nothing authorised'}.`,
  ];
}

export const amounts = (net: Decimal, tax: Decimal, gross: Decimal, currency: string): string =>
  `${printDecimal(net)} + ${printDecimal(tax)} = ${printDecimal(gross)} ${currency}`;

/** What Cin7 said, authorised, at some time between the last reading of the purchase before the posting, and the posting. */
function versionsInForce(truth: Truth, versions: readonly PartVersion[], { postedAs }: Named): PartVersion[] {
  const posted = postedAs ?? Number.POSITIVE_INFINITY;
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
