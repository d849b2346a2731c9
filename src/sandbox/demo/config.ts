import { stringify } from 'yaml';
import { businessCentralDefaults } from '../business-central/index.ts';
import type { Sandbox, StandinType } from '../sandbox.ts';
import { acumaticaCin7, acumaticaPair } from './acumatica-config.ts';
import { unitCodes } from './business-central.ts';
import { financeOperationsPair } from './finance-operations-config.ts';
import { gpPair } from './gp-config.ts';
import { navCin7Defaults, navPair } from './nav-config.ts';
import { demoCalendar } from './purchases.ts';
import { demoPins } from './suppliers.ts';

export interface DemoConfigOptions {
  /** Where the authority's certificate is written; default `./sandbox-ca.pem`. */
  readonly caFile?: string | undefined;
  readonly state?: string | undefined;
  readonly vault?: string | undefined;
}

export interface DemoConfig {
  readonly state: string;
  readonly vault: string;
  readonly pairs: readonly DemoPair[];
}

/** As it stands in the file. */
export interface DemoPair {
  readonly name: string;
  readonly cin7: Readonly<Record<string, unknown>> & { readonly credentials: string };
  readonly erp: Readonly<Record<string, unknown>> & { readonly type: string; readonly credentials: string };
  readonly flows: Readonly<Record<string, object>> & { readonly purchases: { readonly since: string } };
  readonly mapping: Readonly<Record<string, object>>;
}

/** The pair of an ERP: `demo` for Business Central, `demo-finance-operations` and so on. */
export const demoPairName = (type: StandinType): string =>
  type === 'business-central' ? 'demo' : `demo-${type}`;

/**
 * Names of the vault's entries of a pair. Each has its own for Cin7 too, since two pairs on one entry would have to
 * share the locations between them.
 */
const credentialNames = (type: StandinType) => ({
  cin7: `${demoPairName(type)}-cin7`,
  erp: `${demoPairName(type)}-erp`,
});

/** What the vault must hold for `demoConfig`. */
export const demoCredentials = ({ credentials, erps }: Sandbox): Record<string, Record<string, string>> =>
  Object.fromEntries(
    erps.flatMap((type) => {
      const names = credentialNames(type);
      const { clientId, clientSecret } = credentials.entra;
      const erp =
        type === 'acumatica' || type === 'gp' || type === 'nav'
          ? { ...credentials[type] }
          : { clientId, clientSecret };
      return [
        [names.cin7, { ...credentials.cin7 }],
        [names.erp, erp],
      ];
    }),
  );

/**
 * The configuration of one pair for each ERP that was started. With `demo` every authorised bill of the demo data can be
 * posted but the three of `demoProblems`: account 453 is not mapped, one bill is dated in a closed period, one has a tax
 * that differs.
 */
export function demoConfig(sandbox: Sandbox, options: DemoConfigOptions = {}): DemoConfig {
  const {
    caFile = './sandbox-ca.pem',
    state = './ml-connector.db',
    vault = './ml-connector.vault',
  } = options;
  const tls = { ca: caFile };
  const { since } = demoCalendar(sandbox.clock.now());
  const cin7Of = (type: StandinType) => ({
    credentials: credentialNames(type).cin7,
    baseUrl: sandbox.urls.cin7,
    tls,
    ...(type === 'acumatica' ? acumaticaCin7 : {}),
    defaults: {
      suppliers: { AccountPayable: '800', PaymentTerm: '30 days', TaxRule: 'Tax on Purchases' },
      products: { Category: 'Dry goods', Type: 'Stock', CostingMethod: 'FIFO', PriceTier1: 0 },
      ...(type === 'nav' ? navCin7Defaults : {}),
    },
  });
  return {
    state,
    vault,
    pairs: sandbox.erps.flatMap((type) => {
      const pair = makers[type]?.(sandbox, credentialNames(type).erp, tls, since);
      return pair === undefined ? [] : [{ name: demoPairName(type), cin7: cin7Of(type), ...pair }];
    }),
  };
}

function businessCentralPair(sandbox: Sandbox, credentials: string, tls: object, since: string) {
  return {
    erp: {
      type: 'business-central',
      credentials,
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
  };
}

/** The ERP's side of a pair, its flows and its mapping. */
type Maker = (
  sandbox: Sandbox,
  credentials: string,
  tls: object,
  since: string,
) => Pick<DemoPair, 'erp' | 'flows' | 'mapping'>;

const makers: Readonly<Partial<Record<StandinType, Maker>>> = {
  'business-central': businessCentralPair,
  'finance-operations': financeOperationsPair,
  acumatica: acumaticaPair,
  nav: navPair,
  gp: gpPair,
};

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
