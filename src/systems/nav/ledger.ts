import { fold } from '../../domain/text.ts';
import { text } from '../odata/literal.ts';
import { all, equal, filterAny } from '../odata/query.ts';
import type { NavClient } from './client.ts';
import { isOfKind } from './group-remote.ts';
import type { GroupShape } from './group-shape.ts';
import { type Row, textOf } from './rows.ts';

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
