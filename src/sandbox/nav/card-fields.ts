import { bool, code, date, decimal, fixed, int, name, offPage, option, type RowOf, text } from './fields.ts';

/** Controls of the cards and small pages: 26, 21, 30, 16, 17, 537, 540, 118, 119, 251, 262. */

const party = {
  No: code(20),
  Name: name,
  Name_2: text(50),
  Search_Name: { type: 'code' as const, length: 100, navLength: 50 },
  Address: name,
  Address_2: text(50),
  Country_Region_Code: code(10),
  City: text(30),
  County: text(30),
  Post_Code: code(20),
  Phone_No: text(30),
  MobilePhoneNo: text(30),
  E_Mail: text(80),
  Fax_No: text(30),
  Home_Page: { type: 'text' as const, length: 255, navLength: 80 },
  Our_Account_No: text(20),
  Language_Code: code(10),
  VAT_Registration_No: text(20),
  Gen_Bus_Posting_Group: code(20),
  VAT_Bus_Posting_Group: code(20),
  Currency_Code: code(10),
  Payment_Terms_Code: code(10),
  Payment_Method_Code: code(10),
  Last_Date_Modified: fixed(date),
  Balance_LCY: fixed(decimal),
};

export const vendorFields = {
  ...party,
  Blocked: option(' ', 'Payment', 'All'),
  Privacy_Blocked: bool,
  Balance_Due_LCY: fixed(decimal),
  Purchaser_Code: code(20),
  /** `Control16` in current versions, `Contact` in NAV. */
  Contact: name,
  Pay_to_Vendor_No: code(20),
  Prices_Including_VAT: bool,
  Vendor_Posting_Group: code(20),
  Tax_Liable: bool,
  Creditor_No: code(20),
} as const;

export const customerFields = {
  ...party,
  Blocked: option(' ', 'Ship', 'Invoice', 'All'),
  Privacy_Blocked: bool,
  Balance_Due_LCY: fixed(decimal),
  Credit_Limit_LCY: decimal,
  Salesperson_Code: code(20),
  /** The customer card's name for Contact. */
  ContactName: name,
  Bill_to_Customer_No: code(20),
  Prices_Including_VAT: bool,
  Customer_Posting_Group: code(20),
  Tax_Liable: bool,
} as const;

export const itemFields = {
  No: code(20),
  Description: name,
  Description_2: offPage(text(50)),
  Blocked: bool,
  Type: option('Inventory', 'Service', 'Non-Inventory'),
  Base_Unit_of_Measure: code(10),
  Last_Date_Modified: fixed(date),
  GTIN: code(14),
  Item_Category_Code: code(20),
  Inventory: fixed(decimal),
  Costing_Method: option('FIFO', 'LIFO', 'Specific', 'Average', 'Standard'),
  Standard_Cost: decimal,
  Unit_Cost: decimal,
  Last_Direct_Cost: decimal,
  Unit_Price: decimal,
  Gen_Prod_Posting_Group: code(20),
  VAT_Prod_Posting_Group: code(20),
  Inventory_Posting_Group: code(20),
  Item_Tracking_Code: code(10),
  Vendor_No: code(20),
  Location_Filter: code(10),
} as const;

export const accountFields = {
  No: fixed(code(20)),
  Name: fixed(name),
  Income_Balance: fixed(option('Income Statement', 'Balance Sheet')),
  Account_Category: fixed(
    option(' ', 'Assets', 'Liabilities', 'Equity', 'Income', 'Cost of Goods Sold', 'Expense'),
  ),
  Account_Type: fixed(option('Posting', 'Heading', 'Total', 'Begin-Total', 'End-Total')),
  Direct_Posting: fixed(bool),
  Totaling: fixed(text(250)),
  Gen_Posting_Type: fixed(option(' ', 'Purchase', 'Sale')),
  Gen_Bus_Posting_Group: fixed(code(20)),
  Gen_Prod_Posting_Group: fixed(code(20)),
  VAT_Bus_Posting_Group: fixed(code(20)),
  VAT_Prod_Posting_Group: fixed(code(20)),
  Net_Change: fixed(decimal),
  Balance: fixed(decimal),
  /** On page 17 only. */
  Blocked: offPage(fixed(bool)),
} as const;

export const dimensionValueFields = {
  Dimension_Code: fixed(code(20)),
  Code: fixed(code(20)),
  Name: fixed(text(50)),
  Dimension_Value_Type: fixed(option('Standard', 'Heading', 'Total', 'Begin-Total', 'End-Total')),
  Totaling: fixed(text(250)),
  Blocked: fixed(bool),
  Consolidation_Code: fixed(code(20)),
} as const;

export const defaultDimensionFields = {
  Table_ID: int,
  No: code(20),
  Dimension_Code: code(20),
  Dimension_Value_Code: code(20),
  Value_Posting: option(' ', 'Code Mandatory', 'Same Code', 'No Code'),
} as const;

export const setupFields = {
  Primary_Key: fixed(code(10)),
  Allow_Posting_From: fixed(date),
  Allow_Posting_To: fixed(date),
  LCY_Code: fixed(code(10)),
  Global_Dimension_1_Code: fixed(code(20)),
  Global_Dimension_2_Code: fixed(code(20)),
  Shortcut_Dimension_3_Code: fixed(code(20)),
  Shortcut_Dimension_4_Code: fixed(code(20)),
  Shortcut_Dimension_5_Code: fixed(code(20)),
  Shortcut_Dimension_6_Code: fixed(code(20)),
  Shortcut_Dimension_7_Code: fixed(code(20)),
  Shortcut_Dimension_8_Code: fixed(code(20)),
} as const;

export const userSetupFields = {
  User_ID: fixed(code(50)),
  Allow_Posting_From: fixed(date),
  Allow_Posting_To: fixed(date),
} as const;

export const genBatchFields = {
  Journal_Template_Name: fixed(code(10)),
  Name: fixed(code(10)),
  Description: fixed(text(100)),
  Bal_Account_Type: fixed(option('G/L Account', 'Customer', 'Vendor', 'Bank Account')),
  Bal_Account_No: fixed(code(20)),
  No_Series: fixed(code(20)),
  Posting_No_Series: fixed(code(20)),
  Reason_Code: fixed(code(10)),
  Copy_VAT_Setup_to_Jnl_Lines: fixed(bool),
  Allow_VAT_Difference: fixed(bool),
} as const;

export const itemBatchFields = {
  Journal_Template_Name: fixed(code(10)),
  Name: fixed(code(10)),
  Description: fixed(text(100)),
  No_Series: fixed(code(20)),
  Posting_No_Series: fixed(code(20)),
  Reason_Code: fixed(code(10)),
} as const;

export type VendorValues = RowOf<typeof vendorFields>;
export type CustomerValues = RowOf<typeof customerFields>;
export type ItemValues = RowOf<typeof itemFields>;
export type AccountValues = RowOf<typeof accountFields>;
export type DimensionValueValues = RowOf<typeof dimensionValueFields>;
export type DefaultDimensionValues = RowOf<typeof defaultDimensionFields>;
export type SetupValues = RowOf<typeof setupFields>;
export type UserSetupValues = RowOf<typeof userSetupFields>;
export type GenBatchValues = RowOf<typeof genBatchFields>;
export type ItemBatchValues = RowOf<typeof itemBatchFields>;
