import { fold } from '../../domain/text.ts';
import { number, text } from '../odata/literal.ts';
import { all, compare, equal, filterAny } from '../odata/query.ts';
import type { NavClient } from './client.ts';
import { isOfKind } from './group-remote.ts';
import type { GroupShape } from './group-shape.ts';
import { numberOf, type Row, textOf, yesOf } from './rows.ts';

/** Entries of one party's document, by what identifies it; each compared exactly. */
export async function entriesOf(
  client: NavClient,
  shape: GroupShape,
  party: string,
  number: string,
): Promise<Row[]> {
  const filter = all(equal(shape.ledgerParty, text(party)), equal(shape.key, text(number)));
  const rows = await client.all(shape.ledger, `ledger look-up`, { filter });
  return rows.filter(
    (row) =>
      isOfKind(shape, row) &&
      fold(textOf(row, shape.ledgerParty)) === fold(party) &&
      fold(textOf(row, shape.key)) === fold(number),
  );
}

/** Entries by our own document numbers; what is not posted is left out. */
export async function entriesByDocument(
  client: NavClient,
  shape: GroupShape,
  documentNos: readonly string[],
): Promise<Row[]> {
  const wanted = new Set(documentNos.map(fold));
  const rows: Row[] = [];
  for (const filter of filterAny('Document_No', documentNos.map(text)))
    rows.push(...(await client.all(shape.ledger, 'ledger entries', { filter })));
  return rows.filter((row) => isOfKind(shape, row) && wanted.has(fold(textOf(row, 'Document_No'))));
}

/** Posts that overlap show their numbers out of order: so many behind the highest are read again. */
const overlap = 500;

/**
 * Our own numbers of documents that were reversed by entries behind `mark`, and the highest entry. A document that was
 * reversed and posted anew is not told.
 */
export async function reversedSince(
  client: NavClient,
  shape: GroupShape,
  mark: string | undefined,
): Promise<{ readonly mark: string; readonly documentNos: readonly string[] }> {
  const page = await client.page(shape.ledger);
  if (mark === undefined || !('Reversed' in page.fields)) {
    const query = { orderBy: ['Entry_No desc'], top: 1 };
    const [last] = await client.all(shape.ledger, 'last ledger entry', query);
    return { mark: padded(last ? numberOf(last, 'Entry_No') : 0), documentNos: [] };
  }
  const from = Math.max(1, Number(mark) - overlap);
  const filter = compare('Entry_No', 'ge', number(from));
  let highest = Number(mark);
  const reversed = new Set<string>();
  for (const row of await client.all(shape.ledger, 'new ledger entries', { filter })) {
    highest = Math.max(highest, numberOf(row, 'Entry_No'));
    if (isOfKind(shape, row) && yesOf(row, 'Reversed')) reversed.add(textOf(row, 'Document_No'));
  }
  const all = reversed.size === 0 ? [] : await entriesByDocument(client, shape, [...reversed]);
  const standing = new Set(
    all.filter((row) => !yesOf(row, 'Reversed')).map((row) => textOf(row, 'Document_No')),
  );
  return { mark: padded(highest), documentNos: [...reversed].filter((no) => !standing.has(no)) };
}

const padded = (entryNo: number): string => String(entryNo).padStart(12, '0');
