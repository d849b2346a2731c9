import { isZero } from '../domain/decimal.ts';
import type { MovementLine, StockMovement, StockRecord } from '../domain/movement.ts';
import { canonicalJson, fingerprint, fold } from '../domain/text.ts';
import type { FieldChange } from './purchases.ts';
import type { Routed } from './routing.ts';

/**
 * What becomes of a stock record (LEDGER 5): each movement that is done one at the other side, without lines that move
 * nothing and without those of locations that the pair does not serve. Lines have no id and no stable order: they are sorted.
 */
export function routeMovements(record: StockRecord, locations: readonly string[] | undefined): Routed[] {
  const wanted = { draft: 'waiting', done: 'ready', voided: 'voided' } as const;
  return record.movements.flatMap((movement): Routed[] => {
    const lines = movement.lines
      .filter((line) => !isZero(line.quantity) && isServed(line, locations))
      .sort((a, b) => (canonicalJson(printedLine(a)) < canonicalJson(printedLine(b)) ? -1 : 1));
    if (movement.status === 'done' && lines.length === 0) return [];
    const content: StockMovement = { ...movement, lines };
    return [
      {
        kind: 'movement',
        task: movement.task,
        number: movement.number || record.number,
        wanted: wanted[movement.status],
        date: movement.date,
        content,
        print: printMovement(content),
      },
    ];
  });
}

const isServed = ({ location }: MovementLine, locations: readonly string[] | undefined): boolean =>
  locations === undefined || locations.some((served) => fold(served) === fold(location));

/** Fingerprint of what moved: what it is worth comes from elsewhere and may move without it. */
export const printMovement = (movement: StockMovement): string =>
  fingerprint([movement.date ?? '', movement.lines.map((line) => canonicalJson(printedLine(line))).sort()]);

const printedLine = ({ sku, quantity, location, batch }: MovementLine) => ({
  sku,
  quantity,
  location,
  batch,
});

/** In which fields two states of one movement differ, for people. */
export function changedMovement(before: StockMovement, after: StockMovement): FieldChange[] {
  const changes: FieldChange[] = [];
  if (before.date !== after.date)
    changes.push({ field: 'date', from: before.date ?? '-', to: after.date ?? '-' });
  const left = after.lines.map(describeLine);
  for (const [index, line] of before.lines.entries()) {
    const at = left.indexOf(describeLine(line));
    if (at >= 0) left.splice(at, 1);
    else changes.push({ field: `line ${index + 1}`, from: describeLine(line), to: 'gone' });
  }
  for (const line of left) changes.push({ field: 'lines', from: '-', to: line });
  return changes;
}

const describeLine = ({ quantity, sku, location, batch }: MovementLine): string =>
  [`${quantity} x ${sku}`, location, batch].filter(Boolean).join(', ');
