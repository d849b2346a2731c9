import { fingerprint, fold } from '../../../domain/text.ts';
import type { PlainDate } from '../../../domain/time.ts';
import type { Cache } from '../../../http/ports.ts';
import type { GpDistribution, GpDocumentRow, GpDocuments } from '../api.ts';
import { tellsTime } from '../stamps.ts';
import { absentOr } from './absent.ts';
import type { SoapClient } from './client.ts';
import { allRows, type SoapList } from './lists.ts';
import type { XmlAnswer } from './read-xml.ts';
import { type DistributionNode, readNode, summary } from './wire.ts';
import type { XmlTree } from './write-xml.ts';

export interface DocumentOptions {
  readonly cap: number;
  readonly cache: Cache;
}

export interface DocumentKind<D, Row> {
  /** `PayablesInvoice`: as in the names of the operations. */
  readonly object: string;
  /** The parameter of its create. */
  readonly parameter: string;
  readonly name: string;
  readonly idCriterion: string;
  toXml(document: D): XmlTree;
  toRow(content: XmlAnswer): Row;
}

/** There is no operation to change, void or delete one of these: only create, read and list (WSDL). */
export function soapDocuments<D, Row extends GpDocumentRow>(
  client: SoapClient,
  { cap, cache }: DocumentOptions,
  kind: DocumentKind<D, Row>,
): GpDocuments<D, Row> {
  const list = (criteria: Pick<SoapList, 'before' | 'behind' | 'within'>): SoapList => ({
    operation: `Get${kind.object}List`,
    element: `${kind.object}Summary`,
    name: `list of ${kind.name}s`,
    idCriterion: kind.idCriterion,
    ...criteria,
  });
  const exists = async (id: string) =>
    (
      await allRows(
        client,
        list({ before: { [kind.idCriterion]: { EqualValue: id } } }),
        Number.POSITIVE_INFINITY,
      )
    ).length > 0;
  const body = (document: D) => ({ [kind.parameter]: kind.toXml(document) });
  async function read(id: string): Promise<Row | undefined> {
    const first = { key: { Id: id } };
    const call = { operation: `Get${kind.object}ByKey`, first, name: kind.name, effect: 'read' } as const;
    const found = await client.call(call).catch(absentOr(() => exists(id)));
    return found && kind.toRow(found.content);
  }
  return {
    body,
    exists,
    read,
    async create(document) {
      const first = body(document);
      await client.call({
        operation: `Create${kind.object}`,
        first,
        name: `new ${kind.name}`,
        effect: 'write',
      });
    },
    async readMany(ids) {
      if (ids.length <= fewest) return (await inTurn(ids, read)).filter((row) => row !== undefined);
      const [from, to] = [...ids].sort().filter((_, at) => at === 0 || at === ids.length - 1);
      const behind = { TransactionState: { EqualValue: 'Work' } };
      const rows = await allRows(client, list({ within: { from, to }, behind }), cap);
      const marks = new Map(rows.map((row) => markOf(row, kind.name)));
      const key = await client.key();
      const found = await inTurn(ids, (id) => {
        const mark = marks.get(fold(id));
        return mark === undefined
          ? read(id)
          : unchanged(cache, `${key}|${kind.object}|${fold(id)}`, mark, () => read(id));
      });
      return found.filter((row) => row !== undefined);
    },
    async ofVendor(vendor, from, to) {
      const behind = { Date: { From: dateTime(from), To: dateTime(to) }, VendorId: { EqualValue: vendor } };
      const rows = await allRows(client, list({ behind }), cap);
      return rows.map((row) => {
        const { Key, ModifiedDate } = readNode(summary, row, kind.name);
        return { id: Key.Id, modified: `${ModifiedDate}#${fingerprint(row).slice(0, 8)}` };
      });
    },
  };
}

/** So few are read one by one. */
const fewest = 2;
const keptMs = 60 * 24 * 3_600_000;

async function inTurn<T>(ids: readonly string[], read: (id: string) => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  for (const id of ids) found.push(await read(id));
  return found;
}

/** What a row of the list says of its document; nothing where its stamp tells only the day, since then it proves nothing. */
function markOf(row: XmlAnswer, name: string): [id: string, mark: string | undefined] {
  const { Key, ModifiedDate } = readNode(summary, row, name);
  return [fold(Key.Id), tellsTime(ModifiedDate) ? `${ModifiedDate}#${fingerprint(row)}` : undefined];
}

/** What was read of a document stands as long as its row in the list stays the same: drafts wait there for weeks. */
async function unchanged<Row>(
  cache: Cache,
  key: string,
  mark: string,
  read: () => Promise<Row | undefined>,
): Promise<Row | undefined> {
  const kept = await cache.get(`gp-row|${key}`);
  const known =
    kept === undefined ? undefined : (JSON.parse(kept) as { readonly mark: string; readonly row: Row });
  if (known?.mark === mark) return known.row;
  const row = await read();
  if (row !== undefined) await cache.set(`gp-row|${key}`, JSON.stringify({ mark, row }), keptMs);
  return row;
}

/** Dates are calendar dates, but the schema wants a time with them. */
export const dateTime = (date: PlainDate): string => `${date}T00:00:00`;

/** Work can be changed by people; Open and History were posted. */
export function stateOf(state: string, voided = false): GpDocumentRow['state'] {
  if (voided) return 'void';
  return state === 'Open' || state === 'History' || state === 'Posted' ? 'posted' : 'work';
}

export const toDistribution = (node: DistributionNode): GpDistribution => ({
  type: Number(node.DistributionTypeKey.Id),
  account: node.GLAccountKey.Id,
  debit: node.DebitAmount.Value,
  credit: node.CreditAmount.Value,
  reference: node.Reference,
});
