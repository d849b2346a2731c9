import { refuse } from './faults.ts';
import { namespaces, type XmlNode } from './xml.ts';

/** How the service's serializer reads requests. */
/** `opaque`: known, but of no interest here. */
export type Simple = 'string' | 'decimal' | 'int' | 'boolean' | 'dateTime' | 'guid' | 'opaque';

export interface Shape {
  readonly name: string;
  /** Of its fields; default: GP's. */
  readonly ns?: string | undefined;
  readonly fields: Readonly<Record<string, FieldType>>;
  /** The schema's order is not known: any order will do. */
  readonly unordered?: boolean | undefined;
  /** A declared type of which only these can be sent, named by xsi:type. */
  readonly abstract?: readonly Shape[] | undefined;
}

export interface ListOf {
  readonly item: string;
  readonly of: FieldType;
}

export type FieldType = Simple | Shape | ListOf;
export type Values = Readonly<Record<string, unknown>>;

/** Paths of elements that the serializer did not know, or that came out of the schema's order. */
export type Skipped = string[];

/**
 * Reads an element as XmlSerializer does: what it does not know, in another namespace, or out of order, is skipped
 * without a word; a value that is not of its type is a fault.
 */
export function readShape(node: XmlNode, shape: Shape, path: string, skipped: Skipped): Values {
  const actual = concrete(node, shape);
  const names = Object.keys(actual.fields);
  const values: Record<string, unknown> = {};
  let reached = -1;
  for (const child of node.children) {
    const place = names.indexOf(child.name);
    const type = actual.fields[child.name];
    const known = type !== undefined && child.ns === (actual.ns ?? namespaces.gp);
    if (!known || (place < reached && !actual.unordered)) {
      skipped.push(`${path}/${child.name}`);
      continue;
    }
    reached = place;
    if (!child.nil) values[child.name] = readField(child, type, `${path}/${child.name}`, skipped);
  }
  return values;
}

function concrete(node: XmlNode, shape: Shape): Shape {
  const { type } = node;
  if (!shape.abstract) {
    if (type && type.name !== shape.name)
      return refuse.xml(`The specified type was not recognized: name='${type.name}'`);
    return shape;
  }
  if (!type)
    return refuse.xml(
      `The specified type is abstract: name='${shape.name}', namespace='${shape.ns ?? namespaces.gp}'`,
    );
  const found = shape.abstract.find(
    (other) => other.name === type.name && (other.ns ?? namespaces.gp) === type.ns,
  );
  return (
    found ??
    refuse.xml(
      `The specified type was not recognized: name='${type.name}', namespace='${type.ns}', at <${node.name}>`,
    )
  );
}

function readField(node: XmlNode, type: FieldType, path: string, skipped: Skipped): unknown {
  if (typeof type === 'string') return readSimple(node, type);
  if ('item' in type) {
    return node.children.flatMap((child, i) => {
      if (child.name === type.item && child.ns === namespaces.gp)
        return [readField(child, type.of, `${path}/${child.name}[${i}]`, skipped)];
      skipped.push(`${path}/${child.name}`);
      return [];
    });
  }
  return readShape(node, type, path, skipped);
}

const patterns: Readonly<Record<Simple, RegExp>> = {
  string: /^/,
  opaque: /^/,
  decimal: /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/,
  int: /^\s*[+-]?\d+\s*$/,
  boolean: /^\s*(true|false|0|1)\s*$/,
  dateTime: /^\s*\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?\s*$/,
  guid: /^\s*\{?[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\}?\s*$/i,
};

function readSimple({ name, text }: XmlNode, type: Simple): unknown {
  const bad = (): never => refuse.xml(`Input string was not in a correct format: <${name}>${text}`);
  if (!patterns[type].test(text)) return bad();
  if (type === 'string' || type === 'opaque') return text;
  const value = text.trim();
  if (type === 'int') return Number(value);
  if (type === 'boolean') return value === 'true' || value === '1';
  if (type === 'dateTime' && Number.isNaN(Date.parse(value.replace(/(\.\d{3})\d+/, '$1')))) return bad();
  return type === 'guid' ? value.replace(/[{}]/g, '').toLowerCase() : value;
}
