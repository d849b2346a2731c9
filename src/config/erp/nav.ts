import { z } from 'zod';
import { code, text } from '../fields.ts';
import { url } from '../urls.ts';
import { onlineAddress } from './business-central.ts';
import { authority, common, tenantId } from './common.ts';

const service = (name: string, page: string) =>
  text().default(name).describe(`Name under which the page ${page} is published.`);

const services = () =>
  z.strictObject({
    generalJournal: service('GeneralJournal', 'General Journal (39)'),
    itemJournal: service('ItemJournal', 'Item Journal (40)'),
    vendors: service('VendorCard', 'Vendor Card (26)'),
    customers: service('CustomerCard', 'Customer Card (21)'),
    items: service('ItemCard', 'Item Card (30)'),
    accounts: service('ChartOfAccounts', 'Chart of Accounts (16)'),
    glEntries: service('GLEntries', 'General Ledger Entries (20)'),
    itemLedgerEntries: service('ItemLedgerEntries', 'Item Ledger Entries (38)'),
    vendorLedgerEntries: service('VendorLedgerEntries', 'Vendor Ledger Entries (29)'),
    customerLedgerEntries: service('CustomerLedgerEntries', 'Customer Ledger Entries (25)'),
    dimensionValues: service('DimensionValues', 'Dimension Values (537)'),
    defaultDimensions: service('DefaultDimensions', 'Default Dimensions (540)'),
  });

const journal = (template: string, batch: string, what: string) =>
  z
    .strictObject({
      template: code().max(10, 'at most 10 characters').default(template).describe('Journal template.'),
      batch: code()
        .max(10, 'at most 10 characters')
        .default(batch)
        .describe('Journal batch, for this connector alone; without number series and balancing account.'),
    })
    .prefault({})
    .describe(`Where ${what} are written.`);

const journals = () =>
  z.strictObject({
    purchases: journal('GENERAL', 'CIN7PURCH', 'bills and credit notes of suppliers'),
    sales: journal('GENERAL', 'CIN7SALES', 'invoices and credit notes of customers'),
    inventory: journal('ITEM', 'CIN7ITEM', 'stock movements'),
  });

const shared = () => ({
  type: z.literal('nav').describe('Dynamics NAV, or Business Central run as NAV.'),
  ...common(),
  api: z
    .enum(['v2.0', 'v1.0', 'beta', 'none'])
    .optional()
    .describe('The standard API that the server has besides the published pages; found out when absent.'),
  services: services().prefault({}).describe('Names of the published web services.'),
  journals: journals().prefault({}).describe('Journal templates and batches.'),
  postCodeunit: z
    .strictObject({
      service: code().describe('Service name of the published codeunit.'),
      procedure: code().describe('Its procedure, called with { templateName, batchName }.'),
    })
    .optional()
    .describe('A codeunit that posts a journal batch, where the site has one.'),
  stockClearing: code()
    .optional()
    .describe('Account that stock lines of bills debit; required with both purchases and inventory.'),
  postingGroups: z
    .strictObject({
      receipts: code().optional().describe('General business posting group of receipts.'),
      shipments: code().optional().describe('General business posting group of shipments.'),
      adjustments: code().optional().describe('General business posting group of adjustments.'),
    })
    .prefault({})
    .describe('General business posting groups of item journal lines.'),
});

export const navOnline = z.strictObject({
  ...shared(),
  deployment: z.literal('online').describe('In the cloud, or on a server of the company.'),
  ...onlineAddress(),
});

export const navOnPremises = z.strictObject({
  ...shared(),
  deployment: z.literal('on-premises').describe('In the cloud, or on a server of the company.'),
  serverUrl: url()
    .default('')
    .describe(
      'Address of the server instance, https://host:7048/INSTANCE. May stand in the vault entry instead.',
    ),
  company: text().describe('Name of the company; upper and lower case count.'),
  tenant: code().optional().describe('Tenant of a multitenant server.'),
  auth: z.enum(['basic', 'ntlm', 'negotiate', 'oauth']).describe('How to sign in.'),
  tenantId: tenantId(),
  authority: authority(),
  scope: code().optional().describe('For oauth: the scope of the server, {AppIdUri}/.default.'),
});

export const nav = z.discriminatedUnion('deployment', [navOnline, navOnPremises]);

export type NavConfig = z.output<typeof nav>;
export type NavOnlineConfig = z.output<typeof navOnline>;
export type NavOnPremisesConfig = z.output<typeof navOnPremises>;
