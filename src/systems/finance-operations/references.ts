import type { z } from 'zod';
import type { FinanceOperationsConfig } from '../../config/schema.ts';
import { Failure } from '../../domain/failure.ts';
import { dateOf, type PlainDate } from '../../domain/time.ts';
import type { ReferenceIndex, ReferenceRow, References } from '../../mapping/references.ts';
import { text } from '../odata/literal.ts';
import { equal, type Filter, filterAny } from '../odata/query.ts';
import type { SystemDeps } from '../shared/options.ts';
import { createReferences } from '../shared/references.ts';
import { title } from './capabilities.ts';
import type { FinanceOperationsClient } from './client.ts';
import { isGone } from './errors.ts';
import { mainAccount, named } from './wire.ts';

type Named = z.output<typeof named>;

/** Rows of the list `setup`. */
export const siteRow = (site: string): string => `site/${site}`;
export const vendorGroupRow = (group: string): string => `vendor group/${group}`;
export const companyRow = 'company';

/** Stands alone in a list that the site does not show: its codes are then taken on trust. */
const unshown = '*';
export const shown = (index: ReferenceIndex): ReferenceIndex | undefined =>
  index.get(unshown) === undefined ? index : undefined;

/**
 * Reference lists (Microsoft's Common Data Model, core/operationsCommon; recorded answers). Only GET is ever sent: chart
 * of accounts, dimensions and groups are configuration that people keep.
 */
export function createFinanceOperationsReferences(
  client: FinanceOperationsClient,
  erp: Pick<FinanceOperationsConfig, 'chartOfAccounts' | 'dimensions'>,
  deps: SystemDeps,
): References {
  const own = async (): Promise<Filter> => equal('dataAreaId', text(await client.company()));
  const list = (set: string, name: string, select: readonly string[], filter?: Filter): Promise<Named[]> =>
    client.all(named, set, name, { select, filter });
  /** A set whose name no source confirms: a site may call it otherwise. */
  const guessed = async (rows: () => Promise<ReferenceRow[]>): Promise<ReferenceRow[]> => {
    try {
      return await rows();
    } catch (error) {
      if (isGone(error)) return [{ code: unshown, name: 'this site does not show the list', usable: false }];
      throw error;
    }
  };

  return createReferences({
    key: () => client.key(),
    cache: deps.cache,
    clock: deps.clock,
    loaders: {
      accounts: async () => {
        const filter = equal('ChartOfAccounts', text(await chartOf(client, erp.chartOfAccounts)));
        const select = [
          'MainAccountId',
          'Name',
          'MainAccountType',
          'IsSuspended',
          'DoNotAllowManualEntry',
          'ActiveFrom',
          'ActiveTo',
        ];
        const rows = await client.all(mainAccount, 'MainAccounts', 'list of main accounts', {
          select,
          filter,
        });
        const today = dateOf(deps.clock.now());
        return rows.map((row) => {
          const why = unusable(row, today);
          return {
            code: row.MainAccountId,
            name: row.Name,
            ...(why === '' ? { usable: true } : { usable: false, why }),
            data: { type: row.MainAccountType },
          };
        });
      },
      // Only those of the configured format have a place in the strings that are sent.
      dimensions: async () => erp.dimensions.format.map((code) => ({ code, name: code, usable: true })),
      dimensionValues: async () => {
        const rows: ReferenceRow[] = [];
        for (const filter of filterAny('FinancialDimension', erp.dimensions.format.map(text))) {
          for (const row of await client.all(named, 'FinancialDimensionValues', 'list of dimension values', {
            filter,
          }))
            rows.push(valueRow(row));
        }
        return rows;
      },
      taxes: async () =>
        rowsOf(
          await list('TaxGroups', 'list of sales tax groups', ['TaxGroupCode', 'Description'], await own()),
          'TaxGroupCode',
          'Description',
        ),
      taxItemGroups: () =>
        guessed(async () =>
          rowsOf(
            await list(
              'TaxItemGroupHeadings',
              'list of item sales tax groups',
              ['TaxItemGroup', 'Name'],
              await own(),
            ),
            'TaxItemGroup',
            'Name',
          ),
        ),
      paymentTerms: async () =>
        rowsOf(
          await list('PaymentTerms', 'list of payment terms', ['Name', 'Description'], await own()),
          'Name',
          'Description',
        ),
      units: async () =>
        rowsOf(
          await list('UnitsOfMeasure', 'list of units', ['UnitSymbol', 'UnitDescription']),
          'UnitSymbol',
          'UnitDescription',
        ),
      currencies: async () =>
        rowsOf(
          await list('Currencies', 'list of currencies', ['CurrencyCode', 'Name']),
          'CurrencyCode',
          'Name',
        ),
      categories: () =>
        guessed(async () =>
          rowsOf(
            await list('ProcurementProductCategories', 'list of procurement categories', ['CategoryName']),
            'CategoryName',
            '',
          ),
        ),
      locations: async () => {
        const select = ['WarehouseId', 'WarehouseName', 'OperationalSiteId'];
        const rows = await list('Warehouses', 'list of warehouses', select, await own());
        return rows.map((row) => ({
          ...rowOf(row, 'WarehouseId', 'WarehouseName'),
          data: { site: textOf(row, 'OperationalSiteId') },
        }));
      },
      items: async () => {
        const select = ['ItemNumber', 'ProductSearchName'];
        const rows = await list('ReleasedProductsV2', 'list of items', select, await own());
        return rowsOf(rows, 'ItemNumber', 'ProductSearchName');
      },
      setup: async () => {
        const company = await client.company();
        const filter = await own();
        const sites = await list('OperationalSites', 'list of sites', ['SiteId', 'SiteName'], filter);
        const groups = await list(
          'VendorGroups',
          'list of vendor groups',
          ['VendorGroupId', 'Description'],
          filter,
        );
        return [
          { code: companyRow, name: 'legal entity', usable: true, data: { company } },
          ...rowsOf(sites, 'SiteId', 'SiteName').map((row) => ({ ...row, code: siteRow(row.code) })),
          ...rowsOf(groups, 'VendorGroupId', 'Description').map((row) => ({
            ...row,
            code: vendorGroupRow(row.code),
          })),
        ];
      },
    },
  });
}

/** Which chart a company uses stands in its ledger's set-up, which no entity shows: named in the config, or the only one. */
async function chartOf(client: FinanceOperationsClient, configured: string | undefined): Promise<string> {
  if (configured !== undefined) return configured;
  const rows = await client.all(named, 'ChartOfAccounts', 'list of charts of accounts', {
    select: ['ChartOfAccounts'],
  });
  const charts = rows.map((row) => textOf(row, 'ChartOfAccounts'));
  const [only, ...others] = charts;
  if (only !== undefined && others.length === 0) return only;
  throw new Failure({
    kind: 'refused',
    system: title,
    code: 'chart',
    message: `${title}: ${charts.length === 0 ? 'no chart of accounts is shown' : `there are several charts of accounts: ${charts.join(', ')}`}. In the config, set erp.chartOfAccounts to that of the legal entity's ledger.`,
  });
}

function unusable(row: z.output<typeof mainAccount>, today: PlainDate): string {
  const why = [
    row.IsSuspended ? 'IsSuspended is Yes' : '',
    row.DoNotAllowManualEntry ? 'DoNotAllowManualEntry is Yes' : '',
    /^(Total|Reporting)$/.test(row.MainAccountType) ? `MainAccountType is ${row.MainAccountType}` : '',
    row.ActiveFrom !== undefined && today < row.ActiveFrom ? `active from ${row.ActiveFrom}` : '',
    row.ActiveTo !== undefined && today > row.ActiveTo ? `active to ${row.ActiveTo}` : '',
  ];
  return why.filter(Boolean).join(', ');
}

function valueRow(row: Named): ReferenceRow {
  const suspended = /^yes$/i.test(textOf(row, 'IsSuspended'));
  return {
    code: `${textOf(row, 'FinancialDimension')}/${textOf(row, 'DimensionValue')}`,
    name: textOf(row, 'Description'),
    ...(suspended ? { usable: false, why: 'IsSuspended is Yes' } : { usable: true }),
  };
}

const textOf = (row: Named, field: string): string => {
  const value = row[field];
  return typeof value === 'string' ? value : '';
};

const rowOf = (row: Named, code: string, name: string): ReferenceRow => ({
  code: textOf(row, code),
  name: name === '' ? '' : textOf(row, name),
  usable: true,
});
const rowsOf = (rows: readonly Named[], code: string, name: string): ReferenceRow[] =>
  rows.map((row) => rowOf(row, code, name));
