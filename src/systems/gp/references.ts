import type { GpConfig, PairConfig } from '../../config/schema.ts';
import { fold } from '../../domain/text.ts';
import type { AccountTarget, TaxTarget } from '../../mapping/mapping.ts';
import type { ReferenceRow, References } from '../../mapping/references.ts';
import type { SystemDeps } from '../shared/options.ts';
import { createReferences } from '../shared/references.ts';
import type { GpApi } from './api.ts';
import { entriesOf } from './document-context.ts';

/** Reference lists; only ever read. Neither interface shows fiscal periods or tax details, SOAP no payment terms. */
export function createGpReferences(api: GpApi, pair: PairConfig, deps: SystemDeps): References {
  const { paymentTerms } = api;
  return createReferences({
    key: () => api.key(),
    cache: deps.cache,
    clock: deps.clock,
    loaders: {
      // Without a chart of accounts to look at, what the config names has to be believed.
      accounts: async () => (await api.accounts()) ?? configured(pair),
      currencies: () => api.currencies(),
      items: async () =>
        (await api.items.all()).map(({ id, name, usable, why }) => ({
          code: id,
          name,
          usable,
          ...(why === undefined ? {} : { why }),
        })),
      ...(paymentTerms ? { paymentTerms } : {}),
    },
  });
}

function configured(pair: PairConfig): ReferenceRow[] {
  const own = Object.values((pair.erp as GpConfig).accounts).flatMap((account) => account ?? []);
  const mapped = entriesOf<AccountTarget>(pair.mapping.accounts).map(([, { account }]) => account);
  const taxes = entriesOf<TaxTarget | 'none'>(pair.mapping.taxes).flatMap(([, tax]) =>
    tax === 'none' ? [] : (tax.account ?? []),
  );
  return [...new Set([...own, ...mapped, ...taxes])].map((code) => ({ code, name: '', usable: true }));
}

/** Cin7's code of a currency by GP's name for it. Blank is the company's own, which GP does not name: it stays blank. */
export const isoReader =
  (references: References, back: (code: string) => string) =>
  async (currency: string): Promise<string> => {
    if (currency === '') return '';
    const mapped = back(currency);
    if (fold(mapped) !== fold(currency)) return fold(mapped);
    const { rows } = await references.load('currencies');
    const iso = rows.find(
      (row) => fold(row.data?.['code']) === fold(currency) && /^[A-Z]{3}$/.test(row.code),
    );
    return fold(iso?.code ?? currency);
  };
