import { isZero, minus, printDecimal, sumOf } from '../../domain/decimal.ts';
import { fold } from '../../domain/text.ts';
import type { CheckOptions } from '../check.ts';
import type { Cin7Standin } from '../cin7/index.ts';
import type { PartVersion } from '../cin7/rows.ts';
import { demoPins } from '../demo/suppliers.ts';
import { agreesWithSource, type Booked, type Truth, truthOf, unlikeSource } from '../truth.ts';
import type { AcumaticaStandin } from './index.ts';
import { periodProblem } from './periods.ts';
import type { BillRow, OrderRow } from './rows.ts';

/** As `checkAll`, for Acumatica: what must hold whatever happened, told in sentences. */
export function checkAcumatica(
  cin7: Cin7Standin,
  standin: AcumaticaStandin,
  options: CheckOptions = {},
): string[] {
  const { vendorOf = vendorByName(cin7, standin), purchaseWrites = false, unfinished = false } = options;
  const { site } = standin;
  const truth = truthOf(cin7, vendorOf, 40);
  const ours = <Row extends BillRow | OrderRow>(rows: readonly Row[]) =>
    rows.filter((row) => row.madeBy === 'api' && !row.editedByPerson);
  const bills = ours(site.bills.all());
  const orders = ours(site.orders.all()).filter(({ status }) => status !== 'Canceled');
  return [
    ...cin7.accountWrites.map((request) => `Cin7: the chart of accounts was asked to change: ${request}`),
    ...(purchaseWrites
      ? []
      : cin7.purchaseWrites.map((request) => `Cin7: a purchase was written: ${request}`)),
    ...standin.accountWrites.map(
      (request) => `Acumatica: the chart of accounts was asked to change: ${request}`,
    ),
    ...[...new Set(standin.ignored)].map((name) => `Acumatica: a name was sent that does nothing: ${name}`),
    ...twiceWritten(site.bills.all()),
    ...twiceWritten(site.orders.all().filter(({ status }) => status !== 'Canceled')),
    ...sameNamed(standin),
    ...unbalanced(standin),
    ...bills.filter((bill) => !bill.hold).flatMap((bill) => unlikeSource(truth, bookedOf(bill))),
    ...(unfinished
      ? []
      : orders.filter((order) => !order.hold).flatMap((order) => unlikeSource(truth, bookedOf(order)))),
    ...(unfinished ? [] : bills.flatMap((bill) => leftOnHold(truth, standin, bill))),
    ...(options.signedOut ? stillSignedIn(standin) : []),
  ];
}

/** The vendor of that name, else the one with the supplier's tax number, else the one that the demo's mapping pins. */
const vendorByName =
  (cin7: Cin7Standin, { site }: AcumaticaStandin) =>
  (name: string): string | undefined => {
    const vendors = site.vendors.all();
    const supplier = cin7.state.suppliers.find((row) => fold(row.Name) === fold(name));
    const taxNumber = String(supplier?.['TaxNumber'] ?? '');
    const found =
      vendors.find((row) => fold(String(row.values['VendorName'])) === fold(name)) ??
      vendors.find((row) => taxNumber !== '' && row.values['TaxRegistrationID'] === taxNumber);
    return found?.vendorId ?? demoPins[name];
  };

const isBill = (row: BillRow | OrderRow): row is BillRow => 'released' in row;

const titleOf = (row: BillRow | OrderRow): string =>
  `${isBill(row) ? row.type : 'order'} ${row.vendorRef} of vendor ${row.vendor}`;

function kindOf(row: BillRow | OrderRow): PartVersion['kind'] {
  if (!isBill(row)) return 'order';
  return row.type === 'Debit Adj.' ? 'memo' : 'invoice';
}

/** Written through the API though another of the same vendor, type and number was there already. */
function twiceWritten(rows: readonly (BillRow | OrderRow)[]): string[] {
  const seen = new Map<string, string>();
  const problems: string[] = [];
  for (const row of [...rows].sort((a, b) => a.madeAs - b.madeAs)) {
    if (row.vendorRef === '') continue;
    const key = [row.type, row.vendor, fold(row.vendorRef)].join('|');
    const first = seen.get(key);
    if (first === undefined) seen.set(key, row.nbr);
    else if (row.madeBy === 'api')
      problems.push(
        `Acumatica: ${titleOf(row)} was written although it was there already (${first}, ${row.nbr}).`,
      );
  }
  return problems;
}

/** Two vendors of one name, the later one made through the API. */
function sameNamed({ site }: AcumaticaStandin): string[] {
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const vendor of [...site.vendors.all()].sort((a, b) => a.madeAs - b.madeAs)) {
    const name = fold(String(vendor.values['VendorName'] ?? ''));
    // A name of full length may have been cut: two different suppliers can share its head.
    if (seen.has(name) && vendor.madeBy === 'api' && name.length < 100)
      problems.push(`Acumatica: vendor ${vendor.vendorId} was created although its name was there already.`);
    seen.add(name);
  }
  return problems;
}

const unbalanced = ({ site }: AcumaticaStandin): string[] =>
  site.batches.all().flatMap(({ batchNbr, lines }) => {
    const left = minus(sumOf(lines.map(({ debit }) => debit)), sumOf(lines.map(({ credit }) => credit)));
    return isZero(left) ? [] : [`Acumatica: batch ${batchNbr} is out of balance by ${printDecimal(left)}.`];
  });

const bookedOf = (row: BillRow | OrderRow): Booked => ({
  title: `Acumatica: ${titleOf(row)}`,
  kind: kindOf(row),
  number: row.vendorRef,
  vendor: row.vendor,
  currency: row.currency,
  net: minus(row.total, row.taxTotal),
  tax: row.taxTotal,
  gross: row.total,
  postedAs: row.checkedAs,
});

/** A bill that agrees with Cin7, in an open period, has no reason to stay on hold. */
function leftOnHold(truth: Truth, { site }: AcumaticaStandin, bill: BillRow): string[] {
  if (!bill.hold || periodProblem(site, bill.period) !== undefined) return [];
  if (!agreesWithSource(truth, bookedOf(bill))) return [];
  return [`Acumatica: ${titleOf(bill)} is on hold though it agrees with Cin7.`];
}

const stillSignedIn = ({ seats }: AcumaticaStandin): string[] =>
  seats
    .filter(({ kind }) => kind !== 'other')
    .map(({ kind, user }) => `Acumatica: ${user} is still signed in (${kind}).`);
