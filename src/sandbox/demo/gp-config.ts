import { addDays } from '../../domain/time.ts';
import { gpDefaults } from '../gp/index.ts';
import type { Sandbox } from '../sandbox.ts';
import { gpSchedules, gpTerms, gpVendorId } from './gp.ts';
import { demoCalendar } from './purchases.ts';
import { demoPins } from './suppliers.ts';

/** What a pair needs besides its Cin7 side. Only bills of the supplier that GP lacks cannot be mapped, and account 453. */
export function gpPair(sandbox: Sandbox, credentials: string, tls: object, since: string) {
  const { openFrom, today } = demoCalendar(sandbox.clock.now());
  return {
    erp: {
      type: 'gp',
      credentials,
      serviceUrl: sandbox.urls.gp,
      protocol: 'soap',
      auth: 'ntlm',
      company: gpDefaults.company,
      accounts: {
        payable: '000-2100-00',
        accruedPurchases: '000-2111-00',
        freight: '000-6500-00',
        misc: '000-6700-00',
        tradeDiscount: '000-4600-00',
        priceVariance: '000-4730-00',
      },
      freightAccounts: ['425'],
      openPeriods: { from: openFrom, to: addDays(today, 60) },
      rateDirection: { EUR: 'multiply', USD: 'multiply' },
      unitSchedules: gpSchedules,
      tls,
    },
    flows: {
      suppliers: { every: '1h' },
      products: { every: '1d' },
      purchases: { every: '15m', since },
    },
    mapping: {
      accounts: {
        '310': { account: '000-1300-01' },
        '311': { account: '000-1300-02' },
        '0310': { account: '000-6600-00' },
        '330': { account: '000-4610-00' },
        '425': { account: '000-6500-00' },
        '426': { account: '000-6510-00' },
        '429': { account: '000-6200-00' },
        '441': { account: '000-6400-00' },
        '469': { account: '000-6100-00' },
        '480': { account: '000-6300-00' },
      },
      units: {},
      taxes: {
        'Tax on Purchases': { account: '000-2300-00', detail: 'VAT-P20' },
        'Reduced Rate Purchases': { account: '000-2310-00', detail: 'VAT-P5' },
        'Tax Exempt': 'none',
      },
      paymentTerms: gpTerms,
      locations: { 'Main Warehouse': 'MAIN', Showroom: 'SHOWROOM' },
      suppliers: Object.fromEntries(Object.keys(demoPins).map((name) => [name, gpVendorId({ name })])),
    },
  };
}
