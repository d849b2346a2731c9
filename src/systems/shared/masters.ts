import { zero } from '../../domain/decimal.ts';
import type { DocumentKind } from '../../domain/document.ts';
import type { Party } from '../../domain/party.ts';
import type { Product } from '../../domain/product.ts';
import { cut } from '../../domain/text.ts';
import type { Mapped, MasterDraft, Versioned } from '../../engine/ports.ts';
import type { Findings } from '../../mapping/findings.ts';

/** A record with its texts cut to what a system can hold, by the domain's field names. */
export function cutTo<R extends object>(record: R, lengths: Readonly<Partial<Record<keyof R, number>>>): R {
  const copy = { ...record };
  for (const [field, length] of Object.entries(lengths) as [keyof R, number][]) {
    const value = copy[field];
    if (typeof value === 'string') copy[field] = cut(value, length) as R[keyof R];
  }
  return copy;
}

/** `current` with `fields` as `wanted` has them. */
export function merge<R extends object>(current: R, wanted: R, fields: readonly (keyof R)[]): R {
  const merged = { ...current };
  for (const field of fields) merged[field] = wanted[field];
  return merged;
}

/** The draft of a master record, or everything that was found to be wrong with it. */
export function masterDraft(
  draft: {
    readonly kind: DocumentKind;
    readonly naturalKey: string;
    readonly title: string;
    readonly body: unknown;
    readonly currency: string;
    readonly current?: Versioned<Party | Product> | undefined;
  },
  findings: Findings,
): Mapped<MasterDraft> {
  if (findings.problems.length > 0)
    return { ok: false, problems: findings.problems, missing: [...findings.missing] };
  const { currency, ...rest } = draft;
  const nothing = { amount: zero, currency };
  const totals = { net: nothing, tax: nothing, gross: nothing };
  return { ok: true, draft: { ...rest, totals }, warnings: findings.warnings };
}

/** A code is never cut: cut, it would be another one. */
export function checkLength(
  code: string,
  length: number,
  at: { readonly record: string; readonly field: string },
  findings: Findings,
): void {
  if (code.length <= length) return;
  findings.add({
    code: 'field-invalid',
    ...at,
    seen: code,
    allowed: [`up to ${length} characters`],
    fix: 'shorten it where it comes from',
  });
}
