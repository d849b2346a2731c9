import { isNegative, negate, toNumber } from '../../domain/decimal.ts';
import { Failure, isFailure } from '../../domain/failure.ts';
import type { Money } from '../../domain/money.ts';
import { fold } from '../../domain/text.ts';
import type { Done, FollowStep, Outcome, Step } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import { guid } from '../odata/literal.ts';
import { entity, equal } from '../odata/query.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import { completeStep, idOf, readOne, refOf, repairs, type StepContext } from './document-complete.ts';
import {
  bookedLines,
  type DocumentBody,
  type DocumentShape,
  type LineBody,
  type PurchaseDraft,
  remoteLines,
} from './document-shape.ts';
import { type DocumentRow, purchaseDocument } from './wire.ts';

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

/** The action answers 204 without a body; the id stays, the number becomes that of the posted series. */
function postStep({ client, shape, reader }: StepContext): FollowStep {
  return {
    role: 'post',
    name: 'post',
    async probe(done) {
      const [row] = await reader.filtered(equal('id', guid(idOf(done))), shape.what);
      if (!row) return undefined;
      const [status] = await shape.statuses([row]);
      const drafted = done['create']?.ref?.number;
      const renumbered = drafted !== undefined && drafted !== row.number;
      if (status === 'posted' || (row.status === 'Open' && renumbered)) return { ref: refOf(row) };
      if (row.status === 'Open') throw cannotTell(shape);
      return undefined;
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

const cannotTell = (shape: DocumentShape): Failure =>
  new Failure({
    kind: 'unknown',
    system: title,
    message: `${title} does not show whether the ${shape.what} was posted or only released; the ledger entries could tell, but may not be read.`,
  });
