import type { FlowOptions } from '../config/schema.ts';
import type { Party } from '../domain/party.ts';
import type { Product } from '../domain/product.ts';
import { fold } from '../domain/text.ts';

/** What may show that two records are the same one, strongest first. `name` alone counts only where it is unique. */
export type MatchKeyType = 'code' | 'taxNumber' | 'nameEmail' | 'namePhone' | 'name';

export interface MatchKey {
  readonly type: MatchKeyType;
  /** Normalised: two records share a key if type and value are equal. */
  readonly value: string;
}

const strength = ['code', 'taxNumber', 'nameEmail', 'namePhone'] as const;

/** The keys of a record, strongest first. A product has only its code: two SKUs with one name are two products. */
export function keysOf(record: Party | Product): MatchKey[] {
  const code = fold(record.code);
  const keys: MatchKey[] = code === '' ? [] : [{ type: 'code', value: code }];
  return 'type' in record ? keys : [...keys, ...partyKeys(record)];
}

function partyKeys(party: Party): MatchKey[] {
  const keys: MatchKey[] = [];
  const taxNumber = normalTaxNumber(party.taxNumber);
  if (taxNumber !== undefined) keys.push({ type: 'taxNumber', value: taxNumber });
  const name = normalName(party.name);
  if (name === '') return keys;
  for (const email of normalEmails(party.email)) keys.push({ type: 'nameEmail', value: `${name} ${email}` });
  const phone = normalPhone(party.phone);
  if (phone !== undefined) keys.push({ type: 'namePhone', value: `${name} ${phone}` });
  keys.push({ type: 'name', value: name });
  return keys;
}

/** Case, blanks and punctuation don't count; accents, `&` and legal forms (Ltd, GmbH) do: they can be all that differs. */
export const normalName = (name: string): string =>
  name
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFKC')
    .replace(/[\p{P}\p{Z}\p{C}\s]/gu, (mark) => (mark === '&' ? mark : ''));

/** Letters and digits. What can be no tax number (`n/a`, `0000000`) identifies nobody. */
export function normalTaxNumber(text: string | undefined): string | undefined {
  const value = (text ?? '')
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  const digits = value.replace(/\D/g, '');
  return value.length >= 5 && digits.length >= 3 && !/^(\d)\1*$/.test(digits) ? value : undefined;
}

/** The last 9 digits: country codes and leading zeros are written in many ways. */
export function normalPhone(text: string | undefined): string | undefined {
  const digits = (text ?? '').normalize('NFKC').replace(/\D/g, '');
  return digits.length >= 7 && !/^(\d)\1*$/.test(digits) ? digits.slice(-9) : undefined;
}

const normalEmails = (text: string | undefined): string[] => [
  ...new Set((text ?? '').toLowerCase().match(/[^\s;,<>]+@[^\s;,<>]+/g) ?? []),
];

type MatchOn = readonly FlowOptions['matchOn'][number][];

export interface MatchQuestion {
  /** Of the record, from `keysOf`. */
  readonly keys: readonly MatchKey[];
  /** What the config pins the record to, and the ids of the records there that carry that code. */
  readonly pin?: { readonly code: string; readonly ids: readonly string[] } | undefined;
  /** Ids of the records on the other side that have this key. */
  candidates(key: MatchKey): readonly string[];
  /** Whether no other record of its own side has its name, and no two of the other side. */
  readonly uniqueName: { readonly here: boolean; readonly there: boolean };
  readonly matchOn: MatchOn;
}

export type MatchDecision =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly id: string; readonly by: MatchKeyType | 'pin' }
  /** Ambiguous, to be settled by a person. Without ids: a party is pinned to a code that nobody there has. */
  | { readonly kind: 'several'; readonly ids: readonly string[]; readonly by: MatchKeyType | 'pin' };

/**
 * Which record of the other side is this one? A pin settles it. Else every strong key that leads anywhere must agree
 * on one record: keys that lead to different ones make it ambiguous. Only where none leads anywhere, the name alone.
 */
export function decideMatch(question: MatchQuestion): MatchDecision {
  const { pin, keys } = question;
  if (pin !== undefined) return byPin(pin.ids, keys);
  const strong = keys.filter(
    ({ type }) => strength.some((other) => other === type) && allowed(type, question.matchOn),
  );
  const decision = byStrongKeys(strong, question);
  if (decision.kind !== 'none' || !question.matchOn.includes('name')) return decision;
  const name = keys.find(({ type }) => type === 'name');
  const ids = name === undefined ? [] : distinct(question.candidates(name));
  const unique = question.uniqueName.here && question.uniqueName.there && ids.length === 1;
  const [id] = ids;
  if (id === undefined) return { kind: 'none' };
  return unique ? { kind: 'one', id, by: 'name' } : { kind: 'several', ids, by: 'name' };
}

function byPin(ids: readonly string[], keys: readonly MatchKey[]): MatchDecision {
  const [id, ...others] = distinct(ids);
  if (id !== undefined && others.length === 0) return { kind: 'one', id, by: 'pin' };
  // A product pinned to a code that is not there yet is created under that code; a party's number is given there.
  const isProduct = keys.every(({ type }) => type === 'code');
  return id === undefined && isProduct
    ? { kind: 'none' }
    : { kind: 'several', ids: distinct(ids), by: 'pin' };
}

function byStrongKeys(keys: readonly MatchKey[], question: MatchQuestion): MatchDecision {
  let left: string[] | undefined;
  let by: MatchKeyType = 'code';
  const seen = new Set<string>();
  for (const type of strength) {
    const ids = distinct(
      keys.filter((key) => key.type === type).flatMap((key) => [...question.candidates(key)]),
    );
    if (ids.length === 0) continue;
    for (const id of ids) seen.add(id);
    const before = left;
    left = before === undefined ? ids : ids.filter((id) => before.includes(id));
    if (before === undefined || left.length < before.length) by = type;
    if (left.length === 0) return { kind: 'several', ids: [...seen], by };
  }
  const [id, ...others] = left ?? [];
  if (id === undefined) return { kind: 'none' };
  return others.length === 0 ? { kind: 'one', id, by } : { kind: 'several', ids: [id, ...others], by };
}

const needs = {
  code: ['code'],
  taxNumber: ['taxNumber'],
  nameEmail: ['name', 'email'],
  namePhone: ['name', 'phone'],
  name: ['name'],
} as const satisfies Record<MatchKeyType, MatchOn>;

const allowed = (type: MatchKeyType, matchOn: MatchOn): boolean =>
  needs[type].every((key) => matchOn.includes(key));

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)];
