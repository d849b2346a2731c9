import type { StockMovement, StockRecord } from '../../domain/movement.ts';
import { fold, tidy } from '../../domain/text.ts';
import { type Instant, type PlainDate, parseInstant, parsePlainDate } from '../../domain/time.ts';
import type { Source, SourcePage, SourceRow, Versioned } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import type { References } from '../../mapping/references.ts';
import { stampVersion } from '../shared/version.ts';
import { readRows, readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { another, saysMissing } from './errors.ts';
import { parsePurchase } from './purchase-parse.ts';
import { asParameter, purchaseVersion, readPurchase } from './purchases.ts';
import { baseCurrency } from './references.ts';
import { orderNumberOf } from './sale-parse.ts';
import { readSale } from './sales.ts';
import { costReader } from './stock-costs.ts';
import { type TaskKind, taskLists, taskPages } from './stock-lists.ts';
import { purchaseMovements, saleMovements } from './stock-parts.ts';
import { numberOfTask, type StockWords, taskMovements } from './stock-tasks.ts';
import { type PurchaseRow, purchaseRow } from './wire.ts';
import {
  type ShippedRow,
  shipped,
  shippedRow,
  type TaskRow,
  task,
  taskRow,
  unstocked,
} from './wire-stock.ts';

type Row = SourceRow<StockRecord>;

/**
 * Everything that moves stock (API Blueprint, "Stock", "Purchase", "Sale"). Purchases and sales are listed by what changed;
 * stock tasks are listed whole, since their lists take no time. Ids tell what they are ids of: `transfer:8f3c…`.
 */
export function movementSource(
  client: Cin7Client,
  references: References,
  /** Of the flow: tasks dated before it are not read. */
  since: PlainDate | undefined,
): Source<StockRecord> {
  async function wordsNow(): Promise<StockWords> {
    const names = new Set((await references.load('locations')).rows.map(({ code }) => fold(code)));
    const place = (name: string) => {
      const head = tidy(name.split(':')[0]);
      return names.has(fold(name)) || !names.has(fold(head)) ? tidy(name) : head;
    };
    return { currency: await baseCurrency(references), place, costOf: costReader(client) };
  }

  return {
    paging: 'offset',
    changes: (from) => allLists(client, from, since),
    async read(id) {
      const [kind = '', key = ''] = id.split(':');
      if (kind === 'purchase') return readPurchaseStock(client, key, await wordsNow());
      if (kind === 'sale') return readSaleStock(client, key, await wordsNow());
      return readTask(client, kind as TaskKind, key, await wordsNow());
    },
  };
}

interface Part {
  readonly rows: readonly Row[];
  readonly total: number | undefined;
  readonly response: HttpResponse;
}

/** All lists one after the other; only the last page tells a total: of all of them, or one that nothing can equal. */
async function* allLists(
  client: Cin7Client,
  from: Instant | undefined,
  since: PlainDate | undefined,
): AsyncIterable<SourcePage<StockRecord>> {
  const ids = new Set<string>();
  const wholes: boolean[] = [];
  const counted: Row[] = [];
  const adjusted = new Set<string>();
  let last: HttpResponse | undefined;
  for (const [name, parts] of lists(client, from, since)) {
    const count = counter();
    for await (const { rows, total, response } of parts) {
      count.add(rows, total);
      last = response;
      if (name === 'adjustment') for (const row of rows) adjusted.add(fold(row.number));
      if (name === 'stocktake') counted.push(...rows);
      else yield pageOf(rows, response, ids);
    }
    wholes.push(count.isWhole());
  }
  // A stock take and the adjustment that it makes are one movement: the adjustment tells it where it is listed.
  const told = (row: Row) => row.number !== '' && adjusted.has(fold(row.number));
  const takes = counted.map((row) => (told(row) ? { ...row, early: 'voided' as const } : row));
  if (last) yield { ...pageOf(takes, last, ids), total: wholes.every(Boolean) ? ids.size : -1 };
}

function pageOf(rows: readonly Row[], { servedAt }: HttpResponse, ids: Set<string>): SourcePage<StockRecord> {
  for (const { id } of rows) ids.add(id);
  return { rows, servedAt };
}

function* lists(
  client: Cin7Client,
  from: Instant | undefined,
  since: PlainDate | undefined,
): Iterable<readonly [string, AsyncIterable<Part>]> {
  const updated = { UpdatedSince: from && asParameter(from) };
  yield [
    'purchase',
    parts(client.pages('/purchaseList', 'PurchaseList', 'purchase list', updated), purchaseRows),
  ];
  yield ['sale', parts(client.pages('/saleList', 'SaleList', 'sale list', updated), saleRows)];
  for (const kind of Object.keys(taskLists) as TaskKind[])
    yield [
      kind,
      parts(taskPages(client, taskLists[kind]), (rows, response) => taskRows(kind, rows, response, since)),
    ];
}

async function* parts(
  pages: AsyncIterable<{ rows: readonly unknown[]; total: number | undefined; response: HttpResponse }>,
  toRows: (rows: readonly unknown[], response: HttpResponse) => Row[],
): AsyncIterable<Part> {
  for await (const { rows, total, response } of pages)
    yield { rows: toRows(rows, response), total, response };
}

/** Whether rows moved between the pages of one list. */
function counter() {
  const ids = new Set<string>();
  const totals = new Set<number>();
  return {
    add(rows: readonly Row[], total: number | undefined) {
      for (const { id } of rows) ids.add(id);
      if (total !== undefined) totals.add(total);
    },
    isWhole: () => totals.size === 0 || (totals.size === 1 && totals.has(ids.size)),
  };
}

const about = (name: string, { status }: HttpResponse, id: string) => ({ system: title, name, status, id });

/** What cannot be read is passed on by its id alone, with the kind before it like any other. */
const prefixed = (kind: string, rows: readonly Row[]): Row[] =>
  rows.map((row) => (row.id.includes(':') ? row : { ...row, id: `${kind}:${row.id}` }));

const purchaseRows = (rows: readonly unknown[], response: HttpResponse): Row[] =>
  prefixed(
    'purchase',
    readRows(rows, purchaseRow, about('purchase list', response, 'ID'), (row) => ({
      id: row.ID,
      number: row.OrderNumber,
      version: purchaseVersion(row),
      stamp: parseInstant(row.LastUpdatedDate),
      early: earlyPurchase(row),
    })),
  );

const nothingReceived = ['NOT RECEIVED', 'NOT AVAILABLE'];
const earlyPurchase = (row: PurchaseRow): Row['early'] => {
  if (fold(row.Status) === 'VOIDED') return 'voided';
  return nothingReceived.includes(fold(row.CombinedReceivingStatus)) ? 'waiting' : undefined;
};

const saleRows = (rows: readonly unknown[], response: HttpResponse): Row[] =>
  prefixed(
    'sale',
    readRows(rows, shippedRow, about('sale list', response, 'SaleID'), (row) => ({
      id: row.SaleID,
      number: row.OrderNumber,
      version: saleVersion(row.Updated, row.Status),
      stamp: parseInstant(row.Updated),
      early: earlySale(row),
    })),
  );

const saleVersion = (stamp: string, status: string): string => stampVersion(stamp, [fold(status)]);
const nothingShipped = ['NOT SHIPPED', 'NOT AVAILABLE'];
const earlySale = (row: ShippedRow): Row['early'] => {
  if (fold(row.Status) === 'VOIDED') return 'voided';
  const untouched = nothingShipped.includes(fold(row.CombinedShippingStatus)) && row.CreditNoteNumber === '';
  return untouched ? 'waiting' : undefined;
};

const taskRows = (
  kind: TaskKind,
  rows: readonly unknown[],
  response: HttpResponse,
  since: PlainDate | undefined,
): Row[] =>
  prefixed(
    kind,
    readRows(rows, taskRow, about(taskLists[kind].name, response, 'TaskID'), (row) => ({
      id: row.TaskID,
      number: numberOfTask(row),
      version: taskVersion(kind, row),
      stamp: kind === 'transfer' ? parseInstant(row.LastModifiedOn) : undefined,
      early: earlyTask(kind, row, since),
    })),
  );

function earlyTask(kind: TaskKind, row: TaskRow, since: PlainDate | undefined): Row['early'] {
  if (fold(row.Status) === 'VOIDED') return 'voided';
  const done = fold(row.Status) === 'COMPLETED' || fold(row.Status) === 'IN TRANSIT';
  if (!done) return 'waiting';
  const date = parsePlainDate(kind === 'transfer' ? row.CompletionDate : row.EffectiveDate);
  return since !== undefined && date !== undefined && date < since ? 'voided' : undefined;
}

/** Of what the list and the task read by id print alike. Only transfers have a stamp. */
const taskVersion = (kind: TaskKind, row: TaskRow): string =>
  stampVersion(kind === 'transfer' ? row.LastModifiedOn : '', [
    fold(row.Status),
    fold(numberOfTask(row)),
    ...(kind === 'adjustment' || kind === 'stocktake'
      ? [parsePlainDate(row.EffectiveDate) ?? '', fold(row.Reference)]
      : []),
  ]);

async function readPurchaseStock(
  client: Cin7Client,
  id: string,
  words: StockWords,
): Promise<Versioned<StockRecord> | undefined> {
  const found = await readPurchase(client, id);
  if (!found) return undefined;
  const { detail, response } = found;
  const purchase = parsePurchase(detail, detail.BaseCurrency || words.currency);
  const { CreditNote } = readWire(unstocked, response, { system: title, name: 'purchase' });
  return {
    id: `purchase:${detail.ID}`,
    number: detail.OrderNumber,
    version: purchaseVersion(detail),
    stamp: parseInstant(detail.LastUpdatedDate),
    record: recordOf(detail.OrderNumber, purchaseMovements(purchase, CreditNote, words)),
    servedAt: response.servedAt,
  };
}

async function readSaleStock(
  client: Cin7Client,
  id: string,
  words: StockWords,
): Promise<Versioned<StockRecord> | undefined> {
  const found = await readSale(client, id);
  if (!found) return undefined;
  const { detail, response } = found;
  const stamp = detail.LastModifiedOn || detail.Updated;
  const number = orderNumberOf(detail);
  const parts = readWire(shipped, response, { system: title, name: 'sale' });
  const sale = {
    id: detail.ID,
    number,
    live: fold(detail.Status) !== 'VOIDED',
    location: detail.Location,
    date: parsePlainDate(detail.SaleOrderDate),
  };
  return {
    id: `sale:${detail.ID}`,
    number,
    version: saleVersion(stamp, detail.Status),
    stamp: parseInstant(stamp),
    record: recordOf(number, await saleMovements(sale, parts, words)),
    servedAt: response.servedAt,
  };
}

async function readTask(
  client: Cin7Client,
  kind: TaskKind,
  id: string,
  words: StockWords,
): Promise<Versioned<StockRecord> | undefined> {
  const { detail: path } = taskLists[kind];
  const name = `stock task (${kind})`;
  const response = await client.get(path, name, { TaskID: id }).catch(orMissing);
  if (response === undefined || response.status === 204) return undefined;
  const detail = readWire(task, response, { system: title, name });
  if (detail.TaskID !== id) throw another(name);
  return {
    id: `${kind}:${id}`,
    number: numberOfTask(detail),
    version: taskVersion(kind, detail),
    stamp: kind === 'transfer' ? parseInstant(detail.LastModifiedOn) : undefined,
    record: recordOf(numberOfTask(detail), await taskMovements(kind, detail, words)),
    servedAt: response.servedAt,
  };
}

const recordOf = (number: string, movements: readonly StockMovement[]): StockRecord => ({
  number,
  movements,
});

function orMissing(error: unknown): undefined {
  if (saysMissing(error)) return undefined;
  throw error;
}
