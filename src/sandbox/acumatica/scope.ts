import type { PlainDate } from '../../domain/time.ts';
import { type Complaints, missing, unknown } from './complaints.ts';
import type { Input } from './input.ts';
import type { MadeBy, Value } from './rows.ts';
import { type Site, textIn, type World } from './state.ts';

/** Where a change stands: whose books, on which business date, in which branch, and what is wrong with it so far. */
export interface Scope {
  readonly world: World;
  readonly site: Site;
  readonly version: string;
  readonly by: Exclude<MadeBy, 'setup'>;
  readonly businessDate: PlainDate;
  readonly branch: string;
  readonly complaints: Complaints;
}

/** Takes sent values one by one, and complains about what does not suit. */
export interface Taker {
  has(name: string): boolean;
  text(name: string, before: string, length?: number): string;
  /** A code in upper case that must be one of a list; blank is none. */
  code(name: string, before: string, exists: (code: string) => boolean, length?: number): string;
  flag(name: string, before: boolean): boolean;
  number(name: string): number | undefined;
  date(name: string, before: PlainDate | undefined): PlainDate | undefined;
}

export function takerOf(scope: Scope, input: Input, path = ''): Taker {
  const { complaints, world } = scope;
  const at = (name: string) => (path === '' ? name : `${path}/${name}`);
  for (const name of input.misfits) complaints.add(at(name), `The value of ${name} cannot be converted.`);
  const has = (name: string) => Object.hasOwn(input.values, name);
  const raw = (name: string): Value => input.values[name];

  function text(name: string, before: string, length = 255): string {
    if (!has(name)) return before;
    const value = String(raw(name) ?? '').trim();
    if (value.length <= length) return value;
    if (world.switches.tooLong === 'refused')
      complaints.add(at(name), `The string '${value}' exceeds the maximum length of ${length} characters.`);
    return value.slice(0, length);
  }

  return {
    has,
    text,
    code(name, before, exists, length = 30) {
      const value = text(name, before, length).toUpperCase();
      if (has(name) && value !== '' && !exists(value)) complaints.add(at(name), unknown(name, value));
      return value;
    },
    flag: (name, before) => (has(name) ? raw(name) === true : before),
    number: (name) => (raw(name) === undefined ? undefined : Number(raw(name))),
    date: (name, before) => (has(name) ? (raw(name) as PlainDate | undefined) : before),
  };
}

export function needed(scope: Scope, path: string, value: string | undefined): void {
  if (value === undefined || value === '')
    scope.complaints.add(path, missing(path.split('/').at(-1) ?? path));
}

/** An account that can be posted to. */
export function checkAccount({ site, complaints }: Scope, path: string, code: string): void {
  const row = site.lists.Account.get(code);
  if (row === undefined) {
    complaints.add(path, unknown('Account', code));
    return;
  }
  if (row.values['Active'] !== true)
    complaints.add(path, `Account '${textIn(row, 'AccountCD')}' is inactive.`);
}

export function checkSubaccount({ site, complaints }: Scope, path: string, code: string): void {
  const row = site.lists.Subaccount.get(code);
  if (row === undefined) {
    complaints.add(path, unknown('Subaccount', code, 10));
    return;
  }
  if (row.values['Active'] !== true) complaints.add(path, `Subaccount '${code}' is inactive.`);
}

export const branchExists = ({ site }: Scope, code: string): boolean =>
  site.branches.get(code)?.active === true;
