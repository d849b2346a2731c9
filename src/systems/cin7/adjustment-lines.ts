import {
  compareDecimals,
  type Decimal,
  decimal,
  isNegative,
  minus,
  plus,
  sumOf,
  toNumber,
} from '../../domain/decimal.ts';
import { Failure } from '../../domain/failure.ts';
import { fold } from '../../domain/text.ts';
import type { Difference } from '../../engine/ports.ts';
import type { AdjustmentDraft, ChangeLine } from './adjustment-draft.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { onHandNow } from './stock.ts';
import { read } from './stock-tasks.ts';
import type { GoodsLine, TaskDetail } from './wire-stock.ts';

/** The lines as Cin7 takes them: what is there right now and the change make the new quantity. */
export async function absoluteLines(client: Cin7Client, draft: AdjustmentDraft) {
  const lines = [];
  for (const { Change, UnitCost, ...line } of draft.body.Lines) {
    const { onHand, averageCost } = await onHandNow(client, line.SKU, line.Location);
    const quantity = plus(onHand, decimal(Change));
    if (isNegative(quantity)) throw short(draft, line, Change, onHand);
    const cost = UnitCost === undefined ? averageCost : decimal(UnitCost);
    lines.push({ ...line, Quantity: toNumber(quantity), UnitCost: cost === undefined ? 0 : toNumber(cost) });
  }
  return lines;
}

/** Cin7 holds no negative stock: what the ERP took out was not there. */
const short = (
  draft: AdjustmentDraft,
  line: Pick<ChangeLine, 'SKU' | 'Location'>,
  change: string,
  onHand: Decimal,
): Failure => {
  const seen = `${change} of ${line.SKU} at ${line.Location}, where Cin7 has ${onHand}`;
  return new Failure({
    kind: 'refused',
    system: title,
    code: 'negative-stock',
    message: `${title} holds no negative stock: ${seen}.`,
    problems: [
      {
        code: 'refused',
        record: draft.title,
        field: 'quantity',
        seen,
        fix: 'enter in Cin7 what came in there; it is tried again on every pass',
      },
    ],
  });
};

interface Kept {
  readonly line: GoodsLine;
  readonly change: Decimal;
}

/** What a stored adjustment moves, or has moved. */
const keptLines = (detail: TaskDetail): Kept[] => [
  ...detail.ExistingStockLines.map((line) => ({
    line,
    change: minus(read(line.Adjustment), read(line.QuantityOnHand)),
  })),
  ...detail.NewStockLines.map((line) => ({ line, change: read(line.Quantity) })),
];

export const sumOfKept = (detail: TaskDetail): Decimal =>
  sumOf(keptLines(detail).map(({ change }) => change));

const isOf = (wanted: ChangeLine, { line }: Kept): boolean =>
  line.ProductID === wanted.ProductID && fold(line.Location) === fold(wanted.Location);

/** Where a completed adjustment did not move what it should: the stock had moved since it was read. */
export const moved = (draft: AdjustmentDraft, detail: TaskDetail): boolean =>
  keptLines(detail).length === draft.body.Lines.length &&
  draft.body.Lines.every((wanted) => {
    const kept = keptLines(detail).filter((candidate) => isOf(wanted, candidate));
    return kept.length === 1 && compareDecimals(kept[0]?.change ?? decimal(0), decimal(wanted.Change)) === 0;
  });

/** Products and places; the quantities of a draft are reckoned anew when it is completed. */
export function lineDifferences(draft: AdjustmentDraft, detail: TaskDetail): Difference[] {
  const left = [...keptLines(detail)];
  const found: Difference[] = [];
  for (const wanted of draft.body.Lines) {
    const at = left.findIndex((kept) => isOf(wanted, kept));
    if (at >= 0) left.splice(at, 1);
    else found.push({ field: 'lines', expected: `${wanted.SKU} at ${wanted.Location}`, found: '-' });
  }
  for (const { line } of left)
    found.push({ field: 'lines', expected: '-', found: `${line.SKU} at ${line.Location}` });
  return found;
}
