import type { Party } from '../../domain/party.ts';
import type { DefaultFields } from '../shared/defaults.ts';
import type { PublishedPage } from './services.ts';
import { shown } from './services.ts';

/** What the cards of vendors (26) and customers (21) call or do differently; everything else they share. */
export interface PartyShape {
  readonly kind: 'supplier' | 'customer';
  readonly page: 'vendors' | 'customers';
  /** For messages: `vendor`. */
  readonly what: string;
  /** Where its defaults stand in the config. */
  readonly defaults: string;
  /** Captions of Blocked that keep from being booked on. */
  readonly blocked: readonly string[];
  readonly fields: DefaultFields;
}

const common: DefaultFields = {
  No: 'text',
  Address: 'text',
  Address_2: 'text',
  City: 'text',
  County: 'text',
  Post_Code: 'text',
  Country_Region_Code: 'text',
  Phone_No: 'text',
  E_Mail: 'text',
  Home_Page: 'text',
  Fax_No: 'text',
  VAT_Registration_No: 'text',
  Gen_Bus_Posting_Group: 'text',
  VAT_Bus_Posting_Group: 'text',
  Currency_Code: 'text',
  Payment_Terms_Code: 'text',
  Payment_Method_Code: 'text',
  Language_Code: 'text',
  Our_Account_No: 'text',
  Location_Code: 'text',
  Shipment_Method_Code: 'text',
  Prices_Including_VAT: 'boolean',
  Tax_Liable: 'boolean',
  Tax_Area_Code: 'text',
};

export const vendorShape: PartyShape = {
  kind: 'supplier',
  page: 'vendors',
  what: 'vendor',
  defaults: 'erp.defaults.vendors',
  // `Payment` keeps from paying, not from entering invoices.
  blocked: ['All'],
  fields: { ...common, Vendor_Posting_Group: 'text', Purchaser_Code: 'text', Creditor_No: 'text' },
};

export const customerShape: PartyShape = {
  kind: 'customer',
  page: 'customers',
  what: 'customer',
  defaults: 'erp.defaults.customers',
  // `Ship` keeps from shipping only.
  blocked: ['All', 'Invoice'],
  fields: {
    ...common,
    Customer_Posting_Group: 'text',
    Salesperson_Code: 'text',
    Credit_Limit_LCY: 'number',
    Customer_Price_Group: 'text',
    Customer_Disc_Group: 'text',
    Reminder_Terms_Code: 'text',
    Fin_Charge_Terms_Code: 'text',
  },
};

/** A party's fields on the card, in the order in which they are validated: a city may bring a post code along. */
export const cardFields: Readonly<Partial<Record<keyof Party, string>>> = {
  name: 'Name',
  line1: 'Address',
  line2: 'Address_2',
  city: 'City',
  postcode: 'Post_Code',
  state: 'County',
  phone: 'Phone_No',
  email: 'E_Mail',
  taxNumber: 'VAT_Registration_No',
};

/** The control that shows Contact: it has no name of its own on the vendor card of current versions. */
export const contactField = (page: PublishedPage | undefined): string | undefined =>
  shown(page, 'Contact', 'ContactName', 'Control16', 'Primary_Contact');
