import { compareDecimals, type Decimal, sumOf, zero } from '../../domain/decimal.ts';
import type { GoodsReceipt } from '../../domain/receipt.ts';
import { fold } from '../../domain/text.ts';
import type { Difference, DocumentTarget, Remote } from '../../engine/ports.ts';
import type { GpApi, GpReceipt, GpReceiptLine, GpReceiptRow } from './api.ts';
import { compareDistributions } from './distributions.ts';
import type { DocumentConfig } from './document-context.ts';
import { createStep, withdraw } from './documents.ts';
import { mapReceipt, type ReceiptDraft, receiptKey } from './receipts-map.ts';

interface ReceiptOptions {
  readonly api: GpApi;
  readonly config: DocumentConfig;
  /** The ISO code of a currency by GP's name for it. */
  isoOf(currency: string): Promise<string>;
}

const statuses = { work: 'draft', posted: 'posted', void: 'void' } as const;

/** Goods receipts: one unposted receivings transaction of type shipment each, found by our own receipt number. */
export function receiptTarget({
  api,
  config,
  isoOf,
}: ReceiptOptions): DocumentTarget<GoodsReceipt, ReceiptDraft> {
  const documents = api.receipts;

  async function toRemote(row: GpReceiptRow): Promise<Remote> {
    const currency = await isoOf(row.currency);
    const net = { amount: sumOf(row.lines.map(({ extended }) => extended)), currency };
    return {
      ref: { id: row.receipt, number: row.receipt, version: row.version },
      status: statuses[row.state],
      naturalKey: receiptKey(row.receipt),
      currency,
      totals: { net, tax: { amount: zero, currency }, gross: net },
      content: row,
    };
  }

  async function read(ids: readonly string[]): Promise<Remote[]> {
    const found: Remote[] = [];
    for (const row of await documents.readMany(ids)) found.push(await toRemote(row));
    return found;
  }

  return {
    kind: 'receipt',
    watches: true,
    needs: ['accounts', 'currencies'],
    map: (receipt, lookups) => mapReceipt(documents, config, receipt, lookups),
    find: async ({ id }) => ((await documents.exists(id)) ? read([id]) : []),
    read: (refs) => read(refs.map(({ id }) => id)),
    compare: (draft, remote) => compareReceipt(draft.document, remote.content as GpReceiptRow),
    steps: (draft) => [createStep(api, documents, draft)],
    withdraw: (ref) => withdraw(documents, ref, 'receivings transaction'),
  };
}

/** Every field in which a receipt there is not what was sent; texts book nothing. */
export function compareReceipt(wanted: GpReceipt, there: GpReceiptRow): Difference[] {
  const differences: Difference[] = [];
  const note = (field: string, expected: string, found: string) => {
    if (fold(expected) !== fold(found))
      differences.push({ field, expected: expected || '-', found: found || '-' });
  };
  const noteAmount = (field: string, expected: Decimal, found: Decimal) => {
    if (compareDecimals(expected, found) !== 0) differences.push({ field, expected, found });
  };
  note('vendor', wanted.vendor, there.vendor);
  note('number', wanted.number, there.number);
  note('date', wanted.date, there.date ?? '');
  if (there.postingDate !== undefined) note('posting date', wanted.postingDate, there.postingDate);
  note('currency', wanted.currency, there.currency || wanted.currency);
  if (wanted.rate !== undefined) noteAmount('exchange rate', wanted.rate, there.rate ?? zero);
  note('number of lines', String(wanted.lines.length), String(there.lines.length));
  for (const [index, line] of wanted.lines.entries()) {
    const other = there.lines[index];
    if (other) compareLine(`line ${index + 1}`, line, other, note, noteAmount);
  }
  const { distributions } = there;
  return distributions
    ? [...differences, ...compareDistributions(wanted.distributions, distributions)]
    : differences;
}

function compareLine(
  at: string,
  wanted: GpReceiptLine,
  there: GpReceiptLine,
  note: (field: string, expected: string, found: string) => void,
  noteAmount: (field: string, expected: Decimal, found: Decimal) => void,
): void {
  note(`${at} item`, wanted.item, there.item);
  noteAmount(`${at} quantity`, wanted.quantity, there.quantity);
  noteAmount(`${at} cost`, wanted.unitCost, there.unitCost);
  note(`${at} non-inventory`, String(wanted.nonInventory), String(there.nonInventory));
  if (wanted.site !== '') note(`${at} site`, wanted.site, there.site);
  if (wanted.account !== '' && there.account !== '') note(`${at} account`, wanted.account, there.account);
}
