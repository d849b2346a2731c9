import { isNegative, isZero, negate, toNumber } from '../../domain/decimal.ts';
import { Failure, isFailure } from '../../domain/failure.ts';
import type { Money } from '../../domain/money.ts';
import { fold } from '../../domain/text.ts';
import type { Done, FollowStep, Outcome, Step } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import { guid } from '../odata/literal.ts';
import { entity, equal } from '../odata/query.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { BusinessCentralClient } from './client.ts';
import { costDiffers, dimensionsToSet } from './document-compare.ts';
import type { DocumentReader } from './document-read.ts';
import {
  bookedLines,
  type DocumentBody,
  type DocumentShape,
  type LineBody,
  type PurchaseDraft,
  remoteLines,
} from './document-shape.ts';
import { type DocumentLineRow, type DocumentRow, purchaseDocument } from './wire.ts';

/** What was found out about the server while this process runs. */
export interface Dialect {
  /** Whether a create takes the dimensions of its lines along and answers with the lines. */
  wholeCreates: boolean;
}

export interface StepContext {
  readonly client: BusinessCentralClient;
  readonly shape: DocumentShape;
  readonly reader: DocumentReader;
  readonly dialect: Dialect;
}

/**
 * Create with all lines, complete what the server stored otherwise, post. `complete` is needed only where the answer to
 * the create shows that something is missing, or where there is no such answer (it was lost and the draft was found).
 */
export function documentSteps(context: StepContext, draft: PurchaseDraft, done: Done): Step[] {
  const create: Step = { role: 'create', name: 'create', run: () => createDocument(context, draft) };
  const created = done['create'];
  const whole = created === undefined || created['whole'] === true;
  return [create, ...(whole ? [] : [completeStep(context, draft)]), postStep(context)];
}

/**
 * One deep insert, asked to answer with the lines as stored. A version that takes no nested dimensions, or does not expand
 * the answer, refuses that (`BadRequest`); so does a line that has one of the dimensions already, from vendor or account
 * (AL page 30022). Refused is not done: then it is sent in its plainest form, and `complete` adds what is missing.
 */
async function createDocument(context: StepContext, draft: PurchaseDraft): Promise<Outcome> {
  const { client, shape, dialect, reader } = context;
  const name = `new ${shape.what}`;
  const plain = withoutDimensions(shape, draft.body);
  const sendPlain = () => client.send('POST', shape.set, name, { json: plain });
  const sendWhole = () =>
    client.send('POST', shape.set, name, { json: draft.body, query: { expand: [reader.expand()] } });
  let response: HttpResponse;
  try {
    response = await (dialect.wholeCreates ? sendWhole() : sendPlain());
  } catch (error) {
    if (!dialect.wholeCreates || !isFailure(error, 'refused')) throw error;
    if (plain === draft.body && error.code !== 'BadRequest') throw error;
    response = await sendPlain().catch((second) => {
      throw isFailure(second, 'refused') ? error : second;
    });
    if (error.code === 'BadRequest') dialect.wholeCreates = false;
  }
  const row = readWire(purchaseDocument, response, { system: title, name, effect: 'write' });
  return { ref: refOf(row), whole: repairs(shape, draft, row)?.length === 0 };
}

/** The same body without nested dimensions; the body itself if it has none. */
function withoutDimensions(shape: DocumentShape, body: DocumentBody): DocumentBody {
  const lines = body[shape.lineSet] as readonly LineBody[];
  if (lines.every((line) => line.dimensionSetLines === undefined)) return body;
  return { ...body, [shape.lineSet]: lines.map(({ dimensionSetLines, ...line }) => line) };
}

interface Repair {
  readonly line: LineBody;
  readonly there: DocumentLineRow;
}

/** The lines whose cost or dimensions are not what was drafted; nothing when the lines do not correspond or were not told. */
function repairs(shape: DocumentShape, draft: PurchaseDraft, row: DocumentRow): Repair[] | undefined {
  const wanted = bookedLines(shape, draft);
  const lines = remoteLines(shape, row);
  if (lines === undefined || lines.length !== wanted.length) return undefined;
  return wanted
    .map((line, index) => ({ line, there: lines[index] as DocumentLineRow }))
    .filter(({ line, there }) => costDiffers(line, there) || dimensionsToSet(line, there).length > 0);
}

/**
 * Sets costs and dimensions to what was drafted, each by a write that may be repeated; it reads the draft first, so a
 * lost answer does no harm. What else differs is left to the comparison, which holds the document.
 */
function completeStep(context: StepContext, draft: PurchaseDraft): FollowStep {
  const { client, shape } = context;
  return {
    role: 'fill',
    name: 'complete',
    async probe(done) {
      const row = await readOne(context, idOf(done));
      return repairs(shape, draft, row)?.length === 0 ? { ref: refOf(row) } : undefined;
    },
    async run(done) {
      const row = await readOne(context, idOf(done));
      for (const { line, there } of repairs(shape, draft, row) ?? []) {
        const path = entity(shape.lineSet, guid(there.id));
        if (costDiffers(line, there)) {
          const discounted = line.discountAmount !== undefined || !isZero(there.discountAmount);
          const discount = discounted ? { discountAmount: line.discountAmount ?? 0 } : {};
          const json = { unitCost: line.unitCost ?? 0, ...discount };
          await client.send('PATCH', path, 'cost of a line', { json, version: there['@odata.etag'] ?? '*' });
        }
        await setDimensions(client, path, line, there);
      }
      return { ref: { id: row.id, number: row.number } };
    },
  };
}

async function setDimensions(
  client: BusinessCentralClient,
  path: string,
  line: LineBody,
  there: DocumentLineRow,
): Promise<void> {
  for (const { code, valueCode } of dimensionsToSet(line, there)) {
    const set = there.dimensionSetLines?.find((entry) => fold(entry.code) === fold(code));
    const below = `${path}/dimensionSetLines`;
    if (set) {
      const version = set['@odata.etag'] ?? '*';
      await client.send('PATCH', entity(below, guid(set.id)), 'dimension of a line', {
        json: { valueCode },
        version,
      });
    } else {
      await client.send('POST', below, 'dimension of a line', { json: { code, valueCode } });
    }
  }
}

/** The action answers 204 without a body; the id stays, the number becomes that of the posted series. */
function postStep({ client, shape, reader }: StepContext): FollowStep {
  return {
    role: 'post',
    name: 'post',
    async probe(done) {
      const [row] = await reader.filtered(equal('id', guid(idOf(done))), shape.what);
      if (!row) return undefined;
      const [status] = await shape.statuses([row]);
      if (status === 'pending' && row.status === 'Open') throw cannotTell(shape);
      return status === 'posted' ? { ref: refOf(row) } : undefined;
    },
    async run(done) {
      const id = idOf(done);
      await client.send(
        'POST',
        `${entity(shape.set, guid(id))}/Microsoft.NAV.post`,
        `posting of a ${shape.what}`,
      );
      return { ref: { id } };
    },
  };
}

/** One more line on the rounding account, over the gap. */
export function roundingStep(
  context: StepContext,
  draft: PurchaseDraft,
  amount: Money,
  account: string,
): FollowStep {
  const { client, shape } = context;
  const backwards = isNegative(amount.amount);
  const description = 'Rounding difference';
  const json = {
    lineType: 'Account',
    lineObjectNumber: account,
    description,
    quantity: backwards ? -1 : 1,
    unitCost: toNumber(backwards ? negate(amount.amount) : amount.amount),
  };
  const extra = (row: DocumentRow) => (remoteLines(shape, row) ?? [])[bookedLines(shape, draft).length];
  return {
    role: 'fill',
    name: 'rounding',
    async probe(done) {
      const row = await readOne(context, idOf(done));
      return fold(extra(row)?.lineObjectNumber) === fold(account) ? { ref: refOf(row) } : undefined;
    },
    async run(done) {
      const id = idOf(done);
      await client.send('POST', `${entity(shape.set, guid(id))}/${shape.lineSet}`, 'rounding line', { json });
      return { ref: { id } };
    },
  };
}

async function readOne({ reader, shape }: StepContext, id: string): Promise<DocumentRow> {
  const [row] = await reader.filtered(equal('id', guid(id)), shape.what);
  if (row) return row;
  throw new Failure({
    kind: 'refused',
    system: title,
    status: 404,
    message: `${title} does not have the ${shape.what} any more.`,
  });
}

const cannotTell = (shape: DocumentShape): Failure =>
  new Failure({
    kind: 'unknown',
    system: title,
    message: `${title} does not show whether the ${shape.what} was posted or only released; the ledger entries could tell, but may not be read.`,
  });

const refOf = (row: DocumentRow) => ({ id: row.id, number: row.number, version: row['@odata.etag'] });

function idOf(done: Done): string {
  const id = done['create']?.ref?.id;
  if (id === undefined) throw new Error('no create is done');
  return id;
}
