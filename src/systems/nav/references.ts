import { isFailure } from '../../domain/failure.ts';
import { fold } from '../../domain/text.ts';
import type { ReferenceRow, References } from '../../mapping/references.ts';
import type { SystemDeps } from '../shared/options.ts';
import { createReferences } from '../shared/references.ts';
import type { NavClient } from './client.ts';
import { isAbsent } from './errors.ts';
import { readItems } from './items.ts';
import { optionOf, type Row, textOf, yesOf } from './rows.ts';
import { readSetup } from './setup.ts';
import { account, coded, dimension } from './wire.ts';

/** Tables whose records have default dimensions (table Default Dimension, field Table ID). */
export const tables = { account: 15, customer: 18, vendor: 23, item: 27 } as const;

/**
 * Reference lists, from the standard API where the server has it, else from published pages. Only GET is ever sent.
 * Lists that only the API shows are empty without it: then codes are taken on trust (`shownList` in setup.ts).
 */
export function createNavReferences(
  client: NavClient,
  deps: SystemDeps,
  username: string | undefined,
): References {
  const codes = (set: string, name: string) => async () =>
    ((await client.apiAll(coded, set, name)) ?? []).map(plain);

  return createReferences({
    key: async () => client.site.key,
    cache: deps.cache,
    clock: deps.clock,
    loaders: {
      accounts: async () => (await apiAccounts(client)) ?? pageAccounts(client),
      dimensions: async () => {
        const values = await valuesOf(client);
        const seen = new Map(values.map(({ dimension: code }) => [fold(code), code]));
        return [...seen.values()].map((code) => ({ code, name: code, usable: true }));
      },
      dimensionValues: async () => (await valuesOf(client)).map(({ row }) => row),
      defaultDimensions: () => defaultDimensions(client),
      currencies: codes('currencies', 'list of currencies'),
      paymentTerms: codes('paymentTerms', 'list of payment terms'),
      countries: codes('countriesRegions', 'list of countries'),
      items: () => readItems(client),
      setup: () => readSetup(client, username),
    },
  });
}

/** What a line needs of its account: it is booked on, not blocked, and open to people (GenJnlCheckLine). */
async function apiAccounts(client: NavClient): Promise<ReferenceRow[] | undefined> {
  const rows = await client.apiAll(account, 'accounts', 'list of accounts');
  return rows?.map((row) =>
    judged(row.number, row.displayName, [
      row.accountType === 'Posting' || row.accountType === '' ? '' : `accountType is ${row.accountType}`,
      row.blocked === true ? 'blocked is true' : '',
      row.directPosting === false ? 'directPosting is false' : '',
    ]),
  );
}

/** Page 16 does not show whether an account is blocked; page 17 does. */
async function pageAccounts(client: NavClient): Promise<ReferenceRow[]> {
  const { fields } = await client.page('accounts');
  const rows = await client.all('accounts', 'list of accounts');
  return rows.map((row) =>
    judged(textOf(row, 'No'), textOf(row, 'Name'), [
      optionOf(row, 'Account_Type') === 'Posting' ? '' : `Account_Type is ${optionOf(row, 'Account_Type')}`,
      'Blocked' in fields && yesOf(row, 'Blocked') ? 'Blocked is true' : '',
      'Direct_Posting' in fields && !yesOf(row, 'Direct_Posting') ? 'Direct_Posting is false' : '',
    ]),
  );
}

function judged(code: string, name: string, whys: readonly string[]): ReferenceRow {
  const why = whys.filter(Boolean).join(', ');
  return why === '' ? { code, name, usable: true } : { code, name, usable: false, why };
}

interface Value {
  readonly dimension: string;
  readonly row: ReferenceRow;
}

/** From page 537, which tells what is blocked and what is a heading; else from the API, which tells neither. */
async function valuesOf(client: NavClient): Promise<Value[]> {
  const { pages, api } = await client.server();
  if (pages.dimensionValues || api === undefined)
    return (await client.all('dimensionValues', 'list of dimension values')).map(toValue);
  const rows = await client.apiAll(dimension, 'dimensions', 'list of dimension values', {
    expand: ['dimensionValues'],
  });
  return (rows ?? []).flatMap(({ code, dimensionValues = [] }) =>
    dimensionValues.map((value) => ({
      dimension: code,
      row: { code: `${code}/${value.code}`, name: value.displayName, usable: true },
    })),
  );
}

function toValue(row: Row): Value {
  const type = optionOf(row, 'Dimension_Value_Type');
  const standard = type === '' || type === 'Standard';
  const code = textOf(row, 'Dimension_Code');
  const value = judged(`${code}/${textOf(row, 'Code')}`, textOf(row, 'Name'), [
    standard ? '' : `Dimension_Value_Type is ${type}`,
    yesOf(row, 'Blocked') ? 'Blocked is true' : '',
  ]);
  return { dimension: code, row: value };
}

/** Which dimensions an account or a party must have, may only have one value of, or must not have (page 540). */
async function defaultDimensions(client: NavClient): Promise<ReferenceRow[]> {
  if (!(await client.server()).pages.defaultDimensions) return [];
  const rows = await client.all('defaultDimensions', 'list of default dimensions').catch(noneIfRefused);
  const wanted: readonly string[] = Object.values(tables).map(String);
  return rows.flatMap((row) => {
    const posting = optionOf(row, 'Value_Posting');
    const [table, no, code] = [textOf(row, 'Table_ID'), textOf(row, 'No'), textOf(row, 'Dimension_Code')];
    if (posting === '' || !wanted.includes(table)) return [];
    const data = { dimension: code, value: textOf(row, 'Dimension_Value_Code'), posting };
    return [{ code: `${table}/${no}/${code}`, name: posting, usable: true, data }];
  });
}

/** Without the right to read them, the server still checks them when it posts. */
function noneIfRefused(error: unknown): Row[] {
  if (isFailure(error, 'refused') && !isAbsent(error)) return [];
  throw error;
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
