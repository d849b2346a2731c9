import { navDefaults } from '../nav/index.ts';
import type { Sandbox } from '../sandbox.ts';
import { demoCodeunit } from './nav.ts';
import { demoPins } from './suppliers.ts';

/** What Cin7 does not get to know from NAV. */
export const navCin7Defaults = {
  customers: {
    AccountReceivable: '610',
    RevenueAccount: '200',
    PaymentTerm: '30 days',
    TaxRule: 'Tax on Sales',
  },
  stockAdjustments: { Account: '320' },
} as const;

/** The ERP's side of the pair: a server of the company, Basic sign-in, the API besides the pages. */
export const navPair = (sandbox: Sandbox, credentials: string, tls: object, since: string) => ({
  erp: {
    type: 'nav',
    deployment: 'on-premises',
    credentials,
    serverUrl: sandbox.urls.nav,
    company: navDefaults.company,
    auth: 'basic',
    postCodeunit: demoCodeunit,
    stockClearing: '2910',
    postingGroups: { receipts: 'CIN7REC', shipments: 'CIN7SHIP', adjustments: 'CIN7ADJ' },
    defaults: {
      vendors: {
        Gen_Bus_Posting_Group: 'DOMESTIC',
        VAT_Bus_Posting_Group: 'DOMESTIC',
        Vendor_Posting_Group: 'DOMESTIC',
      },
      customers: {
        Gen_Bus_Posting_Group: 'DOMESTIC',
        VAT_Bus_Posting_Group: 'DOMESTIC',
        Customer_Posting_Group: 'DOMESTIC',
      },
    },
    tls,
  },
  flows: {
    suppliers: { every: '1h', direction: 'both', conflicts: 'erp-wins' },
    customers: { every: '1h', direction: 'both', conflicts: 'erp-wins' },
    purchases: { every: '15m', since, post: true },
    sales: { every: '15m', since, post: true },
    inventory: { every: '15m', since, post: true, direction: 'both' },
  },
  mapping: {
    accounts: {
      '200': { account: '6110', dimensions: { DEPARTMENT: 'SALES' } },
      '310': { account: '2110' },
      '311': { account: '2120' },
      '0310': { account: '8310' },
      '330': { account: '7140' },
      '425': { account: '8210', dimensions: { DEPARTMENT: 'PROD' } },
      '426': { account: '8215' },
      '429': { account: '8240' },
      '441': { account: '8610', dimensions: { DEPARTMENT: 'ADM' } },
      '469': { account: '8130' },
      '480': { account: '8410', dimensions: { DEPARTMENT: 'SALES' } },
    },
    units: { Each: 'PCS', Case: 'CASE', Kg: 'KG', Bottle: 'BOTTLE', Hour: 'HOUR', Item: 'PCS' },
    taxes: {
      'Tax on Purchases': { vatBus: 'DOMESTIC', vatProd: 'VAT20' },
      'Reduced Rate Purchases': { vatBus: 'DOMESTIC', vatProd: 'VAT5' },
      'Tax on Sales': { vatBus: 'DOMESTIC', vatProd: 'VAT20' },
      'Tax Exempt': 'none',
    },
    paymentTerms: {
      COD: 'COD',
      '7 days': '7 DAYS',
      '14 days': '14 DAYS',
      '30 days': '30 DAYS',
      '60 days': '60 DAYS',
      'End of next month': 'CM+1M',
    },
    locations: {
      'Main Warehouse': { code: 'MAIN', inTransit: 'WAY' },
      Showroom: { code: 'SHOWROOM', dimensions: { AREA: 'LONDON' } },
    },
    suppliers: demoPins,
  },
});
