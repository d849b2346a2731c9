import type { ErpType } from '../config/schema.ts';

/** The parts of `init`'s config that differ between ERPs, as YAML at their place's indentation. */
export interface ErpTemplate {
  /** Keys under `cin7`. */
  readonly cin7: string;
  /** Keys under `erp`, behind type and credentials. */
  readonly erp: (since: string) => string;
  /** Entries under `flows`. */
  readonly flows: (since: string) => string;
  /** Entries under `mapping`. */
  readonly mapping: string;
}

const since = (date: string, what: string): string =>
  `        since: ${date}       # ${what} dated before this day are left alone for ever: the first day you keep by this tool\n`;

const purchases = (date: string, more: string): string =>
  `      purchases:\n        every: 15m\n${since(date, 'documents')}${more}`;

const suppliers = '      suppliers: { every: 1h, direction: both, conflicts: erp-wins }\n';
const products = '      products: { every: 1d }\n';
const post =
  '        post: false             # true: post each bill once its totals agree; false: leave it as a checked draft\n';

const codeInAttribute =
  '      # supplierCode: AdditionalAttribute1   # the attribute of a Cin7 supplier that keeps the vendor number, if any\n';

const entra = (secret: string): string =>
  `      tenantId: your-tenant.onmicrosoft.com   # id or domain of your Entra tenant; ${secret}\n`;

const mapping = (account: string, tax: string, location: string): string => `\
      accounts:
        # "310": ${account}
        # default: { account: "10999" }      # for lines without an account
      taxes:
        # Tax on Purchases: ${tax}
        # Tax Exempt: none
      paymentTerms:
        # 30 days: NET30
      locations:
        # Main Warehouse: ${location}
        # Showroom: ignore
`;

export const erpTemplates: Readonly<Record<ErpType, ErpTemplate>> = {
  'business-central': {
    cin7: codeInAttribute,
    erp: () => `${entra('vault entry: clientId and clientSecret of the Entra app')}\
      environment: production   # as the Business Central admin centre shows it
      company: Your Company     # name or id
`,
    flows: (date) => suppliers + products + purchases(date, post),
    mapping: mapping('{ account: "10700", dimensions: { DEPARTMENT: PROD } }', '{ code: TAXABLE }', 'BLUE'),
  },
  'finance-operations': {
    cin7: codeInAttribute,
    erp: () => `${entra('vault entry: clientId and clientSecret of the Entra app')}\
      environmentUrl: https://your-site.operations.dynamics.com
      legalEntity: USMF         # documents are written to this one only
      # crossCompany: [USRT]    # vendors and products of these are read besides
      # dimensions: { format: [BusinessUnit, Department], delimiter: "-" }   # as in the active default dimension format
      numbering: { vendors: sequence, purchaseOrders: sequence }   # ours: we number, the sequence is manual
      procurement: { hierarchy: Procurement, default: Miscellaneous }   # category of service lines and charges
      defaults:
        vendors: { VendorGroupId: "10" }
        # Posting a stocked line raises F&O's stock, and nothing here lowers it. Does F&O keep your stock? Then take your
        # stocked item model group; else one that is not stocked, as here.
        products: { ItemModelGroupId: NONSTOCK, ProductGroupId: Other, StorageDimensionGroupName: SiteWH, TrackingDimensionGroupName: None }
`,
    flows: (date) =>
      `${suppliers}      products: { every: 1d, direction: both, conflicts: erp-wins }\n${purchases(
        date,
        '        documents: [orders, bills, credits]   # people post in F&O\n        post: false\n',
      )}`,
    mapping: mapping(
      '{ account: "140200", dimensions: { Department: "022" } }',
      '{ group: CA, itemGroup: FULL }',
      '{ site: "1", warehouse: "11" }',
    ),
  },
  nav: {
    cin7: '',
    erp: () => `\
      deployment: on-premises   # online: tenantId, environment and company, as for business-central
      serverUrl: https://nav.example.com:7048/BC140
      company: CRONUS International Ltd.   # the name, exactly as the server writes it
      auth: ntlm                # basic, negotiate, oauth; the vault entry: domain, username, password (basic: username, webServiceKey)
      # tls: { ca: ./internal-ca.pem }     # the authority that signed the server's certificate
      journals:                 # batches for this connector alone
        purchases: { template: GENERAL, batch: CIN7PURCH }
        sales: { template: GENERAL, batch: CIN7SALES }
        inventory: { template: ITEM, batch: CIN7ITEM }
      # postCodeunit: { service: Cin7Posting, procedure: PostBatch }   # where the site has one
      # stockClearing: "2910"   # required when purchases and inventory both run
`,
    flows: (date) =>
      `${suppliers}      customers: { every: 1h, direction: both, conflicts: erp-wins }\n${purchases(date, post)}      sales:\n        every: 15m\n${since(date, 'sales')}        post: false\n`,
    mapping: mapping(
      '{ account: "2110", dimensions: { DEPARTMENT: SALES } }',
      '{ vatBus: DOMESTIC, vatProd: VAT25 }   # VAT entries arise; { account: "5610" }: a line of its own',
      '{ code: BLUE }',
    ),
  },
  gp: {
    cin7: codeInAttribute,
    erp: (date) => `\
      serviceUrl: https://gp.example.com:48620/DynamicsGPWebServices/DynamicsGPService.asmx
      protocol: soap            # sba: https://host:port/GPService
      auth: ntlm                # or negotiate; vault entry: domain, username, password
      company: Fabrikam, Inc.   # the display name
      # tls: { ca: ./internal-ca.pem }     # the authority that signed the server's certificate
      accounts:
        payable: 000-2100-00    # where the vendor has none
        # accruedPurchases: 000-2111-00    # required with the flow receipts
      freightAccounts: []       # Cin7 accounts whose charges are freight
      openPeriods: { from: ${date.slice(0, 4)}-01-01, to: ${date.slice(0, 4)}-12-31 }   # documents outside are held
`,
    flows: (date) =>
      `      suppliers: { every: 1h }\n${products}${purchases(date, '        post: false             # GP documents are posted by people\n')}`,
    mapping: mapping(
      '{ account: 000-1300-01 }',
      '{ account: 000-2300-00, detail: USASTE-PS6N0 }',
      'WAREHOUSE',
    ),
  },
  acumatica: {
    cin7: `\
      supplierCode: AdditionalAttribute1     # the attribute of a Cin7 supplier that keeps VendorID
      # orderReference: AdditionalAttribute2 # the attribute of a Cin7 purchase that keeps the order number; for direction: both
`,
    erp: () => `\
      instanceUrl: https://your-site.example.com
      endpointVersion: 24.200.001   # \`ping\` lists those that the site has
      tenant: Company
      branch: MAIN
      auth: oauth               # vault entry: clientId, clientSecret, username, password; session: username, password
      # linkOrders: true        # bill lines refer to order lines
      # orderItem: CIN7ITEM     # non-stock item for products that Acumatica does not know
      # subaccount: 000-000     # of accounts that name none
      # taxZone: DOMESTIC
`,
    flows: (date) => suppliers + purchases(date, post),
    mapping: mapping(
      '{ account: "12100", subaccount: 000-100 }',
      '{ category: TAXABLE, zone: DOMESTIC }',
      '{ warehouse: MAIN, branch: MAIN }',
    ),
  },
};
