import { putReference, removeReference } from './lists.ts';
import type { Body, Desk } from './people-desk.ts';
import { accountType } from './reference-model.ts';
import type { Fields, Row } from './rows.ts';
import { defaultChart, putAccount, setFormats } from './setup.ts';

/** Accounts, dimensions, lists of codes, and what the API's user may see. */
export interface SetupPeople {
  addAccount(fields: Body): Row;
  editAccount(account: string, fields: Fields, chart?: string): Row;
  suspendAccount(account: string, suspended?: boolean): Row;
  addDimension(name: string, values: Readonly<Record<string, string>>): void;
  /** The dimensions of the active formats, in their order; without names no format is active. */
  setDimensionFormat(names: readonly string[] | undefined, delimiter?: string): void;
  /** A row of a reference list: `addTo('PaymentTerms', { Name: 'Net45' })`. */
  addTo(set: string, fields: Fields, company?: string): Row;
  removeFrom(set: string, values: readonly string[], company?: string): void;
  /** The user may not read this set: it is refused, or looks empty. Without `how` the user may again. */
  forbid(set: string, how?: 'refused' | 'empty'): void;
}

export function setupPeople({ world, main, row, edit }: Desk): SetupPeople {
  return {
    addAccount: (body) => putAccount(world, body as Fields),
    editAccount: (account, fields, chart = defaultChart) =>
      edit(accountType, row(accountType, '', chart, account), fields),
    suspendAccount: (account, suspended = true) =>
      edit(accountType, row(accountType, '', defaultChart, account), {
        IsSuspended: suspended ? 'Yes' : 'No',
      }),
    addDimension(name, values) {
      putReference(world, 'FinancialDimensions', '', { DimensionName: name });
      for (const [DimensionValue, Description] of Object.entries(values))
        putReference(world, 'FinancialDimensionValues', '', {
          FinancialDimension: name,
          DimensionValue,
          Description,
        });
    },
    setDimensionFormat(names, delimiter = '-') {
      putReference(world, 'DimensionParameters', '', { Key: '0', DimensionSegmentDelimiter: delimiter });
      setFormats(world, names, delimiter);
    },
    addTo: (set, fields, company = main) => putReference(world, set, company, fields),
    removeFrom: (set, values, company = main) => removeReference(world, set, company, ...values),
    forbid(set, how) {
      if (how === undefined) world.forbidden.delete(set);
      else world.forbidden.set(set, how);
    },
  };
}
