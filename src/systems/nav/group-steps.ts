import { isFailure } from '../../domain/failure.ts';
import { fold } from '../../domain/text.ts';
import type { Done, FollowStep, Outcome, Step } from '../../engine/ports.ts';
import { isTaken } from './errors.ts';
import { differing, paired } from './group-compare.ts';
import { documentNo, type GroupContext, groupLines } from './group-context.ts';
import { postStep } from './group-post.ts';
import { groupId, isOfKind, versionOf } from './group-remote.ts';
import { type GroupDraft, type LineBody, movedTo, slotSize, slotStart } from './group-shape.ts';
import { type Row, textOf } from './rows.ts';

/**
 * Create writes the whole group in one transaction where the server has such, else its first line; `complete` writes
 * what is missing and puts right what defaults overwrote; then it is posted, where the server lets us.
 */
export function groupSteps(context: GroupContext, draft: GroupDraft, done: Done): Step[] {
  const create: Step = { role: 'create', name: 'create', run: () => createGroup(context, draft) };
  const created = done['create'];
  const whole = created === undefined || created['whole'] === true;
  return [create, ...(whole ? [] : [completeStep(context, draft)]), ...postStep(context, draft)];
}

const outcomeOf = (draft: GroupDraft, lines: readonly Row[]): Outcome => ({
  ref: {
    id: groupId({ where: 'journal', local: draft.local, documentNo: documentNo(draft) }),
    number: documentNo(draft),
    version: versionOf(lines),
  },
  whole: isWhole(draft, lines),
});

/** Every line is there, and as it was sent. */
function isWhole(draft: GroupDraft, lines: readonly Row[]): boolean {
  const { pairs, strange } = paired(draft, lines);
  return (
    strange.length === 0 && pairs.every(([wanted, line]) => line && differing(wanted, line).length === 0)
  );
}

async function createGroup(context: GroupContext, draft: GroupDraft): Promise<Outcome> {
  const name = `new ${context.shape.what}`;
  try {
    return await writeGroup(context, draft, draft.body.lines, name);
  } catch (error) {
    if (!isTaken(error)) throw error;
    // An earlier request of ours, given up as lost, was carried out after all; or another document has the slot.
    const there = await groupLines(context, draft);
    if (there.length > 0) return { ...outcomeOf(draft, there), whole: false };
    return writeGroup(context, draft, await inFreeSlot(context, draft), name);
  }
}

async function writeGroup(
  context: GroupContext,
  draft: GroupDraft,
  lines: readonly LineBody[],
  name: string,
): Promise<Outcome> {
  const { journal } = context;
  try {
    const together = await journal.insertAll(lines, name);
    if (together) return outcomeOf(draft, together);
    const [first] = lines;
    return outcomeOf(draft, first ? [await journal.insert(first, name)] : []);
  } catch (error) {
    // A server without transactions: what it wrote before the line that it refused must not stay.
    if (isFailure(error, 'refused', 'held') && !isTaken(error)) await withdrawOwn(context, draft);
    throw error;
  }
}

/** The lines in the slot of their document; where another document has it, in the next that is free. */
async function inFreeSlot(context: GroupContext, draft: GroupDraft): Promise<readonly LineBody[]> {
  const { journal } = context;
  const [first] = draft.body.lines;
  if (!first) return [];
  const number = fold(documentNo(draft));
  for (let base = slotStart(first); ; base += slotSize) {
    const taken = await journal.between(base, base + slotSize - 1);
    const foreign = taken.filter(
      (line) => fold(textOf(line, 'Document_No')) !== number || !isOfKind(context.shape, line),
    );
    if (foreign.length === 0) return draft.body.lines.map((line) => movedTo(line, base));
  }
}

/** Writes each line that is missing, and changes in each that is there what is not as it was sent. */
function completeStep(context: GroupContext, draft: GroupDraft): FollowStep {
  const { journal, shape } = context;
  return {
    role: 'fill',
    name: 'complete',
    async probe() {
      const lines = await groupLines(context, draft);
      return isWhole(draft, lines) ? outcomeOf(draft, lines) : undefined;
    },
    async run() {
      const there = await groupLines(context, draft);
      const base = there[0] ? slotStart(there[0]) : undefined;
      const free = base === undefined ? await inFreeSlot(context, draft) : draft.body.lines;
      const { pairs, strange } = paired({ body: { lines: free } }, there);
      const written: Row[] = [...strange];
      try {
        for (const [wanted, line] of pairs) {
          const target = base === undefined ? wanted : movedTo(wanted, base);
          const now = line ?? (await journal.insert(target, `line of a ${shape.what}`));
          written.push(await corrected(context, target, now));
        }
      } catch (error) {
        // Half a group would keep people from posting the batch: what is refused for good is taken out again.
        if (isFailure(error, 'refused', 'held')) await withdrawOwn(context, draft);
        throw error;
      }
      return outcomeOf(draft, written);
    },
  };
}

async function withdrawOwn(context: GroupContext, draft: GroupDraft): Promise<void> {
  const { pairs } = paired(draft, await groupLines(context, draft));
  const ours = pairs.flatMap(([, line]) => (line ? [line] : []));
  if (ours.length > 0) await context.journal.remove(ours, `withdrawal of a ${context.shape.what}`);
}

/** A field that is validated may overwrite another: what differs is changed once more, then it is left as it is. */
async function corrected({ journal, shape }: GroupContext, wanted: LineBody, line: Row): Promise<Row> {
  let now = line;
  for (let round = 0; round < 2; round++) {
    const fields = differing(wanted, now);
    if (fields.length === 0) break;
    const change = Object.fromEntries(fields.map((field) => [field, wanted[field]]));
    now = await journal.change(now, change, `line of a ${shape.what}`);
  }
  return now;
}
