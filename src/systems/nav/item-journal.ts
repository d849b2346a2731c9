import type { NavConfig } from '../../config/schema.ts';
import type { StockMovement } from '../../domain/movement.ts';
import { fold } from '../../domain/text.ts';
import type { DocumentTarget, Remote } from '../../engine/ports.ts';
import { text } from '../odata/literal.ts';
import { filterAny } from '../odata/query.ts';
import { changedMeanwhile } from '../shared/stale.ts';
import { title } from './capabilities.ts';
import type { NavClient } from './client.ts';
import { byDocument, versionOf } from './group-remote.ts';
import { beganItems, compareItems, itemRemote } from './item-journal-compare.ts';
import { mapMovement } from './item-journal-map.ts';
import { itemEntries } from './item-journal-post.ts';
import { documentNoOfDraft, type ItemDraft, itemPlaceIn } from './item-journal-shape.ts';
import { itemSteps } from './item-journal-steps.ts';
import { createJournal } from './journal.ts';
import { type Row, textOf } from './rows.ts';

/** So many documents are asked for by their numbers; for more the whole batch, which is ours alone, costs less. */
const fewDocuments = 20;
const external = 'External_Document_No';

/**
 * Stock movements as groups of item journal lines. The server has no check for duplicates, so ours are looked for in the
 * batch and in the ledger: by their external numbers where the page shows these, else by the document number.
 */
export function itemJournalTarget(client: NavClient): DocumentTarget<StockMovement, ItemDraft> {
  const erp: NavConfig = client.erp;
  const journal = createJournal(client, 'inventory');
  const context = { client, journal, postCodeunit: erp.postCodeunit, agreed: new Map<string, string>() };

  async function inBatch(draft: ItemDraft): Promise<Row[]> {
    const page = await client.page('itemJournal');
    const field = external in page.fields ? external : 'Document_No';
    const wanted = [...new Set(draft.body.lines.map((line) => String(line[field])))];
    const hits = await journal.lines('stock movement look-up', field, wanted);
    const numbers = [...new Set(hits.map((line) => textOf(line, 'Document_No')))].filter(Boolean);
    return field === 'Document_No' || numbers.length === 0
      ? hits
      : journal.lines('stock movement look-up', 'Document_No', numbers);
  }

  async function inLedger(draft: ItemDraft): Promise<Row[]> {
    const page = await client.page('itemLedgerEntries');
    const known = await itemEntries(client, [documentNoOfDraft(draft)]);
    if (known.length > 0 || !(external in page.fields)) return known;
    const numbers = draft.body.lines.map((line) => String(line[external]));
    const wanted = new Set(numbers.map(fold));
    const rows: Row[] = [];
    for (const filter of filterAny(external, numbers.map(text)))
      rows.push(...(await client.all('itemLedgerEntries', 'item ledger look-up', { filter })));
    return rows.filter((row) => wanted.has(fold(textOf(row, external))));
  }

  return {
    kind: 'movement',
    watches: true,
    clears: erp.postCodeunit !== undefined,
    needs: ['setup', 'items', 'defaultDimensions', 'dimensionValues'],
    map: (movement, lookups) => mapMovement(journal, erp.postingGroups, movement, lookups),

    async find(draft) {
      const found: Remote[] = [];
      for (const lines of byDocument(await inBatch(draft)).values()) found.push(itemRemote('journal', lines));
      for (const lines of byDocument(await inLedger(draft)).values()) found.push(itemRemote('ledger', lines));
      return found;
    },

    async read(refs) {
      const places = refs.map(({ id }) => itemPlaceIn(id));
      const drafted = places.filter(({ where }) => where === 'journal').map(({ documentNo }) => documentNo);
      const name = 'lines of stock movements';
      const lines =
        drafted.length === 0
          ? []
          : drafted.length > fewDocuments
            ? await journal.lines(name)
            : await journal.lines(name, 'Document_No', drafted);
      const groups = byDocument(lines);
      const elsewhere = places.map(({ documentNo }) => documentNo).filter((number) => !groups.has(number));
      const entries = byDocument(elsewhere.length === 0 ? [] : await itemEntries(client, elsewhere));
      return places.flatMap(({ where, documentNo }) => {
        const own = where === 'journal' ? groups.get(documentNo) : undefined;
        if (own) return itemRemote('journal', own);
        const booked = entries.get(documentNo);
        return booked ? itemRemote('ledger', booked) : [];
      });
    },

    compare: compareItems,
    began: beganItems,
    steps: (draft, done) => itemSteps(context, draft, done),

    async withdraw(ref) {
      const { documentNo } = itemPlaceIn(ref.id);
      const lines = await journal.lines('lines of a stock movement', 'Document_No', [documentNo]);
      if (lines.length === 0) return;
      if (ref.version !== undefined && versionOf(lines) !== ref.version)
        throw changedMeanwhile(title, 'stock movement');
      await journal.remove(lines, 'withdrawal of a stock movement');
    },
  };
}
