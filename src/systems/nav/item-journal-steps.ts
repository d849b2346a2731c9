import { isFailure } from '../../domain/failure.ts';
import { fold } from '../../domain/text.ts';
import type { Done, FollowStep, Outcome, Step } from '../../engine/ports.ts';
import { isTaken } from './errors.ts';
import { paired } from './group-compare.ts';
import { versionOf } from './group-remote.ts';
import { type LineBody, movedTo, slotSize, slotStart } from './group-shape.ts';
import { differingFields } from './item-journal-compare.ts';
import type { ItemContext } from './item-journal-context.ts';
import { itemPostStep } from './item-journal-post.ts';
import { documentNoOfDraft, type ItemDraft, itemRefId } from './item-journal-shape.ts';
import { type Row, textOf } from './rows.ts';

const what = 'stock movement';

/**
 * As for the general journal: all lines in one transaction where the server has such, else the first one; `complete` writes
 * what is missing and puts right what defaults overwrote; then it is posted, where a codeunit of the site lets us.
 */
export function itemSteps(context: ItemContext, draft: ItemDraft, done: Done): Step[] {
  const create: Step = { role: 'create', name: 'create', run: () => createLines(context, draft) };
  const created = done['create'];
  const whole = created === undefined || created['whole'] === true;
  return [create, ...(whole ? [] : [completeStep(context, draft)]), ...itemPostStep(context, draft)];
}

/** The document's lines in our batch as they are now. */
export const linesOf = ({ journal }: Pick<ItemContext, 'journal'>, draft: ItemDraft): Promise<Row[]> =>
  journal.lines(`lines of a ${what}`, 'Document_No', [documentNoOfDraft(draft)]);

const outcomeOf = (draft: ItemDraft, lines: readonly Row[]): Outcome => ({
  ref: {
    id: itemRefId('journal', documentNoOfDraft(draft)),
    number: documentNoOfDraft(draft),
    version: versionOf(lines),
  },
  whole: isWhole(draft, lines),
});

function isWhole(draft: ItemDraft, lines: readonly Row[]): boolean {
  const { pairs, strange } = paired(draft, lines);
  return (
    strange.length === 0 &&
    pairs.every(([wanted, line]) => line && differingFields(wanted, line).length === 0)
  );
}

async function createLines(context: ItemContext, draft: ItemDraft): Promise<Outcome> {
  const { journal } = context;
  const wanted = await inFreeSlot(context, draft);
  try {
    const together = await journal.insertAll(wanted, `new ${what}`);
    if (together) return outcomeOf(draft, together);
    const [first] = wanted;
    return outcomeOf(draft, first ? [await journal.insert(first, `new ${what}`)] : []);
  } catch (error) {
    if (!isFailure(error, 'refused', 'held')) throw error;
    const there = await linesOf(context, draft);
    // An earlier request of ours, given up as lost, was carried out after all.
    if (isTaken(error) && there.length > 0) return { ...outcomeOf(draft, there), whole: false };
    // The server knows no transactions: what it wrote before the line that it refused must not stay.
    if (there.length > 0) await journal.remove(there, `withdrawal of a ${what}`);
    throw error;
  }
}

/** The lines in the slot of their document; where another document has it, in the next that is free. */
async function inFreeSlot({ journal }: ItemContext, draft: ItemDraft): Promise<readonly LineBody[]> {
  const [first] = draft.body.lines;
  if (!first) return [];
  const number = fold(documentNoOfDraft(draft));
  for (let base = slotStart(first); ; base += slotSize) {
    const taken = await journal.between(base, base + slotSize - 1);
    if (taken.every((line) => fold(textOf(line, 'Document_No')) === number))
      return draft.body.lines.map((line) => movedTo(line, base));
  }
}

/** Writes each line that is missing, and changes in each that is there what is not as it was sent. */
function completeStep(context: ItemContext, draft: ItemDraft): FollowStep {
  const { journal } = context;
  return {
    role: 'fill',
    name: 'complete',
    async probe() {
      const lines = await linesOf(context, draft);
      return isWhole(draft, lines) ? outcomeOf(draft, lines) : undefined;
    },
    async run() {
      const there = await linesOf(context, draft);
      const base = there[0] ? slotStart(there[0]) : undefined;
      const free = base === undefined ? await inFreeSlot(context, draft) : draft.body.lines;
      const { pairs, strange } = paired({ body: { lines: free } }, there);
      const written: Row[] = [...strange];
      try {
        for (const [wanted, line] of pairs) {
          const target = base === undefined ? wanted : movedTo(wanted, base);
          const now = line ?? (await journal.insert(target, `line of a ${what}`));
          written.push(await corrected(context, target, now));
        }
      } catch (error) {
        // Half a movement must never be posted: what is refused for good is taken out again.
        if (isFailure(error, 'refused', 'held')) await withdrawOwn(context, draft);
        throw error;
      }
      return outcomeOf(draft, written);
    },
  };
}

async function withdrawOwn(context: ItemContext, draft: ItemDraft): Promise<void> {
  const { pairs } = paired(draft, await linesOf(context, draft));
  const ours = pairs.flatMap(([, line]) => (line ? [line] : []));
  if (ours.length > 0) await context.journal.remove(ours, `withdrawal of a ${what}`);
}

/** A field that is validated may overwrite another: what differs is changed once more, then it is left as it is. */
async function corrected({ journal }: ItemContext, wanted: LineBody, line: Row): Promise<Row> {
  let now = line;
  for (let round = 0; round < 2; round++) {
    const fields = differingFields(wanted, now);
    if (fields.length === 0) break;
    const change = Object.fromEntries(fields.map((field) => [field, wanted[field]]));
    now = await journal.change(now, change, `line of a ${what}`);
  }
  return now;
}
