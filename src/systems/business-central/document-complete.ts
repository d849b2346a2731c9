import { isZero } from '../../domain/decimal.ts';
import { Failure } from '../../domain/failure.ts';
import { fold } from '../../domain/text.ts';
import type { Done, FollowStep } from '../../engine/ports.ts';
import { guid } from '../odata/literal.ts';
import { entity, equal } from '../odata/query.ts';
import { title } from './capabilities.ts';
import type { BusinessCentralClient } from './client.ts';
import { costDiffers, dimensionsToSet } from './document-compare.ts';
import type { DocumentReader } from './document-read.ts';
import {
  bookedLines,
  type DocumentShape,
  type LineBody,
  type PurchaseDraft,
  remoteLines,
} from './document-shape.ts';
import type { DocumentLineRow, DocumentRow } from './wire.ts';

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

interface Repair {
  readonly line: LineBody;
  readonly there: DocumentLineRow;
}

/** The lines whose cost or dimensions are not what was drafted; nothing when the lines do not correspond or were not told. */
export function repairs(shape: DocumentShape, draft: PurchaseDraft, row: DocumentRow): Repair[] | undefined {
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
export function completeStep(context: StepContext, draft: PurchaseDraft): FollowStep {
  const { shape } = context;
  return {
    role: 'fill',
    name: 'complete',
    async probe(done) {
      const row = await readOne(context, idOf(done));
      return repairs(shape, draft, row)?.length === 0 ? { ref: refOf(row) } : undefined;
    },
    async run(done) {
      const id = idOf(done);
      const tried = new Set<string>();
      // Every change may move the tags of all that hangs below the document, so it is read again before the next.
      for (;;) {
        const row = await readOne(context, id);
        const writes = (repairs(shape, draft, row) ?? []).flatMap((repair) => writesOf(context, repair));
        const change = writes.find((write) => write.method === 'PATCH' && !tried.has(write.path));
        const additions = writes.filter(({ method }) => method === 'POST');
        for (const write of change ? [change] : additions) {
          tried.add(write.path);
          await context.client.send(write.method, write.path, write.name, write);
        }
        if (!change) return { ref: { id, number: row.number } };
      }
    },
  };
}

interface LineWrite {
  readonly method: 'PATCH' | 'POST';
  readonly path: string;
  readonly name: string;
  readonly json: Readonly<Record<string, string | number>>;
  readonly version?: string | undefined;
}

/** What puts one line right: its cost, dimensions that it has with another value, dimensions that it lacks. */
function writesOf({ shape }: StepContext, { line, there }: Repair): LineWrite[] {
  const path = entity(shape.lineSet, guid(there.id));
  const writes: LineWrite[] = [];
  if (costDiffers(line, there)) {
    const discounted = line.discountAmount !== undefined || !isZero(there.discountAmount);
    const discount = discounted ? { discountAmount: line.discountAmount ?? 0 } : {};
    const json = { unitCost: line.unitCost ?? 0, ...discount };
    writes.push({ method: 'PATCH', path, name: 'cost of a line', json, version: there['@odata.etag'] });
  }
  const name = 'dimension of a line';
  for (const { code, valueCode } of dimensionsToSet(line, there)) {
    const set = there.dimensionSetLines?.find((entry) => fold(entry.code) === fold(code));
    const below = `${path}/dimensionSetLines`;
    if (!set) writes.push({ method: 'POST', path: below, name, json: { code, valueCode } });
    else {
      const version = set['@odata.etag'];
      writes.push({ method: 'PATCH', path: entity(below, guid(set.id)), name, json: { valueCode }, version });
    }
  }
  return writes;
}

export async function readOne({ reader, shape }: StepContext, id: string): Promise<DocumentRow> {
  const [row] = await reader.filtered(equal('id', guid(id)), shape.what);
  if (row) return row;
  throw new Failure({
    kind: 'refused',
    system: title,
    status: 404,
    message: `${title} does not have the ${shape.what} any more.`,
  });
}

export const refOf = (row: DocumentRow) => ({ id: row.id, number: row.number, version: row['@odata.etag'] });

export function idOf(done: Done): string {
  const id = done['create']?.ref?.id;
  if (id === undefined) throw new Error('no create is done');
  return id;
}
