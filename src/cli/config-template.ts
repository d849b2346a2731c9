import type { ErpType } from '../config/schema.ts';
import { erpTemplates } from './erp-templates.ts';

/** What `init` writes. Every value that only its owner knows is a placeholder that a reader notices. */
export function configTemplate(type: ErpType, since: string): string {
  const { cin7, erp, flows, mapping } = erpTemplates[type];
  return `\
# ml-connector: Cin7 Core and ${type}.
# \`ml-connector config check\` says what is wrong with this file; \`ml-connector config schema\` prints its JSON Schema.
# \${env:NAME} may stand for any value. Paths are relative to this file. No secrets in here: they are in the vault.

state: ./ml-connector.db        # what was read and written, the audit trail
vault: ./ml-connector.vault     # credentials, encrypted

pairs:
  - name: acme                  # your name for this pair; unique
    cin7:
      credentials: acme-cin7    # vault entry: ml-connector credentials set acme-cin7
      requestsPerMinute: 60     # the API's limit; less, if other programs share the account
${cin7}\
      defaults:                 # what Cin7 requires of new records and the ERP does not know
        suppliers: { AccountPayable: "800", PaymentTerm: 30 days, TaxRule: Tax on Purchases }
        products: { Type: Stock, CostingMethod: FIFO, Category: Other }
    erp:
      type: ${type}
      credentials: acme-erp     # vault entry: ml-connector credentials set acme-erp
${erp(since)}\
    flows:                      # a flow runs if its key is here; \`every\` is how often \`sync --due\` runs it
${flows(since)}\

    mapping:                    # left: what Cin7 prints; right: what the ERP calls it
      # \`ml-connector mapping check\` lists everything that is missing here, with lines to paste.
${mapping}`;
}
