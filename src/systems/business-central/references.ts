import type { ReferenceRow, References } from '../../mapping/references.ts';
import type { SystemDeps } from '../shared/options.ts';
import { createReferences } from '../shared/references.ts';
import type { BusinessCentralClient } from './client.ts';
import { account, coded, currency, dimension, item, setup } from './wire.ts';

/** The one row of the list `setup`. */
export const company = 'company';

/**
 * Reference lists (AL pages in microsoft/ALAppExtensions:Apps/W1/APIV2). Only GET is ever sent: accounts, dimensions and
 * the ledger set-up are read-only in this API anyway.
 */
export function createBusinessCentralReferences(client: BusinessCentralClient, deps: SystemDeps): References {
  const codes = (set: string, name: string) => async () =>
    (await client.all(coded, set, name, { select: ['id', 'code', 'displayName'] })).map(plain);

  const references: References = createReferences({
    key: () => client.key(),
    cache: deps.cache,
    clock: deps.clock,
    loaders: {
      accounts: async () => {
        const select = ['number', 'displayName', 'category', 'accountType', 'blocked', 'directPosting'];
        const rows = await client.all(account, 'accounts', 'list of accounts', { select });
        return rows.map((row) => {
          // What a line of a document needs (table Purchase Line, CheckGLAcc and its TestField).
          const why = [
            row.accountType === 'Posting' ? '' : `accountType is ${row.accountType}`,
            row.blocked ? 'blocked is true' : '',
            row.directPosting ? '' : 'directPosting is false',
          ].filter(Boolean);
          return {
            code: row.number,
            name: row.displayName,
            ...(why.length === 0 ? { usable: true } : { usable: false, why: why.join(', ') }),
            data: { category: row.category },
          };
        });
      },
      dimensions: async () =>
        (
          await client.all(dimension, 'dimensions', 'list of dimensions', {
            select: ['id', 'code', 'displayName'],
          })
        ).map(plain),
      dimensionValues: async () => {
        const rows = await client.all(dimension, 'dimensions', 'list of dimension values', {
          expand: ['dimensionValues'],
        });
        return rows.flatMap(({ code, dimensionValues = [] }) =>
          dimensionValues.map((value) => ({
            code: `${code}/${value.code}`,
            name: value.displayName,
            usable: true,
          })),
        );
      },
      taxes: codes('taxGroups', 'list of tax groups'),
      paymentTerms: codes('paymentTerms', 'list of payment terms'),
      units: codes('unitsOfMeasure', 'list of units'),
      locations: codes('locations', 'list of locations'),
      countries: codes('countriesRegions', 'list of countries'),
      currencies: async () => {
        const local = (await references.load('setup')).get(company)?.data?.['localCurrency'] ?? '';
        const rows = await client.all(currency, 'currencies', 'list of currencies');
        const listed = rows.map((row) => ({
          ...plain(row),
          data: { decimals: decimals(row.amountDecimalPlaces) },
        }));
        // The company's own currency is usually not in the list.
        const missing = local !== '' && !rows.some(({ code }) => code === local);
        return missing ? [...listed, { code: local, name: 'local currency', usable: true }] : listed;
      },
      items: async () => {
        const select = ['id', 'number', 'displayName', 'type', 'blocked', 'baseUnitOfMeasureCode'];
        const rows = await client.all(item, 'items', 'list of items', { select });
        return rows.map((row) => ({
          code: row.number,
          name: row.displayName,
          ...(row.blocked ? { usable: false, why: 'blocked is true' } : { usable: true }),
          data: { id: row.id, unit: row.baseUnitOfMeasureCode, type: row.type },
        }));
      },
      setup: async () => {
        const [row] = await client.all(setup, 'generalLedgerSetup', 'general ledger setup');
        return [
          {
            code: company,
            name: 'general ledger setup',
            usable: true,
            data: {
              localCurrency: row?.localCurrencyCode ?? '',
              allowPostingFrom: row?.allowPostingFrom ?? '',
              allowPostingTo: row?.allowPostingTo ?? '',
            },
          },
        ];
      },
    },
  });
  return references;
}

const plain = (row: {
  readonly id: string;
  readonly code: string;
  readonly displayName: string;
}): ReferenceRow => ({
  code: row.code,
  name: row.displayName,
  usable: true,
  data: { id: row.id },
});

/** `2:2` means at least and at most two. */
const decimals = (text: string): string => /:(\d+)/.exec(text)?.[1] ?? '2';
