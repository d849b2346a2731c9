import { type Answer, type JsonObject, json } from '../exchange.ts';
import type { Condition, Literal } from '../odata/filter.ts';
import type { Dialect, EntityType, Related } from '../odata/model.ts';
import { parseOptions, type QueryOptions } from '../odata/options.ts';
import { checkShape, resultPage, shape } from '../odata/page.ts';
import type { Address, Asked } from './address.ts';
import { escapeCaption, plainCaption } from './captions.ts';
import { refusals } from './errors.ts';
import type { World } from './state.ts';

/** Lists and single rows as OData shows them, for pages and for the API. */
export interface Shown {
  readonly world: World;
  readonly request: Asked;
  readonly address: Address;
  readonly type: EntityType;
  readonly dialect: Dialect;
  /** After `$metadata#`. */
  readonly context: string;
  readonly related: Related;
}

export const noRelations: Related = () => ({ rows: [], related: noRelations });

/** What addresses in answers begin with: not always what was called. */
export const publicBase = (world: World, { request, address }: Pick<Shown, 'request' | 'address'>): string =>
  `${world.switches.publicBaseUrl ?? `${request.origin}${address.base}`}${address.root.slice(address.base.length)}`;

export function listAnswer(shown: Shown, options: QueryOptions, rows: readonly JsonObject[]): Answer {
  const { world, request, type, dialect, related } = shown;
  const wanted = /odata\.maxpagesize=(\d+)/i.exec(request.headers['prefer'] ?? '')?.[1];
  const page = resultPage({
    rows,
    type,
    options: { ...options, filter: options.filter && normalised(world, options.filter, type) },
    related,
    dialect,
    pageSize: Math.max(1, Math.min(world.switches.pageSize, wanted === undefined ? 1e9 : Number(wanted))),
  });
  return json(
    200,
    {
      '@odata.context': `${publicBase(world, shown)}/$metadata#${shown.context}`,
      ...(page.count === undefined ? {} : { '@odata.count': page.count }),
      value: page.rows,
      ...(page.next === undefined ? {} : { '@odata.nextLink': nextLink(shown, page.next) }),
    },
    wanted === undefined ? undefined : { 'preference-applied': `odata.maxpagesize=${wanted}` },
  );
}

/** The link leaves the tenant out: whoever calls a multitenant server must add it again. */
function nextLink(shown: Shown, next: { readonly token: string; readonly top?: number | undefined }): string {
  const { request, address, world } = shown;
  const query = new URLSearchParams(request.query);
  for (const name of ['$skip', '$count', 'tenant']) query.delete(name);
  if (next.top !== undefined) query.set('$top', String(next.top));
  query.set('aid', 'FIN');
  query.set('$skiptoken', next.token);
  const text = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${publicBase(world, shown)}${encodeURI(request.path.slice(address.root.length))}?${text}`;
}

export function rowAnswer(
  shown: Shown,
  status: number,
  row: JsonObject,
  headers?: Record<string, string>,
): Answer {
  const { world, request, type, dialect, related } = shown;
  const options = parseOptions(request.query, dialect);
  checkShape(type, options, dialect);
  return json(
    status,
    {
      '@odata.context': `${publicBase(world, shown)}/$metadata#${shown.context}/$entity`,
      ...shape(row, type, options, related, dialect),
    },
    headers,
  );
}

/** Refuses values longer than their field; options may be written escaped or plain. */
function normalised(world: World, condition: Condition, type: EntityType): Condition {
  switch (condition.op) {
    case 'and':
    case 'or':
      return {
        op: condition.op,
        left: normalised(world, condition.left, type),
        right: normalised(world, condition.right, type),
      };
    case 'not':
      return { op: 'not', inner: normalised(world, condition.inner, type) };
    case 'call':
      checkLength(type, condition.field, condition.value);
      return condition;
    case 'compare':
      checkLength(type, condition.field, condition.value.value);
      return { ...condition, value: optionLiteral(world, condition.value, type, condition.field) };
  }
}

const fieldOf = (type: EntityType, name: string) =>
  Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;

function checkLength(type: EntityType, name: string, value: string): void {
  const length = fieldOf(type, name)?.length;
  if (length !== undefined && value.length > length) refusals.filterTooLong(length, value);
}

function optionLiteral({ switches }: World, literal: Literal, type: EntityType, name: string): Literal {
  if (fieldOf(type, name)?.type !== 'enum' || literal.kind !== 'string') return literal;
  const plain = plainCaption(literal.value);
  return { kind: 'string', value: switches.escapedOptions ? escapeCaption(plain) : plain };
}

/** Takes `Location_Filter eq 'X'` out of what is joined by `and`. */
export function withoutFlowFilter(condition: Condition | undefined): {
  readonly filter: Condition | undefined;
  readonly location?: string | undefined;
} {
  if (condition === undefined) return { filter: undefined };
  if (condition.op === 'compare' && condition.field === 'Location_Filter')
    return { filter: undefined, location: condition.value.value.toUpperCase() };
  if (condition.op !== 'and') return { filter: condition };
  const left = withoutFlowFilter(condition.left);
  const right = withoutFlowFilter(condition.right);
  const location = left.location ?? right.location;
  if (left.filter === undefined || right.filter === undefined)
    return { filter: left.filter ?? right.filter, location };
  return { filter: { op: 'and', left: left.filter, right: right.filter }, location };
}
