import type { DefaultsRule } from '../../config/schema.ts';
import { defaultsFor } from '../../mapping/defaults.ts';
import type { Findings } from '../../mapping/findings.ts';

/** The API's fields that `defaults` may set, and what their values are in JSON. */
export type DefaultFields = Readonly<Record<string, 'text' | 'number' | 'boolean'>>;

export type DefaultValues = Readonly<Record<string, string | number | boolean>>;

/**
 * What a new record gets from the pair's `defaults`, typed as the API wants it. A field that the API does not have, or a
 * value of another type, is a problem of the record.
 */
export function typedDefaults(
  rules: readonly DefaultsRule[] | undefined,
  facts: { readonly country?: string | undefined; readonly currency?: string | undefined },
  at: { readonly record: string; readonly key: string; readonly fields: DefaultFields },
  findings: Findings,
): DefaultValues {
  const values: Record<string, string | number | boolean> = {};
  for (const [field, text] of Object.entries(defaultsFor(rules, facts))) {
    const type = at.fields[field];
    const value = type === undefined ? undefined : typed(text, type);
    if (value !== undefined) values[field] = value;
    else
      findings.add({
        code: 'field-invalid',
        record: at.record,
        field,
        seen: text,
        allowed:
          type === undefined ? Object.keys(at.fields) : [type === 'number' ? 'a number' : 'true or false'],
        fix: `correct ${at.key}.${field} in the config`,
      });
  }
  return values;
}

function typed(text: string, type: DefaultFields[string]): string | number | boolean | undefined {
  if (type === 'text') return text;
  if (type === 'number') return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
  if (/^(true|yes)$/i.test(text.trim())) return true;
  return /^(false|no)$/i.test(text.trim()) ? false : undefined;
}
