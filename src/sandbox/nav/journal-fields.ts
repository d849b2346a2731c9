import { bool, code, date, decimal, fixed, int, name, offPage, option, type RowOf, text } from './fields.ts';

/** Controls of page 39, in the page's order, after the table's key (AL source; apis/dynamics-nav.md, section 3). */

export const accountTypes = [
  'G/L Account',
  'Customer',
  'Vendor',
  'Bank Account',
  'Fixed Asset',
  'IC Partner',
  'Employee',
  'Allocation Account',
] as const;
export const documentTypes = [
  ' ',
  'Payment',
  'Invoice',
  'Credit Memo',
  'Finance Charge Memo',
  'Reminder',
  'Refund',
] as const;
export const postingTypes = [' ', 'Purchase', 'Sale', 'Settlement'] as const;

const journalKey = { Journal_Template_Name: code(10), Journal_Batch_Name: code(10), Line_No: int };

const dimensions = {
  Shortcut_Dimension_1_Code: code(20),
  Shortcut_Dimension_2_Code: code(20),
  ShortcutDimCode3: code(20),
  ShortcutDimCode4: code(20),
  ShortcutDimCode5: code(20),
  ShortcutDimCode6: code(20),
  ShortcutDimCode7: code(20),
  ShortcutDimCode8: code(20),
};

/** Place of a dimension by the control that shows it. */
export const shortcutControls: Readonly<Record<string, number>> = Object.fromEntries(
  Object.keys(dimensions).map((control, i) => [control, i + 1]),
);

export const genLineFields = {
  ...journalKey,
  Posting_Date: date,
  Document_Date: date,
  Document_Type: option(...documentTypes),
  Document_No: code(20),
  Incoming_Document_Entry_No: int,
  External_Document_No: code(35),
  Applies_to_Ext_Doc_No: code(35),
  Account_Type: option(...accountTypes),
  Account_No: code(20),
  AccountName: fixed(name),
  Description: name,
  Payer_Information: text(50),
  Transaction_Information: text(100),
  Business_Unit_Code: code(20),
  Salespers_Purch_Code: code(20),
  Campaign_No: code(20),
  Currency_Code: code(10),
  EU_3_Party_Trade: bool,
  Gen_Posting_Type: option(...postingTypes),
  Gen_Bus_Posting_Group: code(20),
  Gen_Prod_Posting_Group: code(20),
  VAT_Bus_Posting_Group: code(20),
  VAT_Prod_Posting_Group: code(20),
  Posting_Group: fixed(code(20)),
  Quantity: decimal,
  Amount: decimal,
  Amount_LCY: decimal,
  Debit_Amount: decimal,
  Credit_Amount: decimal,
  VAT_Amount: decimal,
  VAT_Difference: fixed(decimal),
  Bal_VAT_Amount: fixed(decimal),
  Bal_VAT_Difference: fixed(decimal),
  Bal_Account_Type: option(...accountTypes),
  Bal_Account_No: code(20),
  Bal_Gen_Posting_Type: option(...postingTypes),
  Bal_Gen_Bus_Posting_Group: code(20),
  Bal_Gen_Prod_Posting_Group: code(20),
  Deferral_Code: code(10),
  Bal_VAT_Bus_Posting_Group: code(20),
  Bal_VAT_Prod_Posting_Group: code(20),
  Bill_to_Pay_to_No: code(20),
  Ship_to_Order_Address_Code: code(10),
  Payment_Terms_Code: code(10),
  Applied_Automatically: fixed(bool),
  Applied: fixed(bool),
  Applies_to_Doc_Type: option(...documentTypes),
  Applies_to_Doc_No: code(20),
  Applies_to_ID: code(50),
  On_Hold: code(3),
  Bank_Payment_Type: option(' ', 'Computer Check', 'Manual Check'),
  Reason_Code: code(10),
  Correction: bool,
  Comment: text(250),
  Direct_Debit_Mandate_ID: code(35),
  ...dimensions,
  // Not on page 39: a site that wants them adds them to a copy of the page.
  Due_Date: offPage(date),
  Payment_Reference: offPage(code(50)),
  Currency_Factor: offPage(decimal),
  VAT_Percent: offPage(fixed(decimal)),
} as const;

export type GenLineValues = RowOf<typeof genLineFields>;

export const entryTypes = [
  'Purchase',
  'Sale',
  'Positive Adjmt.',
  'Negative Adjmt.',
  'Transfer',
  'Consumption',
  'Output',
] as const;

/** Controls of page 40. `EntryType` is the visible one, `Entry_Type` the table's own field, hidden but there. */
export const itemLineFields = {
  ...journalKey,
  Posting_Date: date,
  Document_Date: date,
  Entry_Type: option(...entryTypes),
  EntryType: option(...entryTypes.slice(0, 4)),
  Document_No: code(20),
  External_Document_No: code(35),
  Item_No: code(20),
  Variant_Code: code(10),
  Description: name,
  Location_Code: code(10),
  Bin_Code: code(20),
  Salespers_Purch_Code: code(20),
  Gen_Bus_Posting_Group: code(20),
  Gen_Prod_Posting_Group: code(20),
  Quantity: decimal,
  Unit_of_Measure_Code: code(10),
  Unit_Amount: decimal,
  Amount: decimal,
  Discount_Amount: decimal,
  Indirect_Cost_Percent: decimal,
  Unit_Cost: decimal,
  Applies_to_Entry: int,
  Applies_from_Entry: int,
  Transaction_Type: code(10),
  Transport_Method: code(10),
  Country_Region_Code: code(10),
  Reason_Code: code(10),
  Serial_No: code(50),
  Lot_No: code(50),
  ...dimensions,
} as const;

export type ItemLineValues = RowOf<typeof itemLineFields>;
