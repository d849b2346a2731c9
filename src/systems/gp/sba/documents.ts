import { type Decimal, isZero } from '../../../domain/decimal.ts';
import { fold } from '../../../domain/text.ts';
import type { GpDocumentRow } from '../api.ts';
import { quoted } from './client.ts';

export const stateOf = (state: string, voided = false): GpDocumentRow['state'] =>
  voided ? 'void' : state === '' || state === 'Work' ? 'work' : 'posted';

export const rateOf = (rate: Decimal): Decimal | undefined => (isZero(rate) ? undefined : rate);

export const textOf = (field: string) => (row: unknown) =>
  String((row as Record<string, unknown> | null)?.[field] ?? '');

/**
 * Lists show whole documents: one between the first and the last id holds them all, among some of others. What is not in
 * it is asked for by its key: the database may sort otherwise than we do.
 */
export async function many<Node, Row>(
  ids: readonly string[],
  field: string,
  list: (filter: string) => Promise<readonly Node[]>,
  one: (id: string) => Promise<Node | undefined>,
  toRow: (node: Node) => Row,
): Promise<Row[]> {
  const sorted = [...ids].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const listed =
    first === last ? [] : await list(`${field} ge ${quoted(first)} and ${field} le ${quoted(last)}`);
  const byId = new Map(listed.map((node) => [fold(textOf(field)(node)), node]));
  const rows: Row[] = [];
  for (const id of ids) {
    const node = byId.get(fold(id)) ?? (await one(id));
    if (node !== undefined) rows.push(toRow(node));
  }
  return rows;
}
