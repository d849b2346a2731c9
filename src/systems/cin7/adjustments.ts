import type { DefaultsRule } from '../../config/schema.ts';
import { zero } from '../../domain/decimal.ts';
import { Failure } from '../../domain/failure.ts';
import type { StockMovement } from '../../domain/movement.ts';
import { fold } from '../../domain/text.ts';
import { parsePlainDate } from '../../domain/time.ts';
import type { DocumentTarget, FollowStep, Outcome, Remote, Step } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import { changedMeanwhile } from '../shared/stale.ts';
import { readRows, readWire } from '../shared/wire.ts';
import { type AdjustmentDraft, mapAdjustment, noCurrency } from './adjustment-draft.ts';
import { absoluteLines, lineDifferences, moved, sumOfKept } from './adjustment-lines.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { another, saysMissing } from './errors.ts';
import { taskLists, taskPages } from './stock-lists.ts';
import { numberOfTask } from './stock-tasks.ts';
import { type TaskDetail, type TaskRow, task, taskRow } from './wire-stock.ts';

/**
 * What moved at the ERP as stock adjustments: a draft first, then completed with quantities reckoned from what is there at
 * that moment (they are absolute here), checked by what it moved, and undone if the stock had moved in between
 * (API Blueprint, "Stock Adjustment").
 */
export function adjustmentTarget(
  client: Cin7Client,
  defaults: readonly DefaultsRule[] | undefined,
): DocumentTarget<StockMovement, AdjustmentDraft> {
  const oneByOne = createTurns();
  return {
    kind: 'movement',
    needs: ['setup', 'locations'],
    map: (movement, lookups) => mapAdjustment(movement, defaults, lookups),
    async find(draft) {
      const found: Remote[] = [];
      for (const row of await adjustmentsBy(client, draft.body.Reference)) {
        const detail = await readAdjustment(client, row.TaskID);
        if (detail) found.push(toRemote(detail));
      }
      return found;
    },
    async read(refs) {
      const remotes: Remote[] = [];
      for (const { id } of refs) {
        const detail = await readAdjustment(client, id);
        if (detail) remotes.push(toRemote(detail));
      }
      return remotes;
    },
    compare(draft, { content }) {
      const detail = content as TaskDetail;
      const [expected, found] = [draft.body.EffectiveDate, detail.EffectiveDate].map(parsePlainDate);
      const dates =
        expected === found ? [] : [{ field: 'date', expected: expected ?? '-', found: found ?? '-' }];
      return [...dates, ...lineDifferences(draft, detail)];
    },
    steps: (draft) => [
      createStep(client, draft),
      completeStep(client, draft, oneByOne),
      // It is final by then: posted or not makes no difference here.
      { role: 'post', name: 'final', probe: async () => ({}), run: async () => ({}) },
    ],
    async withdraw({ id, version }) {
      const detail = await readAdjustment(client, id);
      if (!detail || fold(detail.Status) === 'VOIDED') return;
      const remote = toRemote(detail);
      if (remote.status === 'posted' || (version !== undefined && remote.ref.version !== version))
        throw changedMeanwhile(title, 'stock adjustment');
      await client.remove('/stockadjustment', 'withdrawal of a stock adjustment', { ID: id, Void: true });
    },
  };
}

async function adjustmentsBy(client: Cin7Client, reference: string): Promise<TaskRow[]> {
  const found: TaskRow[] = [];
  for await (const { rows, response } of taskPages(client, taskLists.adjustment)) {
    const about = { system: title, name: taskLists.adjustment.name, status: response.status, id: 'TaskID' };
    readRows(rows, taskRow, about, (row) => {
      if (fold(row.Reference) === fold(reference) && fold(row.Status) !== 'VOIDED') found.push(row);
      return { id: row.TaskID, number: numberOfTask(row), version: '' };
    });
  }
  return found;
}

const name = 'stock adjustment';

async function readAdjustment(client: Cin7Client, id: string): Promise<TaskDetail | undefined> {
  const response = await client.get('/stockadjustment', name, { TaskID: id }).catch(orMissing);
  if (response === undefined || response.status === 204) return undefined;
  const detail = readWire(task, response, { system: title, name });
  if (detail.TaskID !== id.toLowerCase()) throw another(name);
  return detail;
}

function orMissing(error: unknown): undefined {
  if (saysMissing(error)) return undefined;
  throw error;
}

const answered = (response: HttpResponse): TaskDetail =>
  readWire(task, response, { system: title, name, effect: 'write' });

const refOf = (detail: TaskDetail) => ({
  id: detail.TaskID,
  number: numberOfTask(detail),
  version: [fold(detail.Status), parsePlainDate(detail.EffectiveDate) ?? '', sumOfKept(detail)].join('|'),
});

function toRemote(detail: TaskDetail): Remote {
  const status = { COMPLETED: 'posted', VOIDED: 'void' }[fold(detail.Status)] ?? 'draft';
  const sum = { amount: sumOfKept(detail), currency: noCurrency };
  return {
    ref: refOf(detail),
    status: status as Remote['status'],
    naturalKey: fold(detail.Reference),
    currency: noCurrency,
    // A draft's quantities are reckoned anew when it is completed.
    totals: status === 'posted' ? { net: sum, tax: { ...sum, amount: zero }, gross: sum } : {},
    content: detail,
  };
}

const bodyOf = async (client: Cin7Client, draft: AdjustmentDraft, Status: 'DRAFT' | 'COMPLETED') => ({
  ...draft.body,
  Status,
  UpdateOnHand: true,
  Lines: await absoluteLines(client, draft),
});

const createStep = (client: Cin7Client, draft: AdjustmentDraft): Step => ({
  role: 'create',
  name: 'create',
  async run() {
    const body = await bodyOf(client, draft, 'DRAFT');
    return { ref: refOf(answered(await client.send('POST', '/stockadjustment', `new ${name}`, body))) };
  },
});

function completeStep(client: Cin7Client, draft: AdjustmentDraft, oneByOne: Turns): FollowStep {
  const now = async (id: string) => {
    const detail = await readAdjustment(client, id);
    return detail && { detail, done: fold(detail.Status) === 'COMPLETED', right: moved(draft, detail) };
  };
  const undo = (id: string) =>
    client.remove('/stockadjustment', `undoing of a ${name}`, { ID: id, Void: false });
  return {
    role: 'finish',
    name: 'complete',
    async probe(done): Promise<Outcome | undefined> {
      const there = await now(idOf(done));
      return there?.done && there.right ? { ref: refOf(there.detail) } : undefined;
    },
    run: (done) =>
      oneByOne(async () => {
        const id = idOf(done);
        const there = await now(id);
        if (there?.done && there.right) return { ref: refOf(there.detail) };
        if (there?.done) await undo(id);
        const body = { TaskID: id, ...(await bodyOf(client, draft, 'COMPLETED')) };
        const detail = answered(
          await client.send('PUT', '/stockadjustment', `completion of a ${name}`, body),
        );
        if (moved(draft, detail)) return { ref: refOf(detail) };
        await undo(id);
        throw baseMoved(draft);
      }),
  };
}

/** Between our reading and our writing somebody moved the same goods. */
const baseMoved = (draft: AdjustmentDraft): Failure =>
  new Failure({
    kind: 'held',
    system: title,
    code: 'base-moved',
    message: `${title}: the stock moved while ${draft.title} was written; it was undone.`,
    problems: [
      {
        code: 'record-locked',
        record: draft.title,
        seen: 'the stock moved meanwhile',
        fix: 'nothing: the next pass reckons anew',
      },
    ],
  });

type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** Two adjustments of the same goods must not be reckoned side by side. */
function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
}

function idOf(done: Readonly<Record<string, Outcome>>): string {
  const id = done['create']?.ref?.id;
  if (id === undefined) throw new Error('no create is done');
  return id;
}
