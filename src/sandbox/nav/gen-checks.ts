import { compareDecimals, isZero, printDecimal, sumOf, zero } from '../../domain/decimal.ts';
import { checkDimensions } from './dimensions.ts';
import { refusals } from './errors.ts';
import { checkCustomer, checkVendor, isParty, ownersOf, usableAccount } from './gen-line-account.ts';
import { type Company, type GenLine, keyText, type Scope, setupOf } from './state.ts';

/** What posting a general journal checks, and in which words: apis/dynamics-nav.md, section 4.4. */

export const placeOf = (line: {
  readonly Journal_Template_Name: string;
  readonly Journal_Batch_Name: string;
  readonly Line_No: number;
}): string =>
  `Journal Template Name='${line.Journal_Template_Name}',Journal Batch Name='${line.Journal_Batch_Name}',Line No.='${line.Line_No}'`;

function filled(line: GenLine, caption: string, value: string): void {
  if (value === '' || value === ' ')
    refusals.field(
      `${caption} must have a value in Gen. Journal Line: ${placeOf(line)}. It cannot be zero or empty.`,
    );
}

export function checkLine(scope: Scope, line: GenLine): void {
  const { company } = scope;
  filled(line, 'Posting Date', line.Posting_Date);
  checkDate(scope, line.Posting_Date, `Gen. Journal Line ${placeOf(line)}`);
  filled(line, 'Document No.', line.Document_No);
  if (line.Account_No === '' && line.Bal_Account_No === '') filled(line, 'Account No.', '');
  if (isParty(line.Account_Type) && isParty(line.Bal_Account_Type) && line.Bal_Account_No !== '')
    refusals.dialog('Account Type or Bal. Account Type must be a G/L Account or Bank Account.');
  checkSide(company, line, line.Account_Type, line.Account_No);
  checkSide(company, line, line.Bal_Account_Type, line.Bal_Account_No);
  checkSign(line);
  checkGroups(company, line);
  checkNumbers(scope, line);
  checkDimensions(company, line, 'Gen. Journal Line', ownersOf(line));
}

/** The range of the calling user, if there is one, else that of the company. */
export function checkDate({ company, user }: Scope, date: string, where: string): void {
  const own = company.userSetups.get(user);
  const range =
    own !== undefined && (own.Allow_Posting_From !== '' || own.Allow_Posting_To !== '')
      ? own
      : setupOf(company);
  const { Allow_Posting_From: from, Allow_Posting_To: to } = range;
  if ((from !== '' && date < from) || (to !== '' && date > to))
    refusals.field(`Posting Date is not within your range of allowed posting dates in ${where}.`);
}

function checkSide(company: Company, line: GenLine, type: string, no: string): void {
  if (no === '') return;
  if (type === 'G/L Account') usableAccount(company, 'Account No.', no);
  if (type === 'Vendor') {
    const vendor = company.vendors.get(no) ?? refusals.relation('Account No.', 'Gen. Journal Line', no, type);
    checkVendor(vendor, line.Document_Type);
    if (vendor.Vendor_Posting_Group === '')
      refusals.field(
        `Vendor Posting Group must have a value in Vendor: No.=${no}. It cannot be zero or empty.`,
      );
  }
  if (type === 'Customer') {
    const customer =
      company.customers.get(no) ?? refusals.relation('Account No.', 'Gen. Journal Line', no, type);
    checkCustomer(customer, line.Document_Type);
    if (customer.Customer_Posting_Group === '')
      refusals.field(
        `Customer Posting Group must have a value in Customer: No.=${no}. It cannot be zero or empty.`,
      );
  }
}

/** An invoice's vendor line is negative, a credit memo's positive; of customers the reverse. */
function checkSign(line: GenLine): void {
  if (!isParty(line.Account_Type) || line.Document_Type === ' ') return;
  const reducing = line.Document_Type === 'Payment' || line.Document_Type === 'Credit Memo';
  const negative = (line.Account_Type === 'Customer') === reducing;
  const sign = compareDecimals(line.Amount, zero);
  if ((negative && sign > 0) || (!negative && sign < 0))
    refusals.field(
      `Amount must be ${negative ? 'negative' : 'positive'} in Gen. Journal Line ${placeOf(line)}.`,
    );
}

function checkGroups(company: Company, line: GenLine): void {
  if (line.Account_Type !== 'G/L Account') return;
  const groups = [
    line.Gen_Bus_Posting_Group,
    line.Gen_Prod_Posting_Group,
    line.VAT_Bus_Posting_Group,
    line.VAT_Prod_Posting_Group,
  ];
  if (groups.some((group) => group !== '')) filled(line, 'Gen. Posting Type', line.Gen_Posting_Type);
  if (line.Gen_Posting_Type === ' ') return;
  const { VAT_Bus_Posting_Group: bus, VAT_Prod_Posting_Group: prod } = line;
  if (company.vatSetups.get(keyText(bus, prod)) === undefined)
    refusals.dialog(
      `The VAT Posting Setup does not exist. Identification fields and values: VAT Bus. Posting Group='${bus}',VAT Prod. Posting Group='${prod}'`,
    );
}

const numbered = ['Invoice', 'Credit Memo', 'Finance Charge Memo', 'Reminder'];

/** Blank document types are not checked for duplicates at all. */
function checkNumbers({ world, company }: Scope, line: GenLine): void {
  const { Document_Type: type, Document_No: number, External_Document_No: external } = line;
  if (!numbered.includes(type)) return;
  if (line.Account_Type === 'Vendor') {
    if (world.switches.externalNumberMandatory) filled(line, 'External Document No.', external);
    const entries = company.vendorEntries.all().filter((row) => row.Document_Type === type);
    const known = (row: { readonly External_Document_No: string; readonly Reversed: boolean }) =>
      external !== '' && row.External_Document_No === external && !row.Reversed;
    if (entries.some((row) => row.Vendor_No === line.Account_No && known(row)))
      refusals.dialog(`Purchase ${type} ${external} already exists for this vendor.`);
    if (entries.some((row) => row.Document_No === number))
      refusals.dialog(`Purchase ${type} ${number} already exists.`);
  }
  if (line.Account_Type === 'Customer') {
    if (world.switches.salesExternalNumberMandatory) filled(line, 'External Document No.', external);
    const entries = company.customerEntries.all();
    if (entries.some((row) => row.Document_Type === type && row.Document_No === number))
      refusals.dialog(`Sales ${type} ${number} already exists.`);
  }
}

/** Lines that are posted under one number. */
export interface JournalDocument {
  readonly number: string;
  readonly date: string;
  readonly lines: readonly GenLine[];
}

/** Lines of one number on two dates are two documents; with Force Doc. Balance a type makes a third. */
export function documentsOf(lines: readonly GenLine[], force: boolean): JournalDocument[] {
  const groups = new Map<string, GenLine[]>();
  for (const line of lines) {
    const key = force ? keyText(line.Document_No, line.Posting_Date, line.Document_Type) : line.Posting_Date;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => ({
      number: group[0]?.Document_No ?? '',
      date: group[0]?.Posting_Date ?? '',
      lines: group,
    }));
}

/** In local currency and, where all lines have one foreign currency, in that: then what rounding leaves is booked. */
export function checkBalance(document: JournalDocument, force: boolean): void {
  const own = document.lines.filter((line) => line.Bal_Account_No === '');
  const local = sumOf(own.map((line) => line.Amount_LCY));
  if (isZero(local)) return;
  const currencies = new Set(own.map((line) => line.Currency_Code));
  const foreign = currencies.size === 1 && !currencies.has('');
  if (foreign && isZero(sumOf(own.map((line) => line.Amount)))) return;
  refusals.dialog(
    force
      ? `Document No. ${document.number} is out of balance by ${printDecimal(local)}. Please check that Posting Date, Document Type, Document No. and Amount are correct for each line.`
      : `The lines in ${document.date} are out of balance by ${printDecimal(local)}. Check that Posting Date and Amount are correct for each line.`,
  );
}

export function checkParties({ lines }: JournalDocument): void {
  const parties = new Set(
    lines
      .filter((line) => isParty(line.Account_Type))
      .map((line) => `${line.Account_Type} ${line.Account_No}`),
  );
  if (parties.size > 1 && lines.some((line) => !isZero(line.VAT_Amount)))
    refusals.dialog(
      `Document No. ${lines[0]?.Document_No} includes more than one customer or vendor. In order for the program to calculate VAT, the entries must be separated by another document number or by an empty line.`,
    );
}
