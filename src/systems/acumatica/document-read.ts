import type { RemoteRef } from '../../domain/document.ts';
import { Failure } from '../../domain/failure.ts';
import { title } from './capabilities.ts';
import type { AcumaticaClient } from './client.ts';
import { type DocumentRow, type DocumentShape, keyOf } from './document-shape.ts';
import { codes } from './errors.ts';
import { all, anyOf, equal, type Filter } from './query.ts';

export interface DocumentReader {
  filtered(filter: Filter | undefined, name: string): Promise<DocumentRow[]>;
  /** In as few requests as addresses allow; what is gone is left out. */
  many(refs: readonly Pick<RemoteRef, 'id'>[]): Promise<DocumentRow[]>;
  /** @throws Failure when it is gone. */
  one(id: string): Promise<DocumentRow>;
}

export const expandLines = ['Details'] as const;
export const selectOf = (shape: DocumentShape): string[] => [
  ...shape.select,
  ...shape.selectLines.map((field) => `Details/${field}`),
];

/** Reads documents whole, with their lines. */
export function createReader(client: AcumaticaClient, shape: DocumentShape): DocumentReader {
  const ofType = equal('Type', shape.type);
  const filtered = (filter: Filter | undefined, name: string) =>
    client.list(shape.schema, shape.entity, name, {
      keys: ['Type', shape.numberKey],
      filter: all(ofType, filter),
      select: selectOf(shape),
      expand: expandLines,
      custom: shape.custom,
    });
  async function many(refs: readonly Pick<RemoteRef, 'id'>[]): Promise<DocumentRow[]> {
    const rows: DocumentRow[] = [];
    for (const filter of anyOf(shape.numberKey, refs.map(keyOf)))
      rows.push(...(await filtered(filter, `read of ${shape.what}s`)));
    return rows;
  }
  return {
    filtered,
    many,
    async one(id) {
      const [row] = await many([{ id }]);
      if (row) return row;
      const message = `${title} does not have the ${shape.what} any more.`;
      throw new Failure({ kind: 'refused', system: title, code: codes.gone, message });
    },
  };
}
