import type { Decimal } from '../../domain/decimal.ts';
import type { Instant, PlainDate } from '../../domain/time.ts';

/** What the platform keeps of every record. */
export interface Stamped {
  readonly id: string;
  readonly version: number;
  readonly modifiedAt: Instant;
  /** Who made it; `api` also for what was changed by API later. */
  readonly madeBy: 'api' | 'person' | 'setup';
  /** Place in the order of all changes of the sandbox. */
  readonly madeAs: number;
}

export interface Vendor extends Stamped {
  readonly number: string;
  readonly displayName: string;
  readonly addressLine1: string;
  readonly addressLine2: string;
  readonly city: string;
  readonly state: string;
  readonly country: string;
  readonly postalCode: string;
  readonly phoneNumber: string;
  readonly email: string;
  readonly website: string;
  readonly taxRegistrationNumber: string;
  /** Blank for the local currency. */
  readonly currencyCode: string;
  readonly irs1099Code: string;
  readonly paymentTermsCode: string;
  readonly paymentMethodCode: string;
  readonly taxLiable: boolean;
  readonly blocked: '_x0020_' | 'Payment' | 'All';
  /** Whether it has a general business and a vendor posting group. */
  readonly postingGroups: boolean;
  /** Blank: itself. */
  readonly payToVendorNumber: string;
  readonly pricesIncludeTax: boolean;
}

export interface Item extends Stamped {
  readonly number: string;
  readonly displayName: string;
  readonly displayName2: string;
  readonly type: 'Inventory' | 'Service' | 'Non_x002D_Inventory';
  readonly itemCategoryCode: string;
  readonly blocked: boolean;
  readonly gtin: string;
  readonly unitPrice: Decimal;
  readonly unitCost: Decimal;
  readonly taxGroupCode: string;
  readonly baseUnitOfMeasureCode: string;
  /** Its own units besides the base unit. */
  readonly units: readonly string[];
  readonly generalProductPostingGroupCode: string;
  readonly inventoryPostingGroupCode: string;
}

export interface Account extends Stamped {
  readonly number: string;
  readonly displayName: string;
  readonly category: string;
  readonly subCategory: string;
  readonly accountType: 'Posting' | 'Heading' | 'Total' | 'Begin_x002D_Total' | 'End_x002D_Total';
  readonly blocked: boolean;
  readonly directPosting: boolean;
  /** The tax group that a line with it starts with. */
  readonly taxGroupCode: string;
}

/** A row of a small table: a code, a name and what else the table has. */
export interface Coded extends Stamped {
  readonly code: string;
  readonly displayName: string;
  readonly more: Readonly<Record<string, string | number | boolean>>;
}

export interface TaxGroup extends Coded {
  readonly percent: Decimal;
  /** What a line shows as its tax code when it is read (AL source: Purch. Inv. Aggregator, SetTaxGroupIdAndCode). */
  readonly vatIdentifier: string;
  readonly account: string;
}

export interface DimensionValue extends Coded {
  readonly dimension: string;
}

export interface DefaultDimension extends Stamped {
  readonly parentType: 'Vendor' | 'Item' | 'Account';
  /** The number of the vendor, item or account. */
  readonly parent: string;
  readonly dimension: string;
  /** Blank: no value, only the rule. */
  readonly value: string;
  readonly postingValidation: '_x0020_' | 'Code_x0020_Mandatory' | 'Same_x0020_Code' | 'No_x0020_Code';
}

/** Local currency per one foreign, from a date on. */
export interface ExchangeRate {
  readonly currency: string;
  readonly from: PlainDate;
  readonly rate: Decimal;
}

export interface PriceListLine {
  readonly vendor: string;
  readonly item: string;
  readonly unitCost: Decimal;
}

/** Dimension code -> value code. */
export type DimensionSet = Readonly<Record<string, string>>;

export type LineType =
  | 'Comment'
  | 'Account'
  | 'Item'
  | 'Resource'
  | 'Fixed_x0020_Asset'
  | 'Charge'
  | 'Allocation_x0020_Account';

export interface DocumentLine {
  readonly id: string;
  readonly sequence: number;
  readonly lineType: LineType;
  readonly lineObjectNumber: string;
  readonly description: string;
  readonly description2: string;
  readonly unitOfMeasureCode: string;
  readonly unitCost: Decimal;
  readonly quantity: Decimal;
  readonly discountPercent: Decimal;
  readonly discountAmount: Decimal;
  readonly taxGroupCode: string;
  readonly locationCode: string;
  readonly expectedReceiptDate: string;
  readonly dimensions: DimensionSet;
}

export type DocumentKind = 'invoice' | 'memo';

/** A purchase invoice or credit memo, draft or posted: the id stays, the number changes when it is posted. */
export interface PurchaseDocument extends Stamped {
  readonly kind: DocumentKind;
  readonly number: string;
  readonly status: 'Draft' | 'Open' | 'Paid' | 'Canceled' | 'Corrective';
  readonly documentDate: string;
  readonly postingDate: string;
  readonly dueDate: string;
  readonly externalNumber: string;
  readonly vendorNumber: string;
  /** Copied from the vendor when it is chosen, as the names below. */
  readonly vendorName: string;
  readonly payToVendorNumber: string;
  readonly payToName: string;
  /** Blank for the local currency. */
  readonly currencyCode: string;
  readonly paymentTermsCode: string;
  readonly purchaser: string;
  readonly pricesIncludeTax: boolean;
  readonly invoiceDiscount: Decimal;
  /** Number of the posted invoice that a memo applies to. */
  readonly appliesTo: string;
  /** Addresses as sent, by API field name. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly dimensions: DimensionSet;
  readonly lines: readonly DocumentLine[];
  /** What the site adds to the tax of the document: makes its total differ. */
  readonly quirk: Decimal;
  readonly approved: boolean;
  /** A person changed it. */
  readonly editedByPerson: boolean;
  /** Place of its posting in the order of all changes of the sandbox. */
  readonly postedAs?: number | undefined;
  /** Of a posted document: what is still to be paid. */
  readonly remaining: Decimal;
}

export interface GlEntry extends Stamped {
  readonly entryNumber: number;
  readonly postingDate: string;
  readonly documentNumber: string;
  readonly documentType: 'Invoice' | 'Credit_x0020_Memo';
  readonly accountNumber: string;
  readonly description: string;
  /** Positive: debit; negative: credit. Local currency. */
  readonly amount: Decimal;
  readonly dimensions: DimensionSet;
}

export interface GeneralSetup extends Stamped {
  readonly localCurrencyCode: string;
  /** Blank: open. */
  readonly allowPostingFrom: string;
  readonly allowPostingTo: string;
  readonly shortcutDimensions: readonly string[];
  /** A range of the API's own user; no API shows it. */
  readonly userPostingFrom: string;
  readonly userPostingTo: string;
}
