import { isFailure } from '../../domain/failure.ts';
import { addDays, parsePlainDate } from '../../domain/time.ts';
import type { ReferenceRow, References } from '../../mapping/references.ts';
import type { SystemDeps } from '../shared/options.ts';
import { createReferences } from '../shared/references.ts';
import type { AcumaticaClient } from './client.ts';
import { periodCode } from './periods.ts';
import {
  account,
  currency,
  financialYear,
  ledger,
  subaccount,
  taxCategory,
  taxZone,
  unit,
  warehouse,
} from './wire.ts';

/** The row of the list `setup` that tells of the company; the others are its financial periods. */
export const company = 'company';

/**
 * Reference lists. Only GET is ever sent: accounts and subaccounts could be written through this API, and never are. There
 * is no entity for payment terms and none for branches: their codes are taken on trust.
 */
export function createAcumaticaReferences(client: AcumaticaClient, deps: SystemDeps): References {
  return createReferences({
    key: async () => client.key,
    cache: deps.cache,
    clock: deps.clock,
    loaders: {
      accounts: async () => {
        const select = ['AccountCD', 'Description', 'Type', 'Active', 'CashAccount'];
        const rows = await client.all(account, 'Account', 'list of accounts', {
          keys: ['AccountCD'],
          select,
        });
        return rows.map(({ AccountCD: code, Description: name, Active, CashAccount, Type }) => ({
          code,
          name,
          ...usable(Active !== false, 'Active is false'),
          data: { type: Type, cash: String(CashAccount) },
        }));
      },
      /** Empty where the feature is off or the list forbidden: then subaccounts are not checked. */
      subaccounts: () =>
        permitted(async () => {
          const select = ['SubaccountCD', 'Description', 'Active'];
          const query = { keys: ['SubaccountCD'], select };
          const rows = await client.all(subaccount, 'Subaccount', 'list of subaccounts', query);
          return rows.map((row) => ({
            code: row.SubaccountCD,
            name: row.Description,
            ...usable(row.Active !== false, 'Active is false'),
          }));
        }),
      taxes: async () => {
        const query = { keys: ['TaxCategoryID'], select: ['TaxCategoryID', 'Description', 'Active'] };
        const rows = await client.all(taxCategory, 'TaxCategory', 'list of tax categories', query);
        return rows.map((row) => ({
          code: row.TaxCategoryID,
          name: row.Description,
          ...usable(row.Active !== false, 'Active is false'),
        }));
      },
      taxZones: async () => {
        const query = { keys: ['TaxZoneID'], select: ['TaxZoneID', 'Description'] };
        const rows = await client.all(taxZone, 'TaxZone', 'list of tax zones', query);
        return rows.map((row) => ({ code: row.TaxZoneID, name: row.Description, usable: true }));
      },
      locations: async () => {
        const query = { keys: ['WarehouseID'], select: ['WarehouseID', 'Description', 'Active'] };
        const rows = await client.all(warehouse, 'Warehouse', 'list of warehouses', query);
        return rows.map((row) => ({
          code: row.WarehouseID,
          name: row.Description,
          ...usable(row.Active !== false, 'Active is false'),
        }));
      },
      currencies: async () => {
        const select = ['CurrencyID', 'Description', 'Active', 'DecimalPrecision'];
        const rows = await client.all(currency, 'Currency', 'list of currencies', {
          keys: ['CurrencyID'],
          select,
        });
        return rows.map((row) => ({
          code: row.CurrencyID,
          name: row.Description,
          ...usable(row.Active !== false, 'Active is false'),
          data: { decimals: String(row.DecimalPrecision ?? 2) },
        }));
      },
      units: async () => unitsOf(client),
      setup: async () => [await companyRow(client), ...(await periodRows(client))],
    },
  });
}

const usable = (yes: boolean, why: string): Pick<ReferenceRow, 'usable' | 'why'> =>
  yes ? { usable: true } : { usable: false, why };

/** A list that the user may not read, or of a feature that is off (403), is no list. */
async function permitted(load: () => Promise<ReferenceRow[]>): Promise<ReferenceRow[]> {
  try {
    return await load();
  } catch (error) {
    if (isFailure(error, 'refused') && (error.status === 403 || error.status === 500)) return [];
    throw error;
  }
}

/** Units from 24.200 on; before, conversions between units, each named by the one that it leads from. */
async function unitsOf(client: AcumaticaClient): Promise<ReferenceRow[]> {
  const rows = await client
    .list(unit, 'UnitsOfMeasure', 'list of units', { keys: ['UnitID'] })
    .catch((error: unknown) => {
      if (isFailure(error, 'refused')) return [];
      throw error;
    });
  const codes = new Map(rows.map((row) => [row.UnitID || row.FromUOM, row.Description]));
  codes.delete('');
  return [...codes].map(([code, name]) => ({ code, name: name || code, usable: true }));
}

/** The currency of the books: that of the ledgers that hold actual amounts, if they agree. */
async function companyRow(client: AcumaticaClient): Promise<ReferenceRow> {
  const rows = await client
    .list(ledger, 'Ledger', 'list of ledgers', { keys: ['LedgerID'] })
    .catch((error: unknown) => {
      if (isFailure(error, 'refused')) return [];
      throw error;
    });
  const books = rows.filter(({ Type }) => /^actual$/i.test(Type));
  const found = [...new Set(books.map(({ Currency }) => Currency.toUpperCase()).filter(Boolean))];
  const name = books.map(({ LedgerID }) => LedgerID).join(', ');
  return {
    code: company,
    name,
    usable: true,
    data: { localCurrency: found.length === 1 ? (found[0] ?? '') : '' },
  };
}

/** Financial periods, as far as the user may read them; a period lasts until the next one begins. */
async function periodRows(client: AcumaticaClient): Promise<ReferenceRow[]> {
  const query = { keys: ['FinancialYear'], expand: ['Details'] };
  const years = await client
    .list(financialYear, 'FinancialPeriod', 'list of financial periods', query)
    .catch((error: unknown) => {
      if (isFailure(error, 'refused')) return [];
      throw error;
    });
  const periods = years
    .flatMap(({ Details }) => Details ?? [])
    .filter(({ AdjustmentPeriod, StartDate }) => !AdjustmentPeriod && StartDate !== undefined)
    .sort((a, b) => ((a.StartDate ?? '') < (b.StartDate ?? '') ? -1 : 1));
  return periods.map((period, index) => {
    const from = period.StartDate ?? '';
    const start = parsePlainDate(from);
    // The last one lasts at least until the end of its month.
    const until = periods[index + 1]?.StartDate ?? (start ? addDays(start, 28) : '');
    const open = !period.ClosedInAP && (period.Status === '' || /^open$/i.test(period.Status));
    const id = period.FinancialPeriodID.replace(/\D/g, '');
    return { code: periodCode(id), name: id, usable: true, data: { from, until, open: String(open) } };
  });
}
