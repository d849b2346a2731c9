/**
 * The form of the contract-based API, in this one place: every field is `{ "value": x }`, an empty one `{}`; system
 * fields are bare; a linked entity is a nested object and a detail entity an array of them, neither is wrapped
 * (Integration Development Guide, "Representation of a record in JSON"). Everywhere else a record is plain JSON.
 */

export type Plain = string | number | boolean | null | undefined | PlainRecord | readonly PlainRecord[];
export interface PlainRecord {
  readonly [field: string]: Plain;
}

/** Bare in both directions. */
const bare: ReadonlySet<string> = new Set(['id', 'rowNumber', 'delete', 'error']);

/** A record as it is sent. Fields that are undefined are left out: the server keeps what it has. */
export function wrap(record: PlainRecord): Record<string, unknown> {
  const wrapped: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(record)) {
    if (value === undefined) continue;
    if (bare.has(field)) wrapped[field] = value;
    else if (field === 'custom') wrapped[field] = wrapCustom(value as PlainRecord);
    else if (Array.isArray(value)) wrapped[field] = value.map(wrap);
    else if (isRecord(value)) wrapped[field] = wrap(value as PlainRecord);
    else wrapped[field] = { value };
  }
  return wrapped;
}

/** `{ View: { Field: text } }` with the type that custom fields must name. */
function wrapCustom(views: PlainRecord): Record<string, unknown> {
  const typed = (fields: PlainRecord) =>
    Object.fromEntries(
      Object.entries(fields).map(([field, value]) => [field, { type: 'CustomStringField', value }]),
    );
  return Object.fromEntries(
    Object.entries(views).map(([view, fields]) => [view, typed(fields as PlainRecord)]),
  );
}

/** An answer without its wrapping. What is no record (an error's text, a bare value) stays as it is. */
export function unwrap(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(unwrap);
  if (!isRecord(json)) return json;
  const plain: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(json)) {
    if (field === '_links' || field === 'files') continue;
    plain[field] = bare.has(field) ? value : unwrapField(value);
  }
  return plain;
}

function unwrapField(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrap);
  if (!isRecord(value)) return value;
  if ('value' in value) return value['value'];
  // A field without a value, which may still carry an error; a linked entity has fields of its own.
  return Object.keys(value).every((key) => key === 'error') ? undefined : unwrap(value);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
