import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { z } from 'zod';
import { fold } from '../domain/text.ts';
import { type Env, substitute } from './env.ts';
import { isCode, markKey } from './fields.ts';
import { kindOfNode, type Nodes, nodesOf, offsetOf, written } from './nodes.ts';
import { addPlace, type Place, rootPlace } from './places.ts';
import { inside, pick } from './shape.ts';

/** A problem by its offset; the loader turns it into line and column. */
export interface Finding {
  readonly offset: number;
  readonly path: string;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly suggestion?: string | undefined;
}

export interface Reading {
  /** `spoilt` when nothing of it can be used. */
  readonly data: unknown;
  readonly root: Place;
  readonly findings: readonly Finding[];
}

/** Stands for a value of which a problem has been told already: nothing more is said about it. */
export const spoilt = Symbol('spoilt');
/** A key with nothing behind it. */
const absent = Symbol('absent');
/** More than any honest file refers to; keeps aliases of aliases from filling the memory. */
const aliasLimit = 200_000;

interface Reader {
  readonly nodes: Nodes;
  readonly env: Env;
  readonly lineOf: (offset: number) => number;
  readonly findings: Finding[];
  /** Maps and lists that are being read, from the root to here. */
  readonly open: Set<unknown>;
  /** Aliases around the node that is being read. */
  depth: number;
  /** Nodes read through aliases so far. */
  aliased: number;
}

/**
 * Turns a YAML document into plain data, led by the schema: text is taken as written (`0310` stays `0310`), numbers and
 * yes/no only where the schema has them. Keys of tables are marked (see `markKey`). Fills in `${env:NAME}`.
 */
export function readDocument(
  document: Document.Parsed,
  schema: z.ZodType,
  env: Env,
  lineOf: (offset: number) => number,
): Reading {
  const reader: Reader = {
    nodes: nodesOf(document),
    env,
    lineOf,
    findings: [],
    open: new Set(),
    depth: 0,
    aliased: 0,
  };
  const root = rootPlace();
  const data = read(reader, document.contents, schema, root);
  if (reader.aliased > aliasLimit) {
    const message = 'the aliases of this file multiply without end';
    return { data: spoilt, root, findings: [{ offset: 0, path: '', message }] };
  }
  return { data: data === absent ? {} : data, root, findings: reader.findings };
}

function read(reader: Reader, node: unknown, wanted: unknown, place: Place): unknown {
  if (isAlias(node)) return readAlias(reader, node, wanted, place);
  if (reader.depth > 0 && ++reader.aliased > aliasLimit) return spoilt;
  const target = pick(wanted, kindOfNode(node), (key) => peek(reader, node, key));
  if (isScalar(node)) return readScalar(reader, node, wanted, target, place);
  if (!isMap(node) && !isSeq(node)) return nothing(wanted, place);
  reader.open.add(node);
  const value = isMap(node) ? readMap(reader, node, target, place) : readList(reader, node, target, place);
  reader.open.delete(node);
  return value;
}

function readAlias(reader: Reader, node: unknown, wanted: unknown, place: Place): unknown {
  const aim = reader.nodes.resolve(node);
  if (aim === undefined) return fail(reader, place, 'there is no anchor of this name before it');
  if (reader.open.has(aim)) return fail(reader, place, 'an alias must not stand inside its own anchor');
  reader.depth += 1;
  const value = read(reader, aim, wanted, place);
  reader.depth -= 1;
  return value;
}

function readMap(reader: Reader, node: YAMLMap, target: z.ZodType | undefined, place: Place): unknown {
  const isTable = target instanceof z.ZodRecord;
  const same = isTable ? fold : (key: string) => key;
  const data: Record<string, unknown> = Object.create(null);
  const seen = new Map<string, KeyPlace>();
  for (const { pair, merged } of reader.nodes.pairs(node, same)) {
    const key = keyOf(reader, pair, place);
    if (key === undefined) continue;
    const first = seen.get(same(key.text));
    if (first !== undefined) {
      if (!merged) refuseTwin(reader, key, first, place);
      continue;
    }
    seen.set(same(key.text), key);
    const name = isTable ? markKey(key.text) : key.text;
    const child = addPlace(place, name, key.text, {
      key: key.offset,
      value: offsetOf(pair.value) ?? key.offset,
    });
    if (isTable && same(key.text) === '') fail(reader, child, 'a key must not be blank', key.offset);
    put(data, name, read(reader, pair.value, inside(target, name), child), isTable);
  }
  return data;
}

function put(data: Record<string, unknown>, name: string, value: unknown, isTable: boolean): void {
  if (value !== absent) data[name] = value;
  else if (isTable) data[name] = null;
}

interface KeyPlace {
  readonly text: string;
  readonly offset: number;
}

function keyOf(reader: Reader, pair: Pair, parent: Place): KeyPlace | undefined {
  const text = reader.nodes.text(pair.key);
  const offset = offsetOf(pair.key) ?? parent.offset;
  if (text !== undefined) return { text, offset };
  reader.findings.push({ offset, path: parent.path, message: 'a key must be plain text' });
  return undefined;
}

/** Two values for one key: which of them counts must not depend on luck. */
function refuseTwin(reader: Reader, key: KeyPlace, first: KeyPlace, parent: Place): void {
  const child = addPlace({ ...parent, children: new Map() }, key.text, key.text, {
    key: key.offset,
    value: key.offset,
  });
  const twin = first.text === key.text ? 'the same key' : `the same key as ${JSON.stringify(first.text)}`;
  fail(reader, child, `${twin} stands on line ${reader.lineOf(first.offset)}`, key.offset);
}

function readList(reader: Reader, node: YAMLSeq, target: z.ZodType | undefined, place: Place): unknown[] {
  return node.items.map((item, index) => {
    const child = addPlace(place, index, index, { value: offsetOf(item) ?? place.offset });
    const value = read(reader, item, inside(target, index), child);
    return value === absent ? null : value;
  });
}

function readScalar(
  reader: Reader,
  node: Scalar,
  wanted: unknown,
  target: z.ZodType | undefined,
  place: Place,
): unknown {
  const plain = node.type === 'PLAIN';
  const source = written(node);
  const blank = target !== undefined && isCode(target) ? /^$/ : /^(~|null|Null|NULL)?$/;
  if (plain && blank.test(source)) return nothing(wanted, place);
  const { text, changed, problems } = substitute(source, reader.env);
  for (const message of problems) reader.findings.push({ offset: place.offset, path: place.path, message });
  if (problems.length > 0) return spoilt;
  if (!changed) place.seen = text;
  if (target instanceof z.ZodNumber && changed) return numberIn(text);
  if (target instanceof z.ZodBoolean && changed) return yesNoIn(text);
  return plain && (target instanceof z.ZodNumber || target instanceof z.ZodBoolean) ? node.value : text;
}

/** An empty object where one will do, else as if the key were not there. An unknown key stays, to be told. */
function nothing(wanted: unknown, place: Place): unknown {
  place.seen = '';
  if (!(wanted instanceof z.ZodType)) return null;
  return wanted.safeParse({}).success ? {} : absent;
}

function peek(reader: Reader, node: unknown, key: string): string | undefined {
  if (!isMap(node)) return undefined;
  const found = reader.nodes
    .pairs(node, (text) => text)
    .find(({ pair }) => reader.nodes.text(pair.key) === key);
  const text = found && reader.nodes.text(found.pair.value);
  return text === undefined ? undefined : substitute(text, reader.env).text;
}

function fail(reader: Reader, place: Place, message: string, offset = place.offset): typeof spoilt {
  reader.findings.push({ offset, path: place.path, message });
  return spoilt;
}

const numberIn = (text: string): unknown => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);
const yesNoIn = (text: string): unknown => (text === 'true' ? true : text === 'false' ? false : text);
