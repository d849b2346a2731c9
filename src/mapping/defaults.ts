import type { DefaultsRule } from '../config/schema.ts';
import { fold } from '../domain/text.ts';

/** What a new record gets: the fields of the first rule whose `when` holds. Values are text as written in the config. */
export function defaultsFor(
  rules: readonly DefaultsRule[] | undefined,
  record: { readonly country?: string | undefined; readonly currency?: string | undefined },
): Readonly<Record<string, string>> {
  const holds = ({ when }: DefaultsRule) =>
    (['country', 'currency'] as const).every(
      (key) => when[key] === undefined || fold(when[key]) === fold(record[key]),
    );
  return rules?.find(holds)?.set ?? {};
}
