import { toNumber } from '../../domain/decimal.ts';
import { Failure, isFailure } from '../../domain/failure.ts';
import type { Money } from '../../domain/money.ts';
import { fingerprint, fold } from '../../domain/text.ts';
import type { Done, FollowStep, Outcome, Step } from '../../engine/ports.ts';
import { mostLines, title } from './capabilities.ts';
import type { AcumaticaClient } from './client.ts';
import { type DocumentReader, expandLines, selectOf } from './document-read.ts';
import { keysOf, onlyCompletes, repairOf } from './document-repair.ts';
import {
  type DocumentDraft,
  type DocumentRow,
  type DocumentShape,
  numberOf,
  refOf,
} from './document-shape.ts';
import type { PlainRecord } from './wrap.ts';

export interface StepContext {
  readonly client: AcumaticaClient;
  readonly shape: DocumentShape;
  readonly reader: DocumentReader;
}

/**
 * Created on hold with all lines; completed where the answer shows that the site stored something otherwise, or where an
 * older version stands there; taken off hold after it was read back and agreed; a bill is then released.
 */
export function documentSteps(context: StepContext, draft: DocumentDraft, done: Done): Step[] {
  const create: Step = { role: 'create', name: 'create', run: () => createDocument(context, draft) };
  const created = done['create'];
  const whole = created === undefined || (created['whole'] === true && created['print'] === printOf(draft));
  return [
    create,
    ...(whole ? [] : [completeStep(context, draft)]),
    offHoldStep(context, draft),
    ...(context.shape.kind === 'order' ? [] : [releaseStep(context, draft)]),
  ];
}

const printOf = ({ body }: DocumentDraft): string => fingerprint(body);

async function createDocument(context: StepContext, draft: DocumentDraft): Promise<Outcome> {
  const { client, shape } = context;
  const record = { ...draft.body, Details: draft.body.Details.slice(0, mostLines) };
  const name = `new ${shape.what}`;
  const query = { select: selectOf(shape), expand: expandLines, custom: shape.custom };
  const row = await client.write(shape.schema, shape.entity, name, { record, only: 'insert', ...query });
  // A number that was never given means that nothing was saved.
  if (!/^[^<]+$/.test(numberOf(shape, row)))
    throw new Failure({
      kind: 'unknown',
      system: title,
      message: `${title} answered the ${name} without its number.`,
    });
  return outcomeOf(context, draft, row);
}

const outcomeOf = ({ shape }: StepContext, draft: DocumentDraft, row: DocumentRow): Outcome => ({
  ref: refOf(shape, row),
  whole: row.Details !== undefined && repairOf(shape, draft, row) === undefined,
  print: printOf(draft),
  ...lineNumbers(row),
});

/** Bills refer to an order's lines by their numbers. */
const lineNumbers = ({ Details }: DocumentRow): { lines?: number[] } => {
  const numbers = (Details ?? []).map((line) => line['LineNbr']);
  return numbers.every((number) => typeof number === 'number') && numbers.length > 0
    ? { lines: numbers as number[] }
    : {};
};

/** What cascades may need a second write; what differs still is left to the comparison, which holds the document. */
const mostRepairs = 3;

function completeStep(context: StepContext, draft: DocumentDraft): FollowStep {
  const { client, shape, reader } = context;
  return {
    role: 'fill',
    name: 'complete',
    async probe(done) {
      const row = await reader.one(idOf(done));
      return repairOf(shape, draft, row) === undefined ? outcomeOf(context, draft, row) : undefined;
    },
    async run(done) {
      let row = await reader.one(idOf(done));
      for (let repairs = 0; repairs < mostRepairs; repairs++) {
        const repair = repairOf(shape, draft, row);
        if (!repair) break;
        if (!row.Hold && !onlyCompletes(repair)) await setHold(context, numberOf(shape, row), true);
        const name = `correction of a ${shape.what}`;
        for (const record of inParts(repair))
          await client.write(shape.schema, shape.entity, name, { record, only: 'update', method: 'PATCH' });
        row = await reader.one(idOf(done));
      }
      return outcomeOf(context, draft, row);
    },
  };
}

/** Many lines are written in several requests. */
function inParts(repair: PlainRecord): PlainRecord[] {
  const lines = (repair['Details'] ?? []) as readonly PlainRecord[];
  if (lines.length <= mostLines) return [repair];
  const parts: PlainRecord[] = [];
  for (let at = 0; at < lines.length; at += mostLines)
    parts.push({ ...repair, Details: lines.slice(at, at + mostLines) });
  return parts;
}

/** @returns the header; its lines stay as they are. */
export function setHold(
  { client, shape }: Pick<StepContext, 'client' | 'shape'>,
  number: string,
  on: boolean,
): Promise<DocumentRow> {
  const name = on ? `hold of a ${shape.what}` : `release from hold of a ${shape.what}`;
  const record = { Type: shape.type, [shape.numberKey]: number, Hold: on };
  return client.write(shape.schema, shape.entity, name, { record, only: 'update', select: shape.select });
}

/** Off hold it goes to approval where the site asks for one; that is noticed here and waited for. */
function offHoldStep(context: StepContext, _: DocumentDraft): FollowStep {
  const { shape, reader } = context;
  return {
    role: 'finish',
    name: 'off hold',
    async probe(done) {
      const row = await reader.one(idOf(done));
      return row.Hold || shape.status(row) === 'pending' ? undefined : { ref: refOf(shape, row) };
    },
    async run(done) {
      const row = await setHold(context, idOf(done).toUpperCase(), false);
      if (shape.status(row) === 'pending') throw waits(shape, row);
      if (row.Status.toUpperCase() === 'ON HOLD') throw notDone(shape, row, 'stays on hold');
      return { ref: refOf(shape, row) };
    },
  };
}

/** Posts to the ledger. A lost or refused answer proves nothing: the status does. */
function releaseStep(context: StepContext, _: DocumentDraft): FollowStep {
  const { client, shape, reader } = context;
  return {
    role: 'post',
    name: 'release',
    async probe(done) {
      const row = await reader.one(idOf(done));
      return shape.status(row) === 'posted' ? { ref: refOf(shape, row) } : undefined;
    },
    async run(done) {
      const keys = { Type: shape.type, [shape.numberKey]: idOf(done).toUpperCase() };
      const failure = await client.act(shape.entity, 'ReleaseBill', keys, `release of a ${shape.what}`).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure !== undefined && !isFailure(failure, 'refused', 'held', 'stale', 'unknown')) throw failure;
      const row = await reader.one(idOf(done)).catch((error: unknown) => {
        throw failure ?? error;
      });
      if (shape.status(row) === 'posted') return { ref: refOf(shape, row) };
      throw (
        failure ??
        (shape.status(row) === 'pending' ? waits(shape, row) : notDone(shape, row, 'was not released'))
      );
    },
  };
}

/** One more line on the rounding account, over the gap. */
export function roundingStep(
  context: StepContext,
  draft: DocumentDraft,
  amount: Money,
  account: string,
): FollowStep {
  const { client, shape, reader } = context;
  const line = { TransactionDescription: 'Rounding difference', Account: account, Qty: 1, TaxCategory: null };
  const extra = (row: DocumentRow) => row.Details?.[draft.body.Details.length];
  return {
    role: 'fill',
    name: 'rounding',
    async probe(done) {
      const row = await reader.one(idOf(done));
      return fold(String(extra(row)?.['Account'] ?? '')) === fold(account)
        ? { ref: refOf(shape, row) }
        : undefined;
    },
    async run(done) {
      const row = await reader.one(idOf(done));
      const Details = [{ ...line, UnitCost: toNumber(amount.amount) }];
      const record = { ...keysOf(shape, row), Details };
      await client.write(shape.schema, shape.entity, 'rounding line', {
        record,
        only: 'update',
        method: 'PATCH',
      });
      return { ref: refOf(shape, await reader.one(idOf(done))) };
    },
  };
}

/** Where it stands now: an order may have got its mark by an adoption. */
export function idOf(done: Done): string {
  const id = done['create']?.ref?.id;
  if (id === undefined) throw new Error('no create is done');
  return id;
}

const waits = (shape: DocumentShape, row: DocumentRow): Failure => {
  const number = numberOf(shape, row);
  const fix = 'approve it in Acumatica; the next pass goes on';
  const seen = `${number}: ${row.Status}`;
  return new Failure({
    kind: 'held',
    system: title,
    message: `${title}: ${shape.what} ${number} is ${row.Status}.`,
    problems: [{ code: 'approval-pending', record: `${shape.what} ${number}`, seen, fix }],
  });
};

const notDone = (shape: DocumentShape, row: DocumentRow, what: string): Failure =>
  new Failure({
    kind: 'refused',
    system: title,
    message: `${title}: ${shape.what} ${numberOf(shape, row)} ${what} (${row.Status}); open it there to see why.`,
  });
