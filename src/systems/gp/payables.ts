import type { Bill } from '../../domain/bill.ts';
import { minus } from '../../domain/decimal.ts';
import { fold } from '../../domain/text.ts';
import { addDays } from '../../domain/time.ts';
import type { DocumentTarget, Remote } from '../../engine/ports.ts';
import type { Cache } from '../../http/ports.ts';
import type { GpApi, GpPayablesRow } from './api.ts';
import type { DocumentConfig } from './document-context.ts';
import { createStep, withdraw } from './documents.ts';
import { createNumberIndex } from './number-index.ts';
import { comparePayables } from './payables-compare.ts';
import { mapPayables, naturalKey, type PayablesDraft } from './payables-map.ts';

interface PayablesOptions {
  readonly api: GpApi;
  readonly config: DocumentConfig;
  readonly cache: Cache;
  /** The ISO code of a currency by GP's name for it. */
  isoOf(currency: string): Promise<string>;
}

const statuses = { work: 'draft', posted: 'posted', void: 'void' } as const;

/** Somebody may have entered the same bill with another date; further off than this it is another one. */
const daysAround = 366;

/**
 * Bills and credits: one unposted payables invoice or credit memo each. Looked up by our own voucher number first, then
 * by the vendor's number, which GP keeps unique only if its set-up says so.
 */
export function payablesTarget(
  { api, config, cache, isoOf }: PayablesOptions,
  kind: Bill['kind'],
): DocumentTarget<Bill, PayablesDraft> {
  const documents = api.payables(kind);
  const what = kind === 'bill' ? 'payables invoice' : 'payables credit memo';
  const numbers = createNumberIndex(documents, cache, async () => `${await api.key()}|${kind}`);

  const toRemote = async (row: GpPayablesRow): Promise<Remote> => {
    const currency = await isoOf(row.currency);
    const net = minus(row.total, row.tax);
    return {
      ref: { id: row.voucher, number: row.voucher, version: row.version },
      status: statuses[row.state],
      naturalKey: naturalKey(kind, row.vendor, row.number),
      currency,
      totals: {
        net: { amount: net, currency },
        tax: { amount: row.tax, currency },
        gross: { amount: row.total, currency },
      },
      content: row,
    };
  };

  async function read(ids: readonly string[]): Promise<Remote[]> {
    const found: Remote[] = [];
    for (const row of await documents.readMany(ids)) found.push(await toRemote(row));
    return found;
  }

  return {
    kind,
    watches: true,
    needs: ['accounts', 'currencies', 'paymentTerms'],
    map: (bill, lookups) => mapPayables(documents, config, bill, lookups),
    async find({ id, document }) {
      const { vendor, number, date } = document;
      const ours = (await documents.exists(id)) ? [id] : [];
      const theirs = await numbers.withNumber(
        vendor,
        number,
        addDays(date, -daysAround),
        addDays(date, daysAround),
      );
      return read([...ours, ...theirs.filter((other) => fold(other) !== fold(id))]);
    },
    read: (refs) => read(refs.map(({ id }) => id)),
    compare: (draft, remote) => comparePayables(draft.document, remote.content as GpPayablesRow),
    steps: (draft) => [createStep(api, documents, draft)],
    withdraw: (ref) => withdraw(documents, ref, what),
  };
}
