import { type Decimal, printDecimal } from '../domain/decimal.ts';
import type { AuditEntry } from '../store/audit.ts';

/** An entry of the audit trail as flat text, for tables. */
export interface AuditRow {
  readonly seq: string;
  readonly at: string;
  readonly pair: string;
  readonly pass: string;
  readonly document: string;
  readonly kind: string;
  readonly number: string;
  readonly event: string;
  readonly target: string;
  readonly posted: string;
  readonly net: string;
  readonly tax: string;
  readonly total: string;
  readonly currency: string;
  readonly problems: string;
  /** Everything else that the entry tells. */
  readonly details: string;
  readonly hash: string;
}

export const auditColumns = [
  'seq',
  'at',
  'pair',
  'pass',
  'document',
  'kind',
  'number',
  'event',
  'target',
  'posted',
  'net',
  'tax',
  'total',
  'currency',
  'problems',
  'details',
  'hash',
] as const satisfies readonly (keyof AuditRow)[];

export function toAuditRow(entry: AuditEntry): AuditRow {
  const { kind, number, target, posted, net, tax, total, problems, ...rest } = entry.data;
  return {
    seq: String(entry.seq),
    at: entry.at,
    pair: entry.pair ?? '',
    pass: entry.pass ?? '',
    document: entry.documentId ?? '',
    kind: asText(kind),
    number: asText(number),
    event: entry.event,
    target: asText(target),
    posted: asText(posted),
    net: amountOf(net),
    tax: amountOf(tax),
    total: amountOf(total),
    currency: isMoney(total) ? total.currency : '',
    problems: problemsText(problems),
    details: Object.entries(rest)
      .map(([name, value]) => `${name}: ${asText(value)}`)
      .join('; '),
    hash: entry.hash,
  };
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (isMoney(value)) return `${printDecimal(value.amount)} ${value.currency}`;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const isMoney = (value: unknown): value is { amount: Decimal; currency: string } =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;

const amountOf = (value: unknown): string => (isMoney(value) ? printDecimal(value.amount) : '');

function problemsText(problems: unknown): string {
  if (!Array.isArray(problems)) return '';
  return problems
    .map(({ code, field, seen }: { code?: unknown; field?: unknown; seen?: unknown }) =>
      [asText(code), asText(field), asText(seen)].filter((part) => part !== '').join(' '),
    )
    .join('; ');
}
