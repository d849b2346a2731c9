import type { NavConfig } from '../../config/schema.ts';
import { Failure } from '../../domain/failure.ts';
import { title } from './capabilities.ts';
import type { Published, Service } from './metadata.ts';

/** Pages that the config names. */
export type ConfiguredPage = keyof NavConfig['services'];
/** Pages that are told by their fields, whatever they are published as: optional, but they tell what to check. */
export type SetupPage = 'ledgerSetup' | 'userSetup' | 'generalBatches' | 'itemBatches';
export type Page = ConfiguredPage | SetupPage;

/** A page under the name that this site publishes it as. */
export interface PublishedPage extends Service {
  readonly name: string;
}

export type Pages = Readonly<Partial<Record<Page, PublishedPage>>>;

/** Objects behind the services, for what an administrator must do. */
export const objects: Readonly<Record<Page, string>> = {
  generalJournal: 'General Journal (39)',
  itemJournal: 'Item Journal (40)',
  vendors: 'Vendor Card (26)',
  customers: 'Customer Card (21)',
  items: 'Item Card (30)',
  accounts: 'Chart of Accounts (16)',
  glEntries: 'General Ledger Entries (20)',
  itemLedgerEntries: 'Item Ledger Entries (38)',
  vendorLedgerEntries: 'Vendor Ledger Entries (29)',
  customerLedgerEntries: 'Customer Ledger Entries (25)',
  dimensionValues: 'Dimension Values (537)',
  defaultDimensions: 'Default Dimensions (540)',
  ledgerSetup: 'General Ledger Setup (118)',
  userSetup: 'User Setup (119)',
  generalBatches: 'General Journal Batches (251)',
  itemBatches: 'Item Journal Batches (262)',
};

const signs: Readonly<Record<SetupPage, readonly string[]>> = {
  ledgerSetup: ['Allow_Posting_From', 'Allow_Posting_To', 'LCY_Code'],
  userSetup: ['User_ID', 'Allow_Posting_From', 'Allow_Posting_To'],
  generalBatches: ['Journal_Template_Name', 'Name', 'No_Series', 'Bal_Account_No'],
  itemBatches: ['Journal_Template_Name', 'Name', 'No_Series'],
};

/** The pages that are published of those that we know. */
export function pagesOf({ services }: Published, configured: NavConfig['services']): Pages {
  const found: Partial<Record<Page, PublishedPage>> = {};
  for (const [page, name] of Object.entries(configured) as [ConfiguredPage, string][]) {
    const service = services[name];
    if (service) found[page] = { name, ...service };
  }
  for (const [page, fields] of Object.entries(signs) as [SetupPage, readonly string[]][]) {
    const taken = Object.values(found).map(({ name }) => name);
    const match = Object.entries(services).find(
      ([name, service]) => !taken.includes(name) && fields.every((field) => field in service.fields),
    );
    if (match) found[page] = { name: match[0], ...match[1] };
  }
  return found;
}

/** @throws Failure that tells the administrator what to publish. */
export function pageIn(pages: Pages, page: Page, configured: NavConfig['services']): PublishedPage {
  const found = pages[page];
  if (found) return found;
  const name = page in configured ? configured[page as ConfiguredPage] : page;
  throw new Failure({
    kind: 'refused',
    system: title,
    code: 'service-missing',
    message: `${title} publishes no web service ${name}. An administrator must publish page ${objects[page]} under this name on the page "Web Services", or correct erp.services.`,
  });
}

/** The first of these fields that a page shows: names of controls differ between versions. */
export const shown = (page: Service | undefined, ...names: readonly string[]): string | undefined =>
  names.find((name) => page !== undefined && name in page.fields);
