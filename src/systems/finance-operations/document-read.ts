import { z } from 'zod';
import { type Decimal, negate, sumOf } from '../../domain/decimal.ts';
import { isFailure } from '../../domain/failure.ts';
import { fingerprint } from '../../domain/text.ts';
import type { Remote } from '../../engine/ports.ts';
import { text } from '../odata/literal.ts';
import { all, equal, type Filter } from '../odata/query.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { FinanceOperationsClient } from './client.ts';
import { type DocumentRows, type DocumentShape, fieldsOf, type Row, textOf } from './document-shape.ts';

export interface DocumentReader {
  /** Documents of the pair's legal entity with their lines. */
  filtered(filter: Filter, name: string): Promise<DocumentRows[]>;
  /** One document by its key, or nothing. */
  one(key: string): Promise<DocumentRows | undefined>;
}

/**
 * Reads documents whole, in one call where the server expands the lines (first level only, Microsoft Learn, "Open Data
 * Protocol (OData)"). Where it does not, the lines of each are read on their own, and that is remembered.
 */
export function createReader(client: FinanceOperationsClient, shape: DocumentShape): DocumentReader {
  let nested = true;
  const select = fieldsOf(shape.header);
  const selectLines = fieldsOf(shape.line);
  const expand = [`${shape.navigation}($select=${selectLines.join(',')})`];
  const own = async (filter: Filter) => all(equal('dataAreaId', text(await client.company())), filter);
  const parse = (json: unknown, schema: DocumentShape['header']): Row =>
    readWire(schema, { status: 200, json }, { system: title, name: shape.what });

  async function headers(filter: Filter | undefined, name: string): Promise<unknown[]> {
    const query = { filter, select };
    if (!nested) return client.all(z.unknown(), shape.headers, name, query);
    try {
      return await client.all(z.unknown(), shape.headers, name, { ...query, expand });
    } catch (error) {
      if (!isFailure(error, 'refused') || error.status !== 400) throw error;
      const rows = await client.all(z.unknown(), shape.headers, name, query);
      nested = false;
      return rows;
    }
  }

  async function linesOf(json: unknown, header: Row): Promise<Row[]> {
    const expanded = (json as Readonly<Record<string, unknown>>)[shape.navigation];
    const rows = Array.isArray(expanded)
      ? expanded
      : await client.all(z.unknown(), shape.lines, `lines of a ${shape.what}`, {
          filter: await own(equal(shape.key, text(textOf(header, shape.key)))),
          select: selectLines,
        });
    const lines = rows.map((row) => parse(row, shape.line));
    return lines.sort((a, b) => Number(a[shape.lineKey]) - Number(b[shape.lineKey]));
  }

  async function filtered(filter: Filter, name: string): Promise<DocumentRows[]> {
    const documents: DocumentRows[] = [];
    for (const json of await headers(await own(filter), name)) {
      const header = parse(json, shape.header);
      documents.push({ header, lines: await linesOf(json, header) });
    }
    return documents;
  }

  return {
    filtered,
    async one(key) {
      const found = await filtered(equal(shape.key, text(key)), shape.what);
      return found.find(({ header }) => header[shape.key] === key);
    },
  };
}

export const refOf = (shape: DocumentShape, { header, lines }: DocumentRows): Remote['ref'] => ({
  id: textOf(header, shape.key),
  number: textOf(header, shape.number),
  // The header's tag does not move with its lines.
  version: `${header['@odata.etag'] ?? ''} ${fingerprint(lines).slice(0, 16)}`,
});

export const headerTag = (version: string): string | undefined => version.split(' ')[0] || undefined;

/** The sum of the lines' amounts, where the server tells every one of them. */
export function sumOfLines(lines: readonly Row[], field: string, backwards: boolean): Decimal | undefined {
  const amounts = lines.map((line) => line[field] as Decimal | undefined);
  if (amounts.some((amount) => amount === undefined)) return undefined;
  const sum = sumOf(amounts as Decimal[]);
  return backwards ? negate(sum) : sum;
}
