import type { z } from 'zod';
import type { ReferenceRow, References } from '../../mapping/references.ts';
import type { SystemDeps } from '../shared/options.ts';
import { createReferences } from '../shared/references.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { account, location, me, named, paymentTerm, taxRule } from './wire.ts';

/**
 * Reference lists (API Blueprint, "Reference books" and "Me"). There is no list of currencies. Only GET is ever sent: the
 * chart of accounts could be written through this API, and never is.
 */
export function createCin7References(client: Cin7Client, deps: SystemDeps): References {
  async function rows<T>(
    path: string,
    key: string,
    name: string,
    schema: z.ZodType<T>,
    row: (item: T) => ReferenceRow,
  ): Promise<ReferenceRow[]> {
    const found: ReferenceRow[] = [];
    for await (const page of client.pages(path, key, name)) {
      for (const json of page.rows) {
        found.push(row(readWire(schema, { status: page.response.status, json }, { system: title, name })));
      }
    }
    return found;
  }

  return createReferences({
    key: async () => `cin7:${client.account}`,
    cache: deps.cache,
    clock: deps.clock,
    loaders: {
      accounts: () =>
        rows('/ref/account', 'AccountsList', 'list of accounts', account, (item) => ({
          code: item.Code,
          name: item.Name,
          ...usable(item.Status === '' || /^active$/i.test(item.Status), `its status is ${item.Status}`),
          data: {
            class: item.Class,
            type: item.Type,
            systemAccount: item.SystemAccount,
            systemAccountCode: item.SystemAccountCode,
          },
        })),
      taxes: () =>
        rows('/ref/tax', 'TaxRuleList', 'list of tax rules', taxRule, (item) => ({
          code: item.Name,
          name: item.Name,
          ...usable(item.IsActive !== false, 'it is not active'),
          data: {
            purchase: String(item.IsTaxForPurchase !== false),
            sale: String(item.IsTaxForSale !== false),
            inclusive: String(item.TaxInclusive),
            percent: String(item.TaxPercent ?? ''),
          },
        })),
      paymentTerms: () =>
        rows('/ref/paymentterm', 'PaymentTermList', 'list of payment terms', paymentTerm, (item) => ({
          code: item.Name,
          name: item.Name,
          ...usable(item.IsActive !== false, 'it is not active'),
        })),
      units: () => rows('/ref/unit', 'UnitList', 'list of units', named, plain),
      categories: () => rows('/ref/category', 'CategoryList', 'list of categories', named, plain),
      locations: () =>
        rows('/ref/location', 'LocationList', 'list of locations', location, (item) => ({
          code: item.Name,
          name: item.Name,
          ...usable(!(item.IsDeprecated || item.Deprecated), 'it is deprecated'),
        })),
      setup: async () => {
        const name = 'company settings';
        const settings = readWire(me, await client.get('/me', name), { system: title, name });
        return [
          {
            code: 'me',
            name: settings.Company,
            usable: true,
            data: {
              currency: settings.Currency.toUpperCase(),
              timeZone: settings.TimeZone,
              lockDate: settings.LockDate,
              taxCalculationMethod: settings.TaxCalculationMethod,
            },
          },
        ];
      },
    },
  });
}

/** The company's base currency; suppliers and purchases that name none are in it. */
export const baseCurrency = async (references: References): Promise<string> =>
  (await references.load('setup')).get('me')?.data?.['currency'] ?? '';

const plain = (item: { readonly Name: string }): ReferenceRow => ({
  code: item.Name,
  name: item.Name,
  usable: true,
});

const usable = (yes: boolean, why: string): Pick<ReferenceRow, 'usable' | 'why'> =>
  yes ? { usable: true } : { usable: false, why };
