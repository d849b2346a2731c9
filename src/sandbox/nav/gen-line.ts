import { decimal, negate } from '../../domain/decimal.ts';
import type { Entry } from '../odata/body.ts';
import { withShortcut } from './dimensions.ts';
import { refusals } from './errors.ts';
import {
  checkCustomer,
  checkVendor,
  isParty,
  usableAccount,
  withAccount,
  withAccountType,
} from './gen-line-account.ts';
import {
  recalculated,
  withAmount,
  withCurrency,
  withDueDate,
  withLocalAmount,
  withPostingDate,
  withVatAmount,
} from './gen-line-amounts.ts';
import { shortcutControls } from './journal-fields.ts';
import { type Company, type GenBatch, type GenLine, keyText, type Scope } from './state.ts';

interface Context {
  readonly scope: Scope;
  readonly company: Company;
  readonly batch: GenBatch;
}

type Validate = (context: Context, line: GenLine, value: string) => GenLine;

/** One field of a general journal line as if typed into the page; what it overwrites, it overwrites. */
export function validated(scope: Scope, batch: GenBatch, line: GenLine, { field, value }: Entry): GenLine {
  const context = { scope, company: scope.company, batch };
  const place = shortcutControls[field];
  if (place !== undefined)
    return { ...line, dimensions: withShortcut(scope.company, line.dimensions, place, String(value)) };
  const validate = validators[field];
  if (validate !== undefined) return validate(context, line, String(value));
  return { ...line, [field]: value };
}

const validators: Readonly<Record<string, Validate>> = {
  Posting_Date: ({ company }, line, value) => withPostingDate(company, line, value),
  Document_Date: ({ company }, line, value) => withDueDate(company, { ...line, Document_Date: value }),
  Document_Type: withDocumentType,
  Account_Type: ({ company, batch }, line, value) => withAccountType(company, batch, line, value),
  Account_No: ({ company, batch }, line, value) => withAccount(company, batch, line, value),
  Currency_Code: ({ company }, line, value) => withCurrency(company, line, value),
  Amount: ({ company }, line, value) => withAmount(company, line, decimal(value)),
  Amount_LCY: ({ company }, line, value) => withLocalAmount(company, line, decimal(value)),
  Debit_Amount: ({ company }, line, value) => withAmount(company, line, decimal(value)),
  Credit_Amount: ({ company }, line, value) => withAmount(company, line, negate(decimal(value))),
  VAT_Amount: ({ scope, company, batch }, line, value) =>
    withVatAmount(scope.world, company, batch, line, decimal(value)),
  Gen_Posting_Type: ({ company }, line, value) => {
    onlyForAccounts(line, 'Gen. Posting Type', value === ' ' ? '' : value);
    return recalculated(company, { ...line, Gen_Posting_Type: value });
  },
  Gen_Bus_Posting_Group: groupValidator('Gen_Bus_Posting_Group', 'Gen. Bus. Posting Group', busGroups),
  Gen_Prod_Posting_Group: groupValidator('Gen_Prod_Posting_Group', 'Gen. Prod. Posting Group', prodGroups),
  VAT_Bus_Posting_Group: groupValidator('VAT_Bus_Posting_Group', 'VAT Bus. Posting Group', ({ vatSetups }) =>
    vatSetups.all().map((row) => row.bus),
  ),
  VAT_Prod_Posting_Group: groupValidator(
    'VAT_Prod_Posting_Group',
    'VAT Prod. Posting Group',
    ({ vatSetups }) => vatSetups.all().map((row) => row.prod),
  ),
  Bal_Account_Type: ({ company }, line, value) => {
    if (isParty(value) && isParty(line.Account_Type))
      refusals.dialog('Account Type or Bal. Account Type must be a G/L Account or Bank Account.');
    return recalculated(company, { ...line, Bal_Account_Type: value, Bal_Account_No: '' });
  },
  Bal_Account_No: withBalancing,
  Payment_Terms_Code: ({ company }, line, value) => {
    if (value !== '' && company.paymentTerms.get(value) === undefined)
      refusals.relation('Payment Terms Code', 'Gen. Journal Line', value, 'Payment Terms');
    return withDueDate(company, { ...line, Payment_Terms_Code: value });
  },
  Applies_to_Doc_No: withApplication,
  Salespers_Purch_Code: nothingThere('Salespers./Purch. Code', 'Salesperson/Purchaser'),
  Campaign_No: nothingThere('Campaign No.', 'Campaign'),
  Business_Unit_Code: nothingThere('Business Unit Code', 'Business Unit'),
  Reason_Code: nothingThere('Reason Code', 'Reason Code'),
  Deferral_Code: nothingThere('Deferral Code', 'Deferral Template'),
  Direct_Debit_Mandate_ID: nothingThere('Direct Debit Mandate ID', 'SEPA Direct Debit Mandate'),
};

function busGroups({ postingSetups }: Company): string[] {
  return postingSetups.all().map((row) => row.bus);
}

function prodGroups({ postingSetups }: Company): string[] {
  return postingSetups.all().map((row) => row.prod);
}

function withDocumentType({ company }: Context, line: GenLine, value: string): GenLine {
  const vendor = line.Account_Type === 'Vendor' ? company.vendors.get(line.Account_No) : undefined;
  if (vendor !== undefined) checkVendor(vendor, value);
  const customer = line.Account_Type === 'Customer' ? company.customers.get(line.Account_No) : undefined;
  if (customer !== undefined) checkCustomer(customer, value);
  return withDueDate(company, { ...line, Document_Type: value });
}

/** Vendor and customer lines have no posting groups. */
function onlyForAccounts(line: GenLine, caption: string, value: string): void {
  if (value !== '' && isParty(line.Account_Type))
    refusals.field(
      `${caption} must be equal to '' in Gen. Journal Line: Journal Template Name=${line.Journal_Template_Name}, Journal Batch Name=${line.Journal_Batch_Name}, Line No.=${line.Line_No}. Current value is '${value}'.`,
    );
}

function groupValidator(
  field: keyof GenLine,
  caption: string,
  known: (company: Company) => readonly string[],
): Validate {
  return ({ company }, line, value) => {
    onlyForAccounts(line, caption, value);
    if (value !== '' && !known(company).includes(value))
      refusals.relation(
        caption,
        'Gen. Journal Line',
        value,
        caption.replace(/ Posting Group$/, ' Posting Group'),
      );
    return recalculated(company, { ...line, [field]: value });
  };
}

/** The default of a batch arrives here too, on every new line. */
function withBalancing({ company }: Context, line: GenLine, value: string): GenLine {
  if (value === '') return recalculated(company, { ...line, Bal_Account_No: '' });
  if (line.Bal_Account_Type === 'G/L Account') usableAccount(company, 'Bal. Account No.', value);
  else if (isParty(line.Bal_Account_Type)) {
    const table = line.Bal_Account_Type === 'Vendor' ? company.vendors : company.customers;
    if (table.get(value) === undefined)
      refusals.relation('Bal. Account No.', 'Gen. Journal Line', value, line.Bal_Account_Type);
  } else refusals.relation('Bal. Account No.', 'Gen. Journal Line', value, line.Bal_Account_Type);
  return { ...line, Bal_Account_No: value };
}

/** Only an open entry of the same account can be applied to. */
function withApplication({ company }: Context, line: GenLine, value: string): GenLine {
  if (value === '') return { ...line, Applies_to_Doc_No: '' };
  const open =
    line.Account_Type === 'Vendor'
      ? company.vendorEntries.find((row) => row.Vendor_No === line.Account_No && fits(row, line, value))
      : company.customerEntries.find((row) => row.Customer_No === line.Account_No && fits(row, line, value));
  if (open === undefined)
    refusals.dialog(
      `There is no open ${line.Account_Type} Ledger Entry with Document Type ${line.Applies_to_Doc_Type}, Document No. ${value}.`,
    );
  return { ...line, Applies_to_Doc_No: value };
}

const fits = (
  row: { readonly Document_No: string; readonly Document_Type: string; readonly Open: boolean },
  line: GenLine,
  value: string,
): boolean =>
  row.Document_No === value &&
  row.Open &&
  (line.Applies_to_Doc_Type === ' ' || row.Document_Type === line.Applies_to_Doc_Type);

/** A table that is empty here. */
function nothingThere(caption: string, related: string): Validate {
  return (_context, line, value) => {
    if (value !== '') refusals.relation(caption, 'Gen. Journal Line', value, related);
    return line;
  };
}

export const batchKey = (line: {
  readonly Journal_Template_Name: string;
  readonly Journal_Batch_Name: string;
}): string => keyText(line.Journal_Template_Name, line.Journal_Batch_Name);
