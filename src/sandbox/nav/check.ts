import {
  type Decimal,
  isZero,
  minus,
  negate,
  over,
  printDecimal,
  roundTo,
  sumOf,
  times,
} from '../../domain/decimal.ts';
import { fold } from '../../domain/text.ts';
import type { CheckOptions } from '../check.ts';
import type { Cin7Standin } from '../cin7/index.ts';
import { demoPins } from '../demo/suppliers.ts';
import { type Booked, grouped, salesTruthOf, truthOf, unlikeSource } from '../truth.ts';
import type { NavStandin } from './index.ts';
import { type Company, type CustomerEntry, type GenLine, keyText, type VendorEntry } from './state.ts';

/** As `checkAll`, for NAV: what must hold whatever happened, told in sentences. */
export function checkNav(cin7: Cin7Standin, standin: NavStandin, options: CheckOptions = {}): string[] {
  const { vendorOf = vendorByName(cin7, standin), purchaseWrites = false, unfinished = false } = options;
  const { customerOf = customerByName(standin) } = options;
  const { company } = standin;
  const truth = truthOf(cin7, vendorOf, 35);
  const salesTruth = salesTruthOf(cin7, customerOf, 20);
  const counts = (row: VendorEntry | CustomerEntry) => isOurs(row) && !row.Reversed && isDocument(row);
  const lines = company.genLines.all().filter(isOurs);
  const waiting = (type: string) => lines.filter((line) => line.Account_Type === type && isDocument(line));
  return [
    ...cin7.accountWrites.map((request) => `Cin7: the chart of accounts was asked to change: ${request}`),
    ...(purchaseWrites
      ? []
      : cin7.purchaseWrites.map((request) => `Cin7: a purchase was written: ${request}`)),
    ...standin.accountWrites.map((request) => `NAV: the chart of accounts was asked to change: ${request}`),
    ...standin.trespasses.map((what) => `NAV: ${what}.`),
    ...twiceBooked(company),
    ...twiceMoved(company),
    ...unbalancedEntries(company),
    ...(unfinished ? [] : unbalancedLines(lines)),
    ...company.vendorEntries
      .all()
      .filter(counts)
      .flatMap((entry) => unlikeSource(truth, bookedEntry(company, entry))),
    ...company.customerEntries
      .all()
      .filter(counts)
      .flatMap((entry) => unlikeSource(salesTruth, bookedEntry(company, entry))),
    ...(unfinished
      ? []
      : [
          ...waiting('Vendor').flatMap((line) => unlikeSource(truth, bookedLine(company, line))),
          ...waiting('Customer').flatMap((line) => unlikeSource(salesTruth, bookedLine(company, line))),
        ]),
  ];
}

const isOurs = (row: { readonly madeBy: string; readonly edited: boolean }): boolean =>
  row.madeBy === 'api' && !row.edited;
const isDocument = (row: { readonly Document_Type: string }): boolean =>
  row.Document_Type === 'Invoice' || row.Document_Type === 'Credit Memo';

/** The vendor of that name, else the one with the supplier's tax number, else the one that the demo's mapping pins. */
const vendorByName =
  (cin7: Cin7Standin, { company }: NavStandin) =>
  (name: string): string | undefined => {
    const vendors = company.vendors.all();
    const supplier = cin7.state.suppliers.find((row) => fold(row.Name) === fold(name));
    const taxNumber = String(supplier?.['TaxNumber'] ?? '');
    const found =
      vendors.find((row) => fold(row.Name) === fold(name)) ??
      vendors.find((row) => taxNumber !== '' && row.VAT_Registration_No === taxNumber);
    return found?.No ?? demoPins[name];
  };

/** The customer of that name, or of that name with its number behind it, as Cin7 calls a second one. */
const customerByName =
  ({ company }: NavStandin) =>
  (name: string): string | undefined =>
    company.customers
      .all()
      .find((row) => [row.Name, `${row.Name} (${row.No})`].some((other) => fold(other) === fold(name)))?.No;

interface Written {
  readonly key: string;
  readonly title: string;
  readonly madeBy: string;
  readonly madeAs: number;
}

/** Written through the API though the same document was there already, in a batch or in the ledger. */
function twiceBooked(company: Company): string[] {
  const titled = (type: string, number: string, party: string) => `${type} ${number} of ${party}`;
  const written: Written[] = [
    ...company.genLines
      .all()
      .filter(isDocument)
      .flatMap((line): Written[] => {
        const number = line.Account_Type === 'Vendor' ? line.External_Document_No : line.Document_No;
        if (!['Vendor', 'Customer'].includes(line.Account_Type) || number === '') return [];
        const party = `${line.Account_Type.toLowerCase()} ${line.Account_No}`;
        return [
          {
            ...line,
            key: keyText(line.Document_Type, number, party),
            title: titled(line.Document_Type, number, party),
          },
        ];
      }),
    ...company.vendorEntries
      .all()
      .filter((row) => isDocument(row) && !row.Reversed && row.External_Document_No !== '')
      .map((row) => {
        const party = `vendor ${row.Vendor_No}`;
        const number = row.External_Document_No;
        return {
          madeBy: row.madeBy,
          madeAs: row.lineMadeAs,
          key: keyText(row.Document_Type, number, party),
          title: titled(row.Document_Type, number, party),
        };
      }),
    ...company.customerEntries
      .all()
      .filter((row) => isDocument(row) && !row.Reversed)
      .map((row) => {
        const party = `customer ${row.Customer_No}`;
        return {
          madeBy: row.madeBy,
          madeAs: row.lineMadeAs,
          key: keyText(row.Document_Type, row.Document_No, party),
          title: titled(row.Document_Type, row.Document_No, party),
        };
      }),
  ];
  return twice(written).map(({ title }) => `NAV: ${title} was written although it was there already.`);
}

/** Nothing at NAV refuses a second item line of one movement. */
function twiceMoved(company: Company): string[] {
  const rows = [...company.itemLines.all(), ...company.itemEntries.all()].filter(
    (row) => row.External_Document_No !== '',
  );
  const written = rows.map((row) => ({
    madeBy: row.madeBy,
    madeAs: 'lineMadeAs' in row ? row.lineMadeAs : row.madeAs,
    key: keyText(fold(row.External_Document_No), row.Entry_Type, row.Location_Code),
    title: `the movement ${row.External_Document_No} of item ${row.Item_No}`,
  }));
  return twice(written).map(({ title }) => `NAV: ${title} was written although it was there already.`);
}

function twice(written: readonly Written[]): Written[] {
  const seen = new Set<string>();
  return [...written]
    .sort((a, b) => a.madeAs - b.madeAs)
    .filter((row) => {
      const known = seen.has(row.key);
      seen.add(row.key);
      return known && row.madeBy === 'api';
    });
}

const unbalancedEntries = (company: Company): string[] =>
  [...grouped(company.glEntries.all(), (row) => String(row.Transaction_No)).values()].flatMap((rows) => {
    const left = sumOf(rows.map((row) => row.Amount));
    return isZero(left)
      ? []
      : [`NAV: the entries of document ${rows[0]?.Document_No} sum up to ${printDecimal(left)}.`];
  });

const unbalancedLines = (lines: readonly GenLine[]): string[] =>
  [...grouped(lines, (line) => keyText(line.Journal_Batch_Name, line.Document_No)).values()].flatMap(
    (group) => {
      const own = group.filter((line) => line.Bal_Account_No === '');
      const left = sumOf(own.map((line) => line.Amount));
      return isZero(left)
        ? []
        : [
            `NAV: the lines of document ${group[0]?.Document_No} are out of balance by ${printDecimal(left)}.`,
          ];
    },
  );

const taxAccounts = (company: Company): ReadonlySet<string> =>
  new Set(company.vatSetups.all().flatMap((row) => [row.purchaseAccount, row.salesAccount]));

/** What stands on tax accounts under the document's number, in the document's currency and with its sign. */
function bookedEntry(company: Company, entry: VendorEntry | CustomerEntry): Booked {
  const accounts = taxAccounts(company);
  const local = sumOf(
    company.glEntries
      .all()
      .filter((row) => row.Transaction_No === entry.Transaction_No && accounts.has(row.G_L_Account_No))
      .map((row) => row.Amount),
  );
  const foreign = entry.Currency_Code !== '' && !isZero(entry.Amount_LCY);
  const tax = foreign ? roundTo(over(times(local, entry.Amount), entry.Amount_LCY), 2) : local;
  const party: Party =
    'Vendor_No' in entry
      ? { type: 'Vendor', no: entry.Vendor_No }
      : { type: 'Customer', no: entry.Customer_No };
  return booked(company, entry, party, tax, entry.lineMadeAs);
}

function bookedLine(company: Company, line: GenLine): Booked {
  const accounts = taxAccounts(company);
  const group = company.genLines
    .all()
    .filter(
      (row) => row.Document_No === line.Document_No && row.Journal_Batch_Name === line.Journal_Batch_Name,
    );
  const tax = sumOf(group.map((row) => (accounts.has(row.Account_No) ? row.Amount : row.VAT_Amount)));
  const type = line.Account_Type === 'Customer' ? 'Customer' : 'Vendor';
  return booked(company, line, { type, no: line.Account_No }, tax, line.madeAs);
}

interface Party {
  readonly type: 'Vendor' | 'Customer';
  readonly no: string;
}

/** What we owe is negative here, what is owed to us positive; Cin7 prints both without a sign. */
function booked(
  company: Company,
  row: VendorEntry | CustomerEntry | GenLine,
  party: Party,
  tax: Decimal,
  writtenAs: number,
): Booked {
  const invoice = row.Document_Type === 'Invoice';
  const owed = (party.type === 'Customer') === invoice;
  const gross = owed ? row.Amount : negate(row.Amount);
  const signedTax = owed ? negate(tax) : tax;
  const number = party.type === 'Vendor' ? row.External_Document_No : row.Document_No;
  const [localCurrency = ''] = company.setups.all().map((setup) => setup.LCY_Code);
  return {
    title: `NAV: ${row.Document_Type} ${number} of ${party.type.toLowerCase()} ${party.no}`,
    kind: invoice ? 'invoice' : 'memo',
    number,
    vendor: party.no,
    currency: row.Currency_Code === '' ? localCurrency : row.Currency_Code,
    net: minus(gross, signedTax),
    tax: signedTax,
    gross,
    postedAs: writtenAs,
  };
}
