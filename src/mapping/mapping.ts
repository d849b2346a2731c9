/** What a pair's `mapping` says, looked up trimmed and without case. Keys are what Cin7 prints. */
export interface Mapping {
  /** `accounts.<code>`. */
  account(cin7Code: string): AccountTarget | undefined;
  /** `accounts.default`: for lines without an account, and only for these. */
  readonly defaultAccount: AccountTarget | undefined;
  tax(rule: string): TaxTarget | 'none' | undefined;
  term(cin7Name: string): string | undefined;
  location(cin7Name: string): LocationTarget | 'ignore' | undefined;
  /** Without an entry the same code. */
  unit(cin7Name: string): string;
  /** Without an entry the same code. */
  currency(cin7Code: string): string;
  /** Without an entry the same code. */
  sku(cin7Sku: string): string;
  /** `suppliers.<name>` / `customers.<name>` / `products.<sku>`: the code at the ERP that settles a match. */
  pin(flow: 'suppliers' | 'customers' | 'products', cin7Key: string): string | undefined;
  /** The way back, for masters: of several Cin7 values on one ERP value the first listed. */
  readonly back: {
    term(erpCode: string): string | undefined;
    unit(erpCode: string): string;
    currency(erpCode: string): string;
    sku(erpCode: string): string;
    location(erpCode: string): string | undefined;
  };
  /** The YAML keys of one table as written, for suggestions and for `mapping check`. */
  keys(table: MappingTable): readonly string[];
}

export type MappingTable =
  | 'accounts'
  | 'units'
  | 'taxes'
  | 'paymentTerms'
  | 'currencies'
  | 'locations'
  | 'suppliers'
  | 'customers'
  | 'products';

export interface AccountTarget {
  readonly account: string;
  readonly dimensions?: Readonly<Record<string, string>> | undefined;
  readonly subaccount?: string | undefined;
  readonly category?: string | undefined;
}

/** Which of these are set depends on the ERP type; the config schema has checked it. */
export interface TaxTarget {
  readonly code?: string | undefined;
  readonly group?: string | undefined;
  readonly itemGroup?: string | undefined;
  readonly vatBus?: string | undefined;
  readonly vatProd?: string | undefined;
  readonly account?: string | undefined;
  readonly detail?: string | undefined;
  readonly category?: string | undefined;
  readonly zone?: string | undefined;
}

export interface LocationTarget {
  readonly code?: string | undefined;
  readonly dimensions?: Readonly<Record<string, string>> | undefined;
  readonly site?: string | undefined;
  readonly warehouse?: string | undefined;
  readonly branch?: string | undefined;
  readonly inTransit?: string | undefined;
}
