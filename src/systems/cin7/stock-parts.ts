import { negate, one, times } from '../../domain/decimal.ts';
import type { StockMovement } from '../../domain/movement.ts';
import type { Purchase } from '../../domain/purchase.ts';
import { netPrices } from '../../domain/receipt.ts';
import { fold, tidy } from '../../domain/text.ts';
import { type PlainDate, parsePlainDate } from '../../domain/time.ts';
import { withCosts } from './stock-costs.ts';
import { goodsLine, read, type StockWords } from './stock-tasks.ts';
import type { shipped, unstocked } from './wire-stock.ts';

const back = (task: string): string => `${task}:back`;

/** What a purchase moved: each receipt, at the bill's net price, else the order's; and what went back to the supplier. */
export function purchaseMovements(
  purchase: Purchase,
  credits: ReturnType<typeof unstocked.parse>['CreditNote'],
  words: StockWords,
): StockMovement[] {
  const priceOf = netPrices(purchase, 'bills');
  const head = { kind: 'movement' as const, number: purchase.orderNumber, own: false };
  const received = purchase.receipts
    .filter(({ status }) => status !== 'none')
    .map((receipt): StockMovement => {
      const lines = receipt.lines.map((line) => {
        const price = priceOf(line);
        return {
          productId: line.productId,
          sku: line.sku,
          description: line.name,
          location: words.place(line.location ?? purchase.location ?? '') || undefined,
          quantity: line.quantity,
          batch: line.batch,
          ...(price
            ? { unitCost: { amount: times(price.amount, purchase.rate ?? one), currency: words.currency } }
            : {}),
        };
      });
      const date = latest(receipt.lines.map((line) => line.date));
      return {
        ...head,
        type: 'receipt',
        task: receipt.task,
        status: statusOf(purchase.live, receipt.status),
        date,
        lines,
      };
    });
  const returned = credits
    .filter(({ Unstock }) => Unstock.length > 0)
    .map((credit): StockMovement => {
      const lines = credit.Unstock.map((line) =>
        goodsLine(line, negate(read(line.Quantity)), purchase.location ?? '', words),
      );
      const date = parsePlainDate(credit.CreditNoteDate);
      return {
        ...head,
        type: 'return to supplier',
        task: back(credit.TaskID || purchase.id),
        status: statusOf(purchase.live, partStatus(credit.Status)),
        date,
        lines,
      };
    });
  return [...received, ...returned];
}

/** What a sale moved: each shipment that is authorised, and goods that a credit note brought back. */
export async function saleMovements(
  sale: {
    readonly id: string;
    readonly number: string;
    readonly live: boolean;
    readonly location: string;
    readonly date: PlainDate | undefined;
  },
  parts: ReturnType<typeof shipped.parse>,
  words: StockWords,
): Promise<StockMovement[]> {
  const head = { kind: 'movement' as const, number: sale.number, own: false };
  const movements: StockMovement[] = [];
  for (const part of parts.Fulfilments) {
    const goods = part.Pick && part.Pick.Lines.length > 0 ? part.Pick.Lines : (part.Pack?.Lines ?? []);
    if (goods.length === 0) continue;
    const status = statusOf(sale.live, partStatus(part.Ship?.Status ?? ''));
    const dates = (part.Ship?.Lines ?? []).map(({ ShipmentDate }) => parsePlainDate(ShipmentDate));
    const lines = goods.map((line) => goodsLine(line, negate(read(line.Quantity)), sale.location, words));
    const date = latest(dates) ?? sale.date;
    movements.push({ ...head, type: 'shipment', task: part.TaskID || sale.id, status, date, lines });
  }
  for (const credit of parts.CreditNotes) {
    if (credit.Restock.length === 0) continue;
    const task = credit.TaskID || sale.id;
    const status = statusOf(sale.live, partStatus(credit.Status));
    const lines = credit.Restock.map((line) =>
      goodsLine(
        { ...line, Location: line.RestockLocation || line.Location },
        read(line.Quantity),
        sale.location,
        words,
      ),
    );
    const valued = status === 'done' ? await withCosts(lines, task, words.currency, words.costOf) : lines;
    const date =
      latest(credit.Restock.map(({ RestockDate }) => parsePlainDate(RestockDate))) ??
      parsePlainDate(credit.CreditNoteDate);
    movements.push({ ...head, type: 'restock', task: back(task), status, date, lines: valued });
  }
  return movements;
}

const latest = (dates: readonly (PlainDate | undefined)[]): PlainDate | undefined =>
  dates
    .filter((date) => date !== undefined)
    .sort()
    .at(-1);

const partStatus = (status: string): 'authorised' | 'voided' | 'draft' => {
  const word = fold(tidy(status));
  return word === 'AUTHORISED' || word === 'PAID' ? 'authorised' : word === 'VOIDED' ? 'voided' : 'draft';
};

const statusOf = (live: boolean, status: string): StockMovement['status'] =>
  !live || status === 'voided' ? 'voided' : status === 'authorised' ? 'done' : 'draft';
