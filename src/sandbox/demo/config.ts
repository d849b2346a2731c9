import { stringify } from 'yaml';
import { businessCentralDefaults } from '../business-central/index.ts';
import type { Sandbox } from '../sandbox.ts';
import { unitCodes } from './business-central.ts';
import { demoCalendar } from './purchases.ts';
import { demoPins } from './suppliers.ts';

export interface DemoConfigOptions {
  /** Where the authority's certificate is written; default `./sandbox-ca.pem`. */
  readonly caFile?: string | undefined;
  readonly state?: string | undefined;
  readonly vault?: string | undefined;
}

/** Names of the vault's entries. */
export const demoCredentialNames = { cin7: 'demo-cin7', erp: 'demo-erp' } as const;

/** What the vault must hold for `demoConfig`. */
export const demoCredentials = ({ credentials }: Sandbox): Record<string, Record<string, string>> => ({
  [demoCredentialNames.cin7]: { ...credentials.cin7 },
  [demoCredentialNames.erp]: {
    clientId: credentials.entra.clientId,
    clientSecret: credentials.entra.clientSecret,
  },
});

/**
 * The configuration of a pair named `demo`. Every authorised bill of the demo data can be posted with it, but the three
 * of `demoProblems`: account 453 is not mapped, one bill is dated in a closed period, one has a tax that differs.
 */
export function demoConfig(sandbox: Sandbox, options: DemoConfigOptions = {}) {
  const {
    caFile = './sandbox-ca.pem',
    state = './ml-connector.db',
    vault = './ml-connector.vault',
  } = options;
  const tls = { ca: caFile };
  const { since } = demoCalendar(sandbox.clock.now());
  return {
    state,
    vault,
    pairs: [
      {
        name: 'demo',
        cin7: {
          credentials: demoCredentialNames.cin7,
          baseUrl: sandbox.urls.cin7,
          tls,
          defaults: {
            suppliers: { AccountPayable: '800', PaymentTerm: '30 days', TaxRule: 'Tax on Purchases' },
            products: { Category: 'Dry goods', Type: 'Stock', CostingMethod: 'FIFO', PriceTier1: 0 },
          },
        },
        erp: {
          type: 'business-central',
          credentials: demoCredentialNames.erp,
          tenantId: sandbox.credentials.entra.tenantId,
          environment: businessCentralDefaults.environment,
          company: businessCentralDefaults.company,
          baseUrl: sandbox.urls.businessCentral,
          authority: sandbox.urls.entra,
          tls,
        },
        flows: {
          suppliers: { every: '1h', direction: 'both', conflicts: 'erp-wins' },
          products: { every: '1d' },
          purchases: { every: '15m', since, post: true },
        },
        mapping: demoMapping,
      },
    ],
  };
}

export const demoConfigText = (sandbox: Sandbox, options?: DemoConfigOptions): string =>
  stringify(demoConfig(sandbox, options), { aliasDuplicateObjects: false });

const demoMapping = {
  accounts: {
    '310': { account: '10700' },
    '311': { account: '10720' },
    '0310': { account: '0310' },
    '330': { account: '50200' },
    '425': { account: '50400', dimensions: { DEPARTMENT: 'PROD' } },
    '426': { account: '50410' },
    '429': { account: '60200' },
    '441': { account: '60400', dimensions: { DEPARTMENT: 'ADM' } },
    '469': { account: '60100' },
    '480': { account: '60300', dimensions: { DEPARTMENT: 'SALES' } },
  },
  units: { ...unitCodes, Item: 'PCS' },
  taxes: {
    'Tax on Purchases': { code: 'STANDARD' },
    'Reduced Rate Purchases': { code: 'REDUCED' },
    'Tax Exempt': { code: 'ZERO' },
  },
  paymentTerms: {
    COD: 'COD',
    '7 days': '7 DAYS',
    '14 days': '14 DAYS',
    '30 days': '30 DAYS',
    '60 days': '60 DAYS',
    'End of next month': 'CM+1M',
  },
  locations: { 'Main Warehouse': 'MAIN', Showroom: { code: 'SHOWROOM', dimensions: { AREA: 'LONDON' } } },
  suppliers: demoPins,
} as const;
