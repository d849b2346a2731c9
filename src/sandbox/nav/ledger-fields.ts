import { bool, code, date, decimal, fixed, int, name, offPage, option, type RowOf, text } from './fields.ts';
import { accountTypes, documentTypes, entryTypes, postingTypes } from './journal-fields.ts';

/** Controls of the pages 20, 29, 25 and 38 (AL source). Nobody writes them from outside. */

const reversal = {
  Reversed: fixed(bool),
  Reversed_by_Entry_No: fixed(int),
  Reversed_Entry_No: fixed(int),
};

export const glEntryFields = {
  Posting_Date: fixed(date),
  Document_Type: fixed(option(...documentTypes)),
  Document_No: fixed(code(20)),
  G_L_Account_No: fixed(code(20)),
  G_L_Account_Name: fixed(name),
  Description: fixed(name),
  Global_Dimension_1_Code: fixed(code(20)),
  Global_Dimension_2_Code: fixed(code(20)),
  Gen_Posting_Type: fixed(option(...postingTypes)),
  Gen_Bus_Posting_Group: fixed(code(20)),
  Gen_Prod_Posting_Group: fixed(code(20)),
  VAT_Bus_Posting_Group: fixed(code(20)),
  VAT_Prod_Posting_Group: fixed(code(20)),
  Quantity: fixed(decimal),
  Amount: fixed(decimal),
  Debit_Amount: fixed(decimal),
  Credit_Amount: fixed(decimal),
  VAT_Amount: fixed(decimal),
  Bal_Account_Type: fixed(option(...accountTypes)),
  Bal_Account_No: fixed(code(20)),
  User_ID: fixed(code(50)),
  Source_Code: fixed(code(10)),
  Source_Type: fixed(
    option(' ', 'Customer', 'Vendor', 'Bank Account', 'Fixed Asset', 'IC Partner', 'Employee'),
  ),
  Source_No: fixed(code(20)),
  Reason_Code: fixed(code(10)),
  ...reversal,
  Entry_No: fixed(int),
  Transaction_No: fixed(int),
  Dimension_Set_ID: fixed(int),
  External_Document_No: fixed(code(35)),
} as const;

const partyEntry = {
  Posting_Date: fixed(date),
  Document_Date: fixed(date),
  Document_Type: fixed(option(...documentTypes)),
  Document_No: fixed(code(20)),
  External_Document_No: fixed(code(35)),
  Description: fixed(name),
  Global_Dimension_1_Code: fixed(code(20)),
  Global_Dimension_2_Code: fixed(code(20)),
  Currency_Code: fixed(code(10)),
  Payment_Method_Code: fixed(code(10)),
  Original_Amount: fixed(decimal),
  Original_Amt_LCY: fixed(decimal),
  Amount: fixed(decimal),
  Amount_LCY: fixed(decimal),
  Debit_Amount: fixed(decimal),
  Credit_Amount: fixed(decimal),
  Remaining_Amount: fixed(decimal),
  Remaining_Amt_LCY: fixed(decimal),
  Bal_Account_Type: fixed(option(...accountTypes)),
  Bal_Account_No: fixed(code(20)),
  Due_Date: fixed(date),
  Open: fixed(bool),
  On_Hold: fixed(code(3)),
  User_ID: fixed(code(50)),
  Source_Code: fixed(code(10)),
  Reason_Code: fixed(code(10)),
  ...reversal,
  Entry_No: fixed(int),
  Transaction_No: fixed(int),
  Dimension_Set_ID: fixed(int),
};

export const vendorEntryFields = {
  ...partyEntry,
  Vendor_No: fixed(code(20)),
  Vendor_Name: fixed(name),
  Vendor_Posting_Group: fixed(code(20)),
  Payment_Reference: fixed(code(50)),
} as const;

export const customerEntryFields = {
  ...partyEntry,
  Customer_No: fixed(code(20)),
  Customer_Name: fixed(name),
  Customer_Posting_Group: fixed(code(20)),
} as const;

/** Page 38 shows no external document number (AL source): a site that wants it adds it. */
export const itemEntryFields = {
  Posting_Date: fixed(date),
  Entry_Type: fixed(option(...entryTypes)),
  Document_Type: fixed(option(' ')),
  Document_No: fixed(code(20)),
  Document_Line_No: fixed(int),
  Item_No: fixed(code(20)),
  Variant_Code: fixed(code(10)),
  Description: fixed(name),
  Global_Dimension_1_Code: fixed(code(20)),
  Global_Dimension_2_Code: fixed(code(20)),
  Serial_No: fixed(code(50)),
  Lot_No: fixed(code(50)),
  Location_Code: fixed(code(10)),
  Quantity: fixed(decimal),
  Invoiced_Quantity: fixed(decimal),
  Remaining_Quantity: fixed(decimal),
  Qty_per_Unit_of_Measure: fixed(decimal),
  Unit_of_Measure_Code: fixed(code(10)),
  Sales_Amount_Actual: fixed(decimal),
  Cost_Amount_Actual: fixed(decimal),
  Cost_Amount_Non_Invtbl: fixed(decimal),
  Completely_Invoiced: fixed(bool),
  Open: fixed(bool),
  Entry_No: fixed(int),
  Dimension_Set_ID: fixed(int),
  Source_Type: fixed(option(' ', 'Customer', 'Vendor', 'Item')),
  Source_No: fixed(code(20)),
  External_Document_No: offPage(fixed(code(35))),
} as const;

/** No page of ours shows it. */
export const vatEntryFields = {
  Entry_No: int,
  Document_No: code(20),
  Posting_Date: date,
  Type: option(...postingTypes),
  VAT_Bus_Posting_Group: code(20),
  VAT_Prod_Posting_Group: code(20),
  Base: decimal,
  Amount: decimal,
  Bill_to_Pay_to_No: code(20),
  Text: text(50),
} as const;

export type GlEntryValues = RowOf<typeof glEntryFields>;
export type VendorEntryValues = RowOf<typeof vendorEntryFields>;
export type CustomerEntryValues = RowOf<typeof customerEntryFields>;
export type ItemEntryValues = RowOf<typeof itemEntryFields>;
export type VatEntryValues = RowOf<typeof vatEntryFields>;
