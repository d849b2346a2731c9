import type { ErpType } from '../config/schema.ts';

/** What `init` writes. Every value that only its owner knows is a placeholder that a reader notices. */
export const configTemplate = (
  type: ErpType,
  since: string,
): string => `# ml-connector: Cin7 Core and ${type}.
# \`ml-connector config check\` says what is wrong with this file; \`ml-connector config schema\` prints its JSON Schema.
# \${env:NAME} may stand for any value. Paths are relative to this file. No secrets in here: they are in the vault.

state: ./ml-connector.db        # what was read and written, the audit trail
vault: ./ml-connector.vault     # credentials, encrypted

pairs:
  - name: acme                  # your name for this pair; unique
    cin7:
      credentials: acme-cin7    # vault entry: ml-connector credentials set acme-cin7
      requestsPerMinute: 60     # the API's limit; less, if other programs share the account
      # supplierCode: AdditionalAttribute1   # the attribute of a Cin7 supplier that keeps the vendor number, if any
      defaults:                 # what Cin7 requires of new records and the ERP does not know
        suppliers: { AccountPayable: "800", PaymentTerm: 30 days, TaxRule: Tax on Purchases }
        products: { Type: Stock, CostingMethod: FIFO, Category: Other }
${erpTemplates[type] ?? ''}
    flows:                      # a flow runs if its key is here; \`every\` is how often \`sync --due\` runs it
      suppliers: { every: 1h, direction: both, conflicts: erp-wins }
      products: { every: 1d }
      purchases:
        every: 15m
        since: ${since}       # bills dated before this day are left alone for ever: the first day you keep by this tool
        post: false             # true: post each bill once its totals agree; false: leave it as a checked draft

    mapping:                    # left: what Cin7 prints; right: what the ERP calls it
      # \`ml-connector mapping check\` lists everything that is missing here, with lines to paste.
      accounts:
        # "310": { account: "10700", dimensions: { DEPARTMENT: PROD } }
        # default: { account: "10999" }      # for lines without an account
      taxes:
        # Tax on Purchases: { code: TAXABLE }
        # Tax Exempt: none
      paymentTerms:
        # 30 days: NET30
      locations:
        # Main Warehouse: BLUE
        # Showroom: ignore
`;

const erpTemplates: Readonly<Partial<Record<ErpType, string>>> = {
  'business-central': `    erp:
      type: business-central
      credentials: acme-erp     # vault entry: clientId and clientSecret of the Entra app
      tenantId: your-tenant.onmicrosoft.com   # id or domain of your Entra tenant
      environment: production   # as the Business Central admin centre shows it
      company: Your Company     # name or id
`,
};
