import { compareDecimals, isZero, zero } from '../domain/decimal.ts';
import type { StockPlace, StockStatus } from '../engine/inventory-status.ts';
import { printColumns } from './columns.ts';
import { plainText, type Style } from './style.ts';

export interface PairStock {
  readonly pair: string;
  /** Nothing before the first pass. */
  readonly stock: StockStatus | null;
}

const columns = [
  { head: 'item' },
  { head: 'location' },
  ...['Cin7 baseline', 'moved', 'written', 'on hand', 'available'].map((head) => ({ head, right: true })),
  ...['ERP baseline', 'moved', 'written', 'on hand'].map((head) => ({ head, right: true })),
  { head: '' },
];

/** By item and location: whether baseline and movements are what is on hand, on both sides. */
export function printStock(pairs: readonly PairStock[], style: Style): string {
  return pairs
    .map(({ pair, stock }) => {
      if (!stock)
        return `${style.bold(plainText(pair))}: no baseline yet; the first pass of inventory takes it\n`;
      const off = stock.places.filter((place) => !agrees(place));
      const verdict =
        off.length === 0
          ? style.good(`baseline and movements are what is on hand, in all ${stock.places.length} places`)
          : style.bad(
              `${off.length} of ${stock.places.length} places are not what baseline and movements say`,
            );
      const since = style.quiet(
        `baseline of ${stock.baselineAt}; what moved since the last pass shows as a difference`,
      );
      const table = stock.places.length === 0 ? '' : printColumns(columns, stock.places.map(rowOf));
      return `${style.bold(plainText(pair))}: ${verdict}\n${since}\n${table}`;
    })
    .join('\n');
}

const agrees = ({ cin7, erp }: StockPlace): boolean => isZero(cin7.difference) && isZero(erp.difference);

function rowOf(place: StockPlace): string[] {
  const { item, location, cin7, erp, available, availableDifference, open } = place;
  const notes = [
    ...(isZero(cin7.difference) ? [] : [`Cin7 off by ${cin7.difference}`]),
    ...(isZero(erp.difference) ? [] : [`ERP off by ${erp.difference}`]),
    ...(open === 0 ? [] : [`${open} on the way`]),
  ];
  const offered =
    compareDecimals(availableDifference, zero) > 0
      ? [`Cin7 offers ${availableDifference} more than the ERP has`]
      : [];
  return [
    plainText(item),
    plainText(location) || '(none)',
    ...[cin7.baseline, cin7.moved, cin7.written, cin7.onHand, available],
    ...[erp.baseline, erp.moved, erp.written, erp.onHand],
    [notes.join(', ') || 'agrees', ...offered].join(', '),
  ];
}
