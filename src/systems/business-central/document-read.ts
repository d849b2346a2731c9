import { isFailure } from '../../domain/failure.ts';
import { guid } from '../odata/literal.ts';
import { entity, type Filter } from '../odata/query.ts';
import type { BusinessCentralClient } from './client.ts';
import type { DocumentShape } from './document-shape.ts';
import { type DocumentLineRow, type DocumentRow, dimensionSetLine, purchaseDocument } from './wire.ts';

export interface DocumentReader {
  /** Documents with their lines and the dimensions of these. */
  filtered(filter: Filter, name: string): Promise<DocumentRow[]>;
  /** What a create is asked to answer with: the lines as they were stored. */
  readonly expand: () => string;
}

/**
 * Reads documents whole, in one call where the server expands on two levels (Microsoft Learn, "Tips for working with the
 * APIs"). Where it refuses that, the dimensions of each line are read on their own, and that is remembered.
 */
export function createReader(client: BusinessCentralClient, shape: DocumentShape): DocumentReader {
  let nested = true;
  const expand = () => (nested ? `${shape.lineSet}($expand=dimensionSetLines)` : shape.lineSet);

  const list = (filter: Filter, name: string) =>
    client.all(purchaseDocument, shape.set, name, { filter, expand: [expand()] });

  async function withDimensions(line: DocumentLineRow): Promise<DocumentLineRow> {
    if (line.dimensionSetLines !== undefined || line.lineType === 'Comment' || line.lineType === '')
      return line;
    const path = `${entity(shape.lineSet, guid(line.id))}/dimensionSetLines`;
    return { ...line, dimensionSetLines: await client.all(dimensionSetLine, path, 'dimensions of a line') };
  }

  async function complete(row: DocumentRow): Promise<DocumentRow> {
    const lines = row[shape.lineSet];
    if (lines === undefined) return row;
    const filled: DocumentLineRow[] = [];
    for (const line of lines) filled.push(await withDimensions(line));
    return { ...row, [shape.lineSet]: filled };
  }

  async function filtered(filter: Filter, name: string): Promise<DocumentRow[]> {
    if (nested) {
      try {
        return await completed(await list(filter, name));
      } catch (error) {
        if (!isFailure(error, 'refused') || error.status !== 400) throw error;
        nested = false;
        const rows = await list(filter, name).catch(() => {
          nested = true;
          throw error;
        });
        return completed(rows);
      }
    }
    return completed(await list(filter, name));
  }

  async function completed(rows: readonly DocumentRow[]): Promise<DocumentRow[]> {
    const whole: DocumentRow[] = [];
    for (const row of rows) whole.push(await complete(row));
    return whole;
  }

  return { filtered, expand };
}
