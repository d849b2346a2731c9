import { type Answer, type JsonObject, json } from '../exchange.ts';
import { isObject } from '../json-body.ts';
import { labelOf, type TopModel } from './contract.ts';
import { exceptionAnswer, refuse } from './errors.ts';
import type { Input } from './input.ts';

/** What is wrong with a record that is being saved, gathered so that one answer tells all of it. */
export interface Complaints {
  /** `Vendor`, `MainContact/Address/Country`, `Details/0/Account`; `''`: the record itself. */
  add(path: string, text: string): void;
  readonly found: readonly Complaint[];
}

export interface Complaint {
  readonly path: string;
  readonly text: string;
}

export function createComplaints(): Complaints {
  const found: Complaint[] = [];
  return {
    found,
    add(path, text) {
      if (!found.some((other) => other.path === path)) found.push({ path, text });
    },
  };
}

export const missing = (name: string): string => `'${labelOf(name)}' cannot be empty.`;

/** Codes are padded in messages to the width of their key. */
export const unknown = (name: string, code: string, width = 10): string =>
  `${labelOf(name)} '${code.toUpperCase().padEnd(width)}' cannot be found in the system.`;

export interface Refused {
  readonly model: TopModel;
  readonly input: Input;
  /** The id of the record; a new one for one that was not saved. */
  readonly id: string;
  readonly inserting: boolean;
  readonly self: string;
  readonly status: 422 | 500;
}

/** Refuses a record with complaints: 422 with the entity as it was sent and `error` in its tree, or 500. */
export function settle(complaints: Complaints, refused: Refused): void {
  if (complaints.found.length > 0) refuse(answerOf(complaints.found, refused));
}

function answerOf(
  found: readonly Complaint[],
  { model, input, id, inserting, self, status }: Refused,
): Answer {
  const doing = inserting ? 'Inserting ' : 'Updating ';
  const summary = `${doing} '${titleOf(model, found)}' record raised at least one error. Please review the errors.`;
  if (status === 500)
    return exceptionAnswer(`Error: ${summary}`, 'PX.Data.PXOuterException', {
      message: found.map(({ path, text }) => `${path.split('/').at(-1)}: ${text}`).join('\r\n'),
      type: 'PX.Data.PXSetPropertyException',
    });
  const body: JsonObject = { id, rowNumber: 1, error: summary, ...echo(input.raw) };
  for (const { path, text } of found) if (path !== '') mark(body, path.split('/'), text);
  if (found.some(({ path }) => path === '')) body['error'] = found.find(({ path }) => path === '')?.text;
  if (inserting) {
    const key = model.keys.at(-1) ?? '';
    body[key] = { ...(isObject(body[key]) ? body[key] : {}), value: '<NEW>' };
  }
  body['_links'] = { self: `${self}/${id}` };
  return json(422, body);
}

/** The complaint about a row names the row's table. */
function titleOf(model: TopModel, found: readonly Complaint[]): string {
  const [first = ''] = found[0]?.path.split('/') ?? [];
  return model.details[first]?.title ?? model.title;
}

function echo(raw: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(structuredClone(raw)).filter(
      ([name]) => name !== 'error' && name !== 'id' && name !== 'delete',
    ),
  );
}

function mark(body: JsonObject, path: readonly string[], text: string): void {
  let at: JsonObject = body;
  for (const name of path) {
    const inner: unknown = at[name];
    const next: JsonObject = isObject(inner) || Array.isArray(inner) ? (inner as JsonObject) : {};
    at[name] = next;
    at = next;
  }
  at['error'] = text;
}
