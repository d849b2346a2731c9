import { base32, cut } from '../../domain/text.ts';
import type { PlainDate } from '../../domain/time.ts';

/**
 * Our own key of a document, the only one that can be looked up after a lost answer: always the same for the same part
 * of the same purchase, also without our state. 17 characters.
 */
export const keyOf = (kind: string, purchaseId: string, task: string): string =>
  `C7${base32(`${kind}|${purchaseId}|${task}`.toLowerCase(), 15)}`;

const longest = 15;

/**
 * The batch of a day; documents in foreign currency have one of their own (`C7-20260914-EUR`). What would be too long
 * loses its hyphens, then its end.
 */
export function batchOf(pattern: string, date: PlainDate, currency: string | undefined): string {
  const day = pattern.replaceAll('{date}', date.replaceAll('-', ''));
  const tail = currency === undefined ? '' : `-${currency}`;
  return withTail(day, tail).toUpperCase();
}

/** The next batch of the same day, when somebody works with the first: `C7-20260914-2`. */
export const nextBatch = (batch: string, nth: number): string =>
  nth === 1 ? batch : withTail(batch, `-${nth}`);

function withTail(head: string, tail: string): string {
  const room = longest - tail.length;
  if (head.length <= room) return `${head}${tail}`;
  return `${cut(head.replaceAll('-', ''), room)}${tail}`;
}
