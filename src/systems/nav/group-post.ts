import { isZero, sumOf } from '../../domain/decimal.ts';
import { Failure } from '../../domain/failure.ts';
import { fingerprint, fold } from '../../domain/text.ts';
import type { FollowStep, Outcome } from '../../engine/ports.ts';
import { text } from '../odata/literal.ts';
import { all, equal } from '../odata/query.ts';
import { title } from './capabilities.ts';
import type { NavClient } from './client.ts';
import { compareGroup } from './group-compare.ts';
import { documentNo, type GroupContext, groupLines } from './group-context.ts';
import { draftRemote, postedRemote } from './group-remote.ts';
import type { GroupDraft } from './group-shape.ts';
import type { Journal } from './journal.ts';
import { entriesByDocument } from './ledger.ts';
import { amountOf, optionOf, type Row, textOf } from './rows.ts';
import { journal as apiJournal } from './wire.ts';

/** Whether the server lets us post: by the API's action, or by a codeunit of the site. Unknown counts as yes. */
export const canPost = (client: NavClient): boolean => {
  const known = client.peek();
  return client.erp.postCodeunit !== undefined || known === undefined || known.api !== undefined;
};

/**
 * Posting takes the whole batch, whoever wrote what is in it. So it is posted only when every group in it is one that
 * this process wrote or read, and found complete and right.
 */
export function postStep(context: GroupContext, draft: GroupDraft): FollowStep[] {
  if (!canPost(context.client)) return [];
  const { client, shape, journal } = context;
  return [
    {
      role: 'post',
      name: 'post',
      async probe() {
        const outcome = await posted(context, draft);
        if (outcome || (await groupLines(context, draft)).length > 0) return outcome;
        throw cannotTell(shape.what, draft);
      },
      async run() {
        await agree(context, draft);
        try {
          await postBatch(client, journal, shape.what);
        } catch (error) {
          // What cannot be posted must not be posted along with the next one.
          context.agreed.delete(ownKey(context, draft));
          throw error;
        }
        const outcome = await posted(context, draft);
        if (outcome) return outcome;
        const waiting = (await groupLines(context, draft)).length > 0;
        throw waiting ? queued(draft) : cannotTell(shape.what, draft);
      },
    },
  ];
}

async function posted({ client, shape }: GroupContext, draft: GroupDraft): Promise<Outcome | undefined> {
  const [entry] = await entriesByDocument(client, shape, [documentNo(draft)]);
  return entry && { ref: postedRemote(shape, noMapping, draft.local, entry).ref };
}

/** The currency plays no part in a reference. */
const noMapping = { back: { currency: (code: string) => code } } as Parameters<typeof postedRemote>[1];

async function agree({ journal, shape, agreed }: GroupContext, draft: GroupDraft): Promise<void> {
  const groups = new Map<string, Row[]>();
  for (const line of await journal.lines('lines of the batch')) {
    const key = keyOf(line);
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  const own = ownKey({ shape }, draft);
  const lines = groups.get(own) ?? [];
  const differences = compareGroup(draft, draftRemote(shape, noMapping, draft.local, lines));
  if (differences.length > 0)
    throw notNow(
      'line-differs',
      draft,
      `${differences.map(({ field }) => field).join(', ')} changed meanwhile`,
    );
  agreed.set(own, printOf(lines));
  const strangers = [...groups].filter(([key, rows]) => agreed.get(key) !== printOf(rows) || !balances(rows));
  if (strangers.length === 0) return;
  const names = strangers.map(([, rows]) => textOf(rows[0] ?? {}, 'Document_No') || 'lines without a number');
  throw notNow(
    'post-refused',
    draft,
    `the batch ${journal.batch} also holds ${names.slice(0, 10).join(', ')}, which posting would post along`,
  );
}

const ownKey = ({ shape }: Pick<GroupContext, 'shape'>, draft: GroupDraft): string =>
  `${fold(shape.documentType)}|${fold(documentNo(draft))}`;
const keyOf = (line: Row): string =>
  `${fold(optionOf(line, 'Document_Type'))}|${fold(textOf(line, 'Document_No'))}`;
const printOf = (lines: readonly Row[]): string =>
  fingerprint(lines.map(({ '@odata.etag': _, ...fields }) => fields));
const balances = (lines: readonly Row[]): boolean =>
  isZero(sumOf(lines.map((line) => amountOf(line, 'Amount'))));

/** The action of the API's journal, or the site's codeunit; both post all lines of template and batch. */
async function postBatch(client: NavClient, journal: Journal, what: string): Promise<void> {
  const { template, batch } = journal;
  const name = `posting of a ${what}`;
  const own = client.erp.postCodeunit;
  if (own) {
    const json = { templateName: template, batchName: batch };
    await client.codeunit(`${own.service}_${own.procedure}`, json, name);
    return;
  }
  const filter = all(equal('templateDisplayName', text(template)), equal('code', text(batch)));
  const found = await client.apiAll(apiJournal, 'journals', 'journal batch', { filter });
  const [only] = (found ?? []).filter(
    (row) => fold(row.code) === fold(batch) && fold(row.templateDisplayName) === fold(template),
  );
  if (!only) throw noBatch(template, batch);
  await client.apiAction(`journals(${only.id})/Microsoft.NAV.post`, name);
}

const noBatch = (template: string, batch: string): Failure =>
  new Failure({
    kind: 'refused',
    system: title,
    code: 'batch-missing',
    message: `${title} has no journal batch ${template} ${batch} that its API shows. A batch whose name ends in a digit is renamed when it is posted.`,
  });

/** 204 with "Post with Job Queue" in General Ledger Setup means: later. */
const queued = (draft: GroupDraft): Failure =>
  notNow('record-locked', draft, 'the batch waits in the job queue');

const notNow = (code: 'line-differs' | 'post-refused' | 'record-locked', draft: GroupDraft, seen: string) =>
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

const cannotTell = (what: string, draft: GroupDraft): Failure =>
  new Failure({
    kind: 'unknown',
    system: title,
    message: `${title} shows ${documentNo(draft)} neither in the journal nor in the ledger: whether the ${what} was posted cannot be told.`,
  });
