import { Failure } from '../../domain/failure.ts';
import type { Done, FollowStep, Outcome, Step } from '../../engine/ports.ts';
import { number, text } from '../odata/literal.ts';
import { entity } from '../odata/query.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { FinanceOperationsClient, Write } from './client.ts';
import { compareLine, isSameObject, lineThere, staleHeader } from './document-compare.ts';
import { type DocumentReader, refOf } from './document-read.ts';
import {
  type DocumentRows,
  type DocumentShape,
  type Fields,
  numberOf,
  type PurchaseDraft,
  type Row,
  textOf,
} from './document-shape.ts';
import { isThere } from './errors.ts';

export interface StepContext {
  readonly client: FinanceOperationsClient;
  readonly shape: DocumentShape;
  readonly reader: DocumentReader;
  /** Why the document there may not be changed now, if so. */
  readonly locked?: ((rows: DocumentRows) => Failure | undefined) | undefined;
}

/**
 * The header, then its lines: a header with lines in it is not taken in one call. Line numbers are ours, so that after a
 * lost answer only what is missing is sent.
 */
export function documentSteps(context: StepContext, draft: PurchaseDraft): Step[] {
  const create: Step = { role: 'create', name: 'create', run: () => createHeader(context, draft) };
  return [create, linesStep(context, draft)];
}

async function createHeader({ client, shape }: StepContext, draft: PurchaseDraft): Promise<Outcome> {
  const name = `new ${shape.what}`;
  const { header } = draft.body;
  const response = await client.send({ method: 'POST', path: shape.headers, json: header }, name);
  const row = readWire(shape.header, response, { system: title, name, effect: 'write' });
  // The key as the server has it: it may have numbered the document itself.
  return { ref: { id: textOf(row, shape.key), number: textOf(row, shape.number) }, fresh: true };
}

function linesStep(context: StepContext, draft: PurchaseDraft): FollowStep {
  const { client, shape, reader } = context;
  const { header, lines } = draft.body;
  const name = `lines of a ${shape.what}`;
  const numbers = lines.map((line) => numberOf(shape, line));
  let sentBefore = false;

  const outcome = (rows: DocumentRows): Outcome => {
    const { id, number: label } = refOf(shape, rows);
    return { ref: { id, number: label }, numbers };
  };
  async function present(key: string): Promise<DocumentRows> {
    const rows = await reader.one(key);
    if (rows) return rows;
    throw new Failure({
      kind: 'refused',
      system: title,
      status: 404,
      message: `${title} does not have the ${shape.what} any more.`,
    });
  }
  /** What is left to do: nothing where all lines are there and what is to be amended is so. */
  const left = (rows: DocumentRows, done: Done): Writes => writesOf(shape, draft, rows, formerNumbers(done));

  return {
    role: 'fill',
    name: 'lines',
    async probe(done) {
      const rows = await reader.one(keyOf(done));
      return rows && isNone(left(rows, done)) ? outcome(rows) : undefined;
    },
    async run(done) {
      const key = keyOf(done);
      if (isFresh(done) && !sentBefore) {
        sentBefore = true;
        try {
          await client.sendAll(
            lines.map((line) => newLine(shape, key, header, line)),
            name,
          );
          return { ref: { id: key, number: done['create']?.ref?.number }, numbers };
        } catch (error) {
          // An earlier send of ours had been carried out, or a part of it.
          if (!isThere(error)) throw error;
        }
      }
      const rows = await present(key);
      const writes = left(rows, done);
      const failure = isNone(writes) ? undefined : context.locked?.(rows);
      if (failure) throw failure;
      await client.sendAll(writes.changes, name);
      await client.sendAll(writes.additions, name);
      return outcome(rows);
    },
  };
}

/** Nothing but the create is done: no line of it can be there, unless an answer was lost. */
const isFresh = (done: Done): boolean =>
  done['create']?.['fresh'] === true && done['create']['former'] === undefined;

/** The lines that a former version of the document wrote: these, and only these, may be changed or taken out. */
function formerNumbers(done: Done): readonly string[] {
  const former = done['create']?.['former'] as Readonly<Record<string, Outcome>> | undefined;
  return (former?.['lines']?.['numbers'] as readonly string[] | undefined) ?? [];
}

/** Additions come last: a line of another item takes the number of one that is taken out. */
interface Writes {
  readonly changes: readonly Write[];
  readonly additions: readonly Write[];
}

const isNone = ({ changes, additions }: Writes): boolean => changes.length + additions.length === 0;

function writesOf(
  shape: DocumentShape,
  draft: PurchaseDraft,
  { header, lines }: DocumentRows,
  ours: readonly string[],
): Writes {
  const key = textOf(header, shape.key);
  const changes: Write[] = [];
  const additions: Write[] = [];
  const pathOf = (line: Row | Fields) => linePath(shape, company(draft), key, numberOf(shape, line));
  const takeOut = (there: Row) =>
    changes.push({ method: 'DELETE', path: pathOf(there), version: there['@odata.etag'] });
  const stale = ours.length > 0 ? staleHeader(shape, draft.body.header, header) : [];
  if (stale.length > 0) {
    const json = Object.fromEntries(stale.map(({ field }) => [field, draft.body.header[field]]));
    const path = entity(shape.headers, { dataAreaId: text(company(draft)), [shape.key]: text(key) });
    changes.push({ method: 'PATCH', path, json, version: header['@odata.etag'] });
  }
  for (const line of draft.body.lines) {
    const there = lineThere(shape, lines, line);
    const mine = ours.includes(numberOf(shape, line));
    if (there && (!mine || compareLine(shape, line, there).length === 0)) continue;
    if (there && isSameObject(shape, line, there)) {
      const { [shape.lineKey]: _, ...json } = line;
      changes.push({ method: 'PATCH', path: pathOf(line), json, version: there['@odata.etag'] });
      continue;
    }
    if (there) takeOut(there);
    additions.push(newLine(shape, key, draft.body.header, line));
  }
  for (const there of lines) {
    const mine = ours.includes(numberOf(shape, there));
    const wanted = draft.body.lines.some((line) => numberOf(shape, line) === numberOf(shape, there));
    if (mine && !wanted) takeOut(there);
  }
  return { changes, additions };
}

const company = (draft: PurchaseDraft): string => String(draft.body.header['dataAreaId']);

const newLine = (shape: DocumentShape, key: string, header: Fields, line: Fields): Write => ({
  method: 'POST',
  path: shape.lines,
  json: { dataAreaId: header['dataAreaId'], [shape.key]: key, ...line },
});

const linePath = (shape: DocumentShape, dataAreaId: string, key: string, line: string): string =>
  entity(shape.lines, {
    dataAreaId: text(dataAreaId),
    [shape.key]: text(key),
    [shape.lineKey]: number(Number(line)),
  });

function keyOf(done: Done): string {
  const id = done['create']?.ref?.id;
  if (id === undefined) throw new Error('no create is done');
  return id;
}
