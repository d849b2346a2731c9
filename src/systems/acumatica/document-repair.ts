import { headerDifferences, headerValue, lineDifferences } from './document-compare.ts';
import type { DocumentDraft, DocumentRow, DocumentShape, LineRow } from './document-shape.ts';
import { numberOf } from './document-shape.ts';
import type { PlainRecord } from './wrap.ts';

/**
 * What is still to be written so that a document there is as drafted; nothing when it is. Lines correspond by position
 * and are addressed by their `id`; one that is sent without is added, so only those that are missing are.
 */
export function repairOf(
  shape: DocumentShape,
  draft: DocumentDraft,
  row: DocumentRow,
): PlainRecord | undefined {
  const header = headerDifferences(shape, draft, row);
  const lines = lineRepairs(shape, draft, row.Details ?? []);
  if (header.length === 0 && lines.length === 0) return undefined;
  const fields = header.filter(([field]) => field in draft.body);
  const custom = header.some(([field]) => !(field in draft.body)) ? { custom: customOf(shape, draft) } : {};
  return {
    ...keysOf(shape, row),
    ...Object.fromEntries(fields.map(([field]) => [field, headerValue(draft, field)])),
    ...(lines.length > 0 ? { [shape.control]: draft.body[shape.control], Details: lines } : {}),
    ...custom,
  };
}

const customOf = (_: DocumentShape, draft: DocumentDraft): PlainRecord => draft.body['custom'] as PlainRecord;

export const keysOf = (shape: DocumentShape, row: DocumentRow): PlainRecord => ({
  Type: shape.type,
  [shape.numberKey]: numberOf(shape, row),
});

function lineRepairs(
  shape: DocumentShape,
  { body }: DocumentDraft,
  there: readonly LineRow[],
): PlainRecord[] {
  const changes: PlainRecord[] = [];
  for (const [index, line] of body.Details.entries()) {
    const row = there[index];
    if (!row) changes.push(line);
    else {
      const fields = lineDifferences(shape, line, row).map(([field]) => field);
      // Another item brings its own unit, cost and account along: all that was drafted is written again.
      if (fields.includes('InventoryID')) changes.push({ id: row.id, ...line });
      else if (fields.length > 0)
        changes.push({ id: row.id, ...Object.fromEntries(fields.map((field) => [field, line[field]])) });
    }
  }
  // Only an order is changed after it was made; a surplus line on a bill is somebody else's, or our rounding.
  if (shape.kind === 'order')
    for (const row of there.slice(body.Details.length)) changes.push({ id: row.id, delete: true });
  return changes;
}

/** Whether a repair only completes lines, which is done while the order is open. */
export const onlyCompletes = (repair: PlainRecord): boolean =>
  Object.keys(repair).every((field) => ['Type', 'OrderNbr', 'ControlTotal', 'Details'].includes(field)) &&
  ((repair['Details'] ?? []) as readonly PlainRecord[]).every((line) =>
    Object.keys(line).every((field) => field === 'id' || field === 'Completed'),
  );
