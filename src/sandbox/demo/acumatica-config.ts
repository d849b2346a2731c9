import { acumaticaDefaults } from '../acumatica/index.ts';
import type { Sandbox } from '../sandbox.ts';
import { acumaticaTerms, acumaticaUnits } from './acumatica.ts';
import { demoPins } from './suppliers.ts';

/** Where the Cin7 side keeps what Acumatica numbers. */
export const acumaticaCin7 = {
  supplierCode: 'AdditionalAttribute1',
  orderReference: 'AdditionalAttribute2',
} as const;

/** What a pair needs besides its Cin7 side: everything of the demo data can be written, but for what is wrong on purpose. */
export const acumaticaPair = (sandbox: Sandbox, credentials: string, tls: object, since: string) => ({
  erp: {
    type: 'acumatica',
    credentials,
    instanceUrl: sandbox.urls.acumatica,
    ...acumaticaDefaults,
    auth: 'oauth',
    closeOrders: true,
    orderItem: 'CIN7ITEM',
    subaccount: '000-000',
    taxZone: 'DOMESTIC',
    defaults: {
      vendors: [
        {
          when: { currency: 'EUR' },
          set: { VendorClass: 'FOREIGN', PrintOrders: false, SendOrdersbyEmail: false },
        },
        {
          when: { currency: 'USD' },
          set: { VendorClass: 'FOREIGN', PrintOrders: false, SendOrdersbyEmail: false },
        },
        { set: { VendorClass: 'DEFAULT', PrintOrders: false, SendOrdersbyEmail: false } },
      ],
    },
    tls,
  },
  flows: {
    suppliers: { every: '1h', direction: 'both', conflicts: 'erp-wins' },
    purchases: {
      every: '15m',
      since,
      post: true,
      direction: 'both',
      documents: ['orders', 'bills', 'credits'],
    },
  },
  mapping: {
    accounts: {
      '310': { account: '10700' },
      '311': { account: '10720' },
      '0310': { account: '0310' },
      '330': { account: '50200' },
      '425': { account: '50400', subaccount: 'PRD-000' },
      '426': { account: '50410' },
      '429': { account: '60200' },
      '441': { account: '60400', subaccount: 'ADM-000' },
      '469': { account: '60100' },
      '480': { account: '60300', subaccount: 'SAL-000' },
    },
    units: acumaticaUnits,
    taxes: {
      'Tax on Purchases': { category: 'STANDARD', zone: 'DOMESTIC' },
      'Reduced Rate Purchases': { category: 'REDUCED', zone: 'DOMESTIC' },
      'Tax Exempt': { category: 'ZERO', zone: 'DOMESTIC' },
    },
    paymentTerms: acumaticaTerms,
    locations: {
      'Main Warehouse': { warehouse: 'MAIN', branch: 'MAIN' },
      Showroom: { warehouse: 'SHOWROOM', branch: 'LONDON' },
    },
    suppliers: demoPins,
  },
});
