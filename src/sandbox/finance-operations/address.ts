import { decimal } from '../../domain/decimal.ts';
import { refusals } from './errors.ts';
import type { FoType } from './model.ts';

/** `VendorsV2` or `VendorsV2(dataAreaId='usmf',VendorAccountNumber='V1')`. */
export interface Address {
  readonly set: string;
  /** What stands in the parentheses. */
  readonly key?: string | undefined;
}

/** Reads what comes after `/data/`: one set, with or without a key; nothing below it. */
export function parseAddress(rest: string): Address {
  const match = /^([A-Za-z_$][\w]*)(?:\((.*)\))?$/s.exec(rest);
  if (match === null) return refusals.noSet(rest);
  const [, set = '', key] = match;
  return { set, key };
}

/** The values of all key fields, in the type's order, the company in lower case. */
export function parseKey(type: FoType, text: string): string[] {
  const values = new Map<string, string>();
  const pattern = /\s*([A-Za-z]\w*)\s*=\s*(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?))\s*(?:,|$)/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return refusals.noKeys(type);
    const [, name = '', quoted, number] = match;
    const numeric = type.fields[name]?.type === 'int' || type.fields[name]?.type === 'decimal';
    if (!type.keys.includes(name) || values.has(name) || numeric !== (number !== undefined))
      return refusals.noKeys(type);
    values.set(name, quoted?.replaceAll("''", "'") ?? decimal(number ?? 0));
  }
  if (values.size !== type.keys.length) refusals.noKeys(type);
  return type.keys.map((name) => values.get(name) ?? '');
}
