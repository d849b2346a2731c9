import { fingerprint } from '../../../domain/text.ts';
import type { PlainDate } from '../../../domain/time.ts';
import type { GpDistribution, GpDocumentRow, GpDocuments } from '../api.ts';
import { absentOr } from './absent.ts';
import type { SoapClient } from './client.ts';
import { allRows, type SoapList } from './lists.ts';
import type { XmlAnswer } from './read-xml.ts';
import { type DistributionNode, readNode, summary } from './wire.ts';
import type { XmlTree } from './write-xml.ts';

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
  cap: number,
  kind: DocumentKind<D, Row>,
): GpDocuments<D, Row> {
  const list = (criteria: Pick<SoapList, 'before' | 'behind'>): SoapList => ({
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
  return {
    body,
    exists,
    async create(document) {
      const first = body(document);
      await client.call({
        operation: `Create${kind.object}`,
        first,
        name: `new ${kind.name}`,
        effect: 'write',
      });
    },
    async read(id) {
      const first = { key: { Id: id } };
      const call = { operation: `Get${kind.object}ByKey`, first, name: kind.name, effect: 'read' } as const;
      const found = await client.call(call).catch(absentOr(() => exists(id)));
      return found && kind.toRow(found.content);
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
