import { defaultSet, type Owner, tableIds } from './dimensions.ts';
import { refusals } from './errors.ts';
import { recalculated, withCurrency, withDueDate } from './gen-line-amounts.ts';
import type { Account, Company, Customer, GenBatch, GenLine, Vendor } from './state.ts';

/** Setting the account type or number of a general journal line: what it looks up, and what it overwrites. */

const parties = ['Customer', 'Vendor', 'Fixed Asset', 'IC Partner', 'Employee'];

export const isParty = (type: string): boolean => type === 'Customer' || type === 'Vendor';

/** The records whose default dimensions and rules a line has. */
export function ownersOf(line: GenLine): Owner[] {
  const owner = (type: string, no: string): Owner[] => {
    const table = ownerTables[type];
    return no === '' || table === undefined ? [] : [{ table, no }];
  };
  return [...owner(line.Account_Type, line.Account_No), ...owner(line.Bal_Account_Type, line.Bal_Account_No)];
}

const ownerTables: Readonly<Record<string, number>> = {
  'G/L Account': tableIds.account,
  Customer: tableIds.customer,
  Vendor: tableIds.vendor,
};

export function withAccountType(company: Company, batch: GenBatch, line: GenLine, type: string): GenLine {
  if (parties.includes(type) && parties.includes(line.Bal_Account_Type))
    refusals.dialog('Account Type or Bal. Account Type must be a G/L Account or Bank Account.');
  return withAccount(company, batch, { ...line, Account_Type: type }, '');
}

export function withAccount(company: Company, batch: GenBatch, line: GenLine, no: string): GenLine {
  const named = { ...line, Account_No: no };
  if (no === '')
    return withDimensions(company, { ...named, ...noGroups, AccountName: '', Posting_Group: '' });
  switch (line.Account_Type) {
    case 'G/L Account':
      return withDimensions(company, withGlAccount(company, batch, named));
    case 'Vendor':
      return withDimensions(company, withVendor(company, named));
    case 'Customer':
      return withDimensions(company, withCustomer(company, named));
    default:
      return refusals.relation('Account No.', 'Gen. Journal Line', no, line.Account_Type);
  }
}

const noGroups = {
  Gen_Posting_Type: ' ',
  Gen_Bus_Posting_Group: '',
  Gen_Prod_Posting_Group: '',
  VAT_Bus_Posting_Group: '',
  VAT_Prod_Posting_Group: '',
} as const;

const withDimensions = (company: Company, line: GenLine): GenLine =>
  recalculated(company, { ...line, dimensions: defaultSet(company, ownersOf(line)) });

/** With no balancing account the currency is blanked; the account's own VAT groups come along if the batch says so. */
function withGlAccount(company: Company, batch: GenBatch, line: GenLine): GenLine {
  const account = usableAccount(company, 'Account No.', line.Account_No);
  const groups =
    batch.Copy_VAT_Setup_to_Jnl_Lines && account.Gen_Posting_Type !== ' ' ? groupsOf(account) : noGroups;
  const filled = {
    ...line,
    ...groups,
    AccountName: account.Name,
    Description: account.Name,
    Posting_Group: '',
    Salespers_Purch_Code: '',
    Payment_Terms_Code: '',
  };
  return withDueDate(company, line.Bal_Account_No === '' ? withCurrency(company, filled, '') : filled);
}

const groupsOf = (account: Account) => ({
  Gen_Posting_Type: account.Gen_Posting_Type,
  Gen_Bus_Posting_Group: account.Gen_Bus_Posting_Group,
  Gen_Prod_Posting_Group: account.Gen_Prod_Posting_Group,
  VAT_Bus_Posting_Group: account.VAT_Bus_Posting_Group,
  VAT_Prod_Posting_Group: account.VAT_Prod_Posting_Group,
});

export function usableAccount(company: Company, field: string, no: string): Account {
  const account =
    company.accounts.get(no) ?? refusals.relation(field, 'Gen. Journal Line', no, 'G/L Account');
  const test = (what: string, wanted: string, found: string) => {
    if (found !== wanted)
      refusals.field(
        `${what} must be equal to '${wanted}' in G/L Account: No.=${no}. Current value is '${found}'.`,
      );
  };
  test('Account Type', 'Posting', account.Account_Type);
  test('Blocked', 'No', account.Blocked ? 'Yes' : 'No');
  test('Direct Posting', 'Yes', account.Direct_Posting ? 'Yes' : 'No');
  return account;
}

function withVendor(company: Company, line: GenLine): GenLine {
  const vendor =
    company.vendors.get(line.Account_No) ??
    refusals.relation('Account No.', 'Gen. Journal Line', line.Account_No, 'Vendor');
  checkVendor(vendor, line.Document_Type);
  return withParty(company, line, vendor, vendor.Vendor_Posting_Group);
}

function withCustomer(company: Company, line: GenLine): GenLine {
  const customer =
    company.customers.get(line.Account_No) ??
    refusals.relation('Account No.', 'Gen. Journal Line', line.Account_No, 'Customer');
  checkCustomer(customer, line.Document_Type);
  return withParty(company, line, customer, customer.Customer_Posting_Group);
}

function withParty(company: Company, line: GenLine, party: Vendor | Customer, group: string): GenLine {
  const filled = {
    ...line,
    ...noGroups,
    AccountName: party.Name,
    Description: party.Name,
    Posting_Group: group,
    Payment_Terms_Code: party.Payment_Terms_Code,
    Bill_to_Pay_to_No: party.No,
  };
  return withDueDate(company, withCurrency(company, filled, party.Currency_Code));
}

export function checkVendor(vendor: Vendor, documentType: string): void {
  const stopped = vendor.Blocked === 'All' || (vendor.Blocked === 'Payment' && documentType === 'Payment');
  if (stopped)
    refusals.dialog(
      `You cannot create this type of document when Vendor ${vendor.No} is blocked with type ${vendor.Blocked}`,
    );
}

export function checkCustomer(customer: Customer, documentType: string): void {
  const stopped =
    customer.Blocked === 'All' ||
    (customer.Blocked === 'Invoice' && ['Invoice', 'Finance Charge Memo', 'Reminder'].includes(documentType));
  if (stopped)
    refusals.dialog(
      `You cannot create this type of document when Customer ${customer.No} is blocked with type ${customer.Blocked}`,
    );
}
