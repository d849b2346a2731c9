import type { JsonObject, SandboxRequest } from '../exchange.ts';
import { isObject, parseJson } from '../json-body.ts';
import type { EntityModel } from './contract.ts';
import { fieldIn } from './contract.ts';
import { refusals } from './errors.ts';
import type { Value } from './rows.ts';
import { coerce } from './values.ts';

/** A body in contract form: what was sent of one record. A field that was not sent keeps its value. */
export interface Input {
  readonly id?: string | undefined;
  readonly remove: boolean;
  readonly values: Readonly<Record<string, Value>>;
  /** Fields whose value does not fit their type. */
  readonly misfits: readonly string[];
  readonly linked: Readonly<Record<string, Input>>;
  readonly details: Readonly<Record<string, readonly Input[]>>;
  /** By `View.Field`. */
  readonly custom: Readonly<Record<string, Value>>;
  /** What was sent as `note`; wrapped like a field of the contract. */
  readonly note?: string | undefined;
  /** As it came, for the echo of a refusal. */
  readonly raw: JsonObject;
}

export interface Reading {
  readonly version: string;
  readonly utcOffset: string;
  /** Told about every name that the contract lacks, or that the site reckons itself. */
  ignore(name: string): void;
}

const system = new Set(['id', 'rowNumber', 'note', 'delete', 'error', 'files', '_links', 'custom']);

/** @throws Refusal 400 for a body that cannot be read, is empty or has bare values. */
export function readBody(request: SandboxRequest): JsonObject {
  if (request.text.trim() === '') refusals.badBody('', 'The request body should not be empty.');
  const body = parseJson(request.text);
  if (!isObject(body)) return refusals.badBody('entity', 'Error reading JObject from JsonReader.');
  return body;
}

export function readInput(model: EntityModel, body: JsonObject, reading: Reading, path = 'entity'): Input {
  const values: Record<string, Value> = {};
  const misfits: string[] = [];
  const linked: Record<string, Input> = {};
  const details: Record<string, Input[]> = {};
  const within = (name: string): Reading => ({
    ...reading,
    ignore: (inner) => reading.ignore(`${name}/${inner}`),
  });
  for (const [name, sent] of Object.entries(body)) {
    if (system.has(name)) continue;
    const part = Object.hasOwn(model.linked, name) ? model.linked[name] : undefined;
    const rows = Object.hasOwn(model.details, name) ? model.details[name] : undefined;
    if (part !== undefined) {
      linked[name] = readInput(part, objectAt(sent, `${path}.${name}`), within(name), `${path}.${name}`);
    } else if (rows !== undefined) {
      if (!Array.isArray(sent)) return refusals.badBody(`${path}.${name}`, notContract(sent, 'an array'));
      details[name] = sent.map((row, i) => {
        const at = `${path}.${name}[${i}]`;
        return readInput(rows, objectAt(row, at), within(name), at);
      });
    } else readField(name, sent);
  }

  function readField(name: string, sent: unknown): void {
    const field = fieldIn(model, name, reading.version);
    if (field === undefined) {
      reading.ignore(name);
      return;
    }
    const wrapped = objectAt(sent, `${path}.${name}`);
    if (!Object.hasOwn(wrapped, 'value')) return;
    if (field.computed) {
      reading.ignore(`${name} (computed)`);
      return;
    }
    const coerced = coerce(field, wrapped['value'], reading.utcOffset);
    if (coerced.ok) values[name] = coerced.value;
    else misfits.push(name);
  }

  const id = body['id'];
  return {
    id: typeof id === 'string' && id !== '' ? id.toLowerCase() : undefined,
    remove: body['delete'] === true,
    values,
    misfits,
    linked,
    details,
    custom: readCustom(body['custom'], path),
    note: readNote(body['note'], path),
    raw: body,
  };
}

const notContract = (sent: unknown, wanted: string): string =>
  `Error converting value ${JSON.stringify(sent)}: ${wanted} is expected.`;

function objectAt(sent: unknown, path: string): JsonObject {
  if (isObject(sent)) return sent;
  return refusals.badBody(path, notContract(sent, 'an object such as { "value": ... }'));
}

function readNote(sent: unknown, path: string): string | undefined {
  if (sent === undefined || sent === null) return undefined;
  const { value } = objectAt(sent, `${path}.note`);
  return value === undefined ? undefined : String(value ?? '');
}

function readCustom(sent: unknown, path: string): Record<string, Value> {
  const custom: Record<string, Value> = {};
  if (sent === undefined || sent === null) return custom;
  for (const [view, fields] of Object.entries(objectAt(sent, `${path}.custom`)))
    for (const [name, field] of Object.entries(objectAt(fields, `${path}.custom.${view}`))) {
      const { type, value } = objectAt(field, `${path}.custom.${view}.${name}`);
      if (typeof type !== 'string' || !/^Custom\w+Field$/.test(type))
        refusals.badBody(`${path}.custom.${view}.${name}`, 'The type of the custom field is not known.');
      custom[`${view}.${name}`] = value === null ? undefined : (value as Value);
    }
  return custom;
}

/** Plain fields, as people hand them in, in the form of a body. */
export function wrapped(model: EntityModel, fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const part = model.linked[name];
      const rows = model.details[name];
      if (part !== undefined && isObject(value)) return [name, wrapped(part, value)];
      if (rows !== undefined && Array.isArray(value))
        return [name, value.map((row) => wrapped(rows, row as JsonObject))];
      if (system.has(name)) return [name, value];
      return [name, { value }];
    }),
  );
}
