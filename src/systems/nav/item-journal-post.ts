import { Failure } from '../../domain/failure.ts';
import { fingerprint, fold } from '../../domain/text.ts';
import type { FollowStep, Outcome } from '../../engine/ports.ts';
import { text } from '../odata/literal.ts';
import { filterAny } from '../odata/query.ts';
import { title } from './capabilities.ts';
import type { NavClient } from './client.ts';
import { compareItems, itemRemote } from './item-journal-compare.ts';
import type { ItemContext } from './item-journal-context.ts';
import { documentNoOfDraft, type ItemDraft } from './item-journal-shape.ts';
import { type Row, textOf } from './rows.ts';

/** Entries of the item ledger by our own document numbers. */
export async function itemEntries(client: NavClient, documentNos: readonly string[]): Promise<Row[]> {
  const wanted = new Set(documentNos.map(fold));
  const rows: Row[] = [];
  for (const filter of filterAny('Document_No', documentNos.map(text)))
    rows.push(...(await client.all('itemLedgerEntries', 'item ledger look-up', { filter })));
  return rows.filter((row) => wanted.has(fold(textOf(row, 'Document_No'))));
}

/**
 * Item lines post only through a codeunit of the site, and that takes the whole batch: so only when every group in it is
 * one that this process wrote or read, and found complete and right.
 */
export function itemPostStep(context: ItemContext, draft: ItemDraft): FollowStep[] {
  const { client, journal, postCodeunit } = context;
  if (!postCodeunit) return [];
  const waiting = async () =>
    (await journal.lines('lines of a stock movement', 'Document_No', [documentNoOfDraft(draft)])).length > 0;
  return [
    {
      role: 'post',
      name: 'post',
      async probe() {
        const outcome = await posted(client, draft);
        if (outcome || (await waiting())) return outcome;
        throw cannotTell(draft);
      },
      async run() {
        await agree(context, draft);
        const json = { templateName: journal.template, batchName: journal.batch };
        const action = `${postCodeunit.service}_${postCodeunit.procedure}`;
        try {
          await client.codeunit(action, json, 'posting of a stock movement');
        } catch (error) {
          // What cannot be posted must not be posted along with the next one.
          context.agreed.delete(fold(documentNoOfDraft(draft)));
          throw error;
        }
        const outcome = await posted(client, draft);
        if (outcome) return outcome;
        if (await waiting()) throw notNow('record-locked', draft, 'the batch waits in the job queue');
        throw cannotTell(draft);
      },
    },
  ];
}

async function posted(client: NavClient, draft: ItemDraft): Promise<Outcome | undefined> {
  const entries = await itemEntries(client, [documentNoOfDraft(draft)]);
  return entries.length === 0 ? undefined : { ref: itemRemote('ledger', entries).ref };
}

async function agree({ journal, agreed }: ItemContext, draft: ItemDraft): Promise<void> {
  const groups = new Map<string, Row[]>();
  for (const line of await journal.lines('lines of the batch')) {
    const key = fold(textOf(line, 'Document_No'));
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  const own = fold(documentNoOfDraft(draft));
  const lines = groups.get(own) ?? [];
  const differences = compareItems(draft, itemRemote('journal', lines));
  if (differences.length > 0)
    throw notNow(
      'line-differs',
      draft,
      `${differences.map(({ field }) => field).join(', ')} changed meanwhile`,
    );
  agreed.set(own, printOf(lines));
  const strangers = [...groups].filter(([key, rows]) => agreed.get(key) !== printOf(rows));
  if (strangers.length === 0) return;
  const names = strangers.map(([, rows]) => textOf(rows[0] ?? {}, 'Document_No') || 'lines without a number');
  const seen = `the batch ${journal.batch} also holds ${names.slice(0, 10).join(', ')}, which posting would post along`;
  throw notNow('post-refused', draft, seen);
}

const printOf = (lines: readonly Row[]): string =>
  fingerprint(lines.map(({ '@odata.etag': _, ...fields }) => fields));

const notNow = (code: 'line-differs' | 'post-refused' | 'record-locked', draft: ItemDraft, seen: string) =>
  new Failure({
    kind: 'held',
    system: title,
    message: `${title} does not post ${draft.title} now: ${seen}.`,
    problems: [
      {
        code,
        record: draft.title,
        seen,
        fix:
          code === 'record-locked'
            ? 'nothing: the next pass looks again'
            : `post or delete what is in the way in ${title}; the next pass goes on`,
      },
    ],
  });

const cannotTell = (draft: ItemDraft): Failure =>
  new Failure({
    kind: 'unknown',
    system: title,
    message: `${title} shows ${documentNoOfDraft(draft)} neither in the journal nor in the ledger: whether it was posted cannot be told.`,
  });
