import { financeOperationsDefaults } from '../finance-operations/index.ts';
import type { Sandbox } from '../sandbox.ts';
import { demoCrossCompany, demoTerms, demoUnits } from './finance-operations.ts';
import { demoPins } from './suppliers.ts';

/** What a pair needs besides its Cin7 side: everything of the demo data can be written, but for what is wrong on purpose. */
export const financeOperationsPair = (sandbox: Sandbox, credentials: string, tls: object, since: string) => ({
  erp: {
    type: 'finance-operations',
    credentials,
    tenantId: sandbox.credentials.entra.tenantId,
    environmentUrl: sandbox.urls.financeOperations,
    legalEntity: financeOperationsDefaults.legalEntity,
    crossCompany: [demoCrossCompany],
    authority: sandbox.urls.entra,
    procurement: { hierarchy: 'Procurement', default: 'Miscellaneous' },
    defaults: {
      vendors: { VendorGroupId: '10' },
      products: {
        ItemModelGroupId: 'FIFO',
        ProductGroupId: 'Goods',
        StorageDimensionGroupName: 'SiteWH',
        TrackingDimensionGroupName: 'None',
      },
    },
    tls,
  },
  flows: {
    suppliers: { every: '1h', direction: 'both', conflicts: 'erp-wins' },
    products: { every: '1d', direction: 'both', conflicts: 'erp-wins' },
    purchases: { every: '15m', since, documents: ['orders', 'bills', 'credits'] },
  },
  mapping: {
    accounts: {
      '310': { account: '140200', category: 'Miscellaneous' },
      '311': { account: '140210', category: 'Miscellaneous' },
      '0310': { account: '140300', category: 'Packaging' },
      '330': { account: '501200', category: 'Miscellaneous' },
      '425': { account: '601500', category: 'Freight', dimensions: { Department: '023' } },
      '426': { account: '601510', category: 'Customs' },
      '429': { account: '605100' },
      '441': { account: '606200', category: 'Professional services', dimensions: { Department: '024' } },
      '469': { account: '607100', category: 'Storage' },
      '480': { account: '606100', category: 'Marketing', dimensions: { Department: '022' } },
    },
    units: { ...demoUnits, Item: 'ea' },
    taxes: {
      'Tax on Purchases': { group: 'DOM', itemGroup: 'FULL' },
      'Reduced Rate Purchases': { group: 'DOM', itemGroup: 'RED' },
      'Tax Exempt': { group: 'EXEMPT', itemGroup: 'ZERO' },
    },
    paymentTerms: demoTerms,
    locations: {
      'Main Warehouse': { site: '1', warehouse: '11' },
      Showroom: { site: '2', warehouse: '21', dimensions: { BusinessUnit: '002' } },
    },
    suppliers: demoPins,
  },
});
