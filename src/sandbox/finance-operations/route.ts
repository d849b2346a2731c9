import { type Answer, json, page } from '../exchange.ts';
import { parseJson } from '../json-body.ts';
import { parseOptions } from '../odata/options.ts';
import { type Address, parseAddress, parseKey } from './address.ts';
import type { Asked, Entity, Scope } from './entity.ts';
import { dialect, outside, refusals } from './errors.ts';
import { pageOf, visibleRows } from './list.ts';
import { metadata, schema } from './metadata.ts';
import type { Row } from './rows.ts';
import { checkOptions, show, showWhole } from './show.ts';
import { etagOf, keyOf, rowOf, type World } from './state.ts';
import { companyFor, readBody } from './write.ts';

export interface Routes {
  readonly world: World;
  readonly entities: readonly Entity[];
}

/** Answers one authorised request; runs inside a transaction, so that a refusal leaves nothing behind. */
export function answer(routes: Routes, request: Asked): Answer {
  const refused = webServer(request);
  if (refused !== undefined) return refused;
  const [, root, rest = ''] = /^\/(data|metadata)(?:\/(.*))?$/s.exec(request.path) ?? [];
  if (root === 'metadata') return metadata(routes.entities, rest, request);
  if (root !== 'data') return outside(`${request.origin}${request.path}`);
  const version = request.headers['odata-version'];
  if (version !== undefined && version !== '4.0')
    refusals.badRequest(`OData-Version ${version} is not supported.`);
  if (rest === '') return service(routes, request);
  if (rest === '$metadata' && request.method === 'GET') return schema(routes.entities);
  const address = parseAddress(rest);
  const entity = routes.entities.find(({ type }) => type.set === address.set) ?? refusals.noSet(address.set);
  if (routes.world.forbidden.get(entity.type.set) === 'refused') refusals.forbidden(entity.type.set);
  const crossCompany = request.query.get('cross-company')?.toLowerCase() === 'true';
  const scope: Scope = { world: routes.world, by: 'api', crossCompany };
  switch (request.method) {
    case 'GET':
      return address.key === undefined
        ? list(scope, entity, request)
        : single(scope, entity, address, request);
    case 'POST':
      return create(scope, entity, address, request);
    case 'PATCH':
      return patch(scope, entity, address, request);
    case 'DELETE':
      return erase(scope, entity, address, request);
    default:
      return refusals.noMethod(request.method, entity.type.set);
  }
}

/**
 * What the web server refuses before OData sees it. The sheet only says that such characters may be refused; here they
 * are: ASP.NET's list of dangerous characters, and what IIS takes for a part of the path or for doubly escaped.
 */
function webServer({ path }: Asked): Answer | undefined {
  if (/[<>*%&:\\?#]/.test(path))
    return page(400, 'A potentially dangerous Request.Path value was detected from the client.');
  return /\+|\([^)]*\//.test(path) ? page(404, 'Not Found') : undefined;
}

const contextOf = ({ origin }: Asked, set: string): string => `${origin}/data/$metadata#${set}`;

function service({ entities }: Routes, request: Asked): Answer {
  if (request.method !== 'GET') return refusals.noMethod(request.method, 'data');
  const value = entities.map(({ type }) => ({ name: type.set, kind: 'EntitySet', url: type.set }));
  return odata({ '@odata.context': `${request.origin}/data/$metadata`, value });
}

/** Found rows and the way to the next page. */
function list(scope: Scope, entity: Entity, request: Asked): Answer {
  const options = parseOptions(request.query, dialect);
  if (options.skiptoken !== undefined) refusals.badQuery("The query option '$skiptoken' is not supported.");
  const wanted = Number(/odata\.maxpagesize=(\d+)/i.exec(request.headers['prefer'] ?? '')?.[1] ?? Infinity);
  const size = Math.max(1, Math.min(scope.world.switches.pageSize, wanted));
  const query = String(new URLSearchParams([...request.query].filter(([name]) => !paging.has(name))));
  const found = pageOf(scope, entity, options, query, size);
  return odata({
    '@odata.context': contextOf(request, entity.type.set),
    ...(options.count ? { '@odata.count': found.count } : {}),
    value: found.rows,
    ...(found.next === undefined ? {} : { '@odata.nextLink': nextLink(request, found.next) }),
  });
}

const paging = new Set(['$skip', '$top', '$count', '$select', '$expand']);

function nextLink(
  request: Asked,
  next: { readonly skip: number; readonly top?: number | undefined },
): string {
  const query = new URLSearchParams(request.query);
  if (next.top !== undefined) query.set('$top', String(next.top));
  query.set('$skip', String(next.skip));
  const text = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${request.origin}${encodeURI(request.path)}?${text}`;
}

function single(scope: Scope, entity: Entity, address: Address, request: Asked): Answer {
  const options = parseOptions(request.query, dialect);
  checkOptions(entity.type, options);
  const row = rowAt(scope, entity, address);
  if (row === undefined) return missing;
  const context = `${contextOf(request, entity.type.set)}/$entity`;
  return odata({ '@odata.context': context, ...showWhole(scope.world, entity, row, options) });
}

/** Nothing but the status: what the web library sends for a key that is not there (from memory). */
const missing: Answer = { status: 404, text: '', headers: { 'content-length': '0' } };

function create(scope: Scope, entity: Entity, { key }: Address, request: Asked): Answer {
  const { type } = entity;
  if (key !== undefined || entity.create === undefined) return refusals.noMethod('POST', type.set);
  const given = readBody(type, bodyOf(request));
  const row = entity.create(scope, companyFor(scope, type, given), given);
  const context = `${contextOf(request, type.set)}/$entity`;
  return odata({ '@odata.context': context, ...show(type, row) }, 201);
}

function patch(scope: Scope, entity: Entity, address: Address, request: Asked): Answer {
  if (address.key === undefined || entity.update === undefined)
    return refusals.noMethod('PATCH', entity.type.set);
  const row = rowAt(scope, entity, address) ?? refusals.noneToUpdate();
  checkTag(row, request);
  entity.update(scope, row, readBody(entity.type, bodyOf(request)));
  return { status: 204 };
}

function erase(scope: Scope, entity: Entity, address: Address, request: Asked): Answer {
  if (address.key === undefined || entity.remove === undefined)
    return refusals.noMethod('DELETE', entity.type.set);
  const row = rowAt(scope, entity, address);
  if (row === undefined) return missing;
  checkTag(row, request);
  entity.remove(scope, row);
  return { status: 204 };
}

/** The row with the key, if the caller sees its company. */
function rowAt(scope: Scope, entity: Entity, { key = '' }: Address): Row | undefined {
  const { type, rows } = entity;
  const { world, crossCompany } = scope;
  const values = parseKey(type, key);
  const [company = ''] = type.keys[0] === 'dataAreaId' ? values : [];
  const own = world.switches.defaultCompany.toLowerCase();
  if (type.keys[0] === 'dataAreaId' && !crossCompany && company.toLowerCase() !== own) return undefined;
  if (rows === undefined && !world.forbidden.has(type.set))
    return rowOf(world, type.set, company, ...(company === '' ? values : values.slice(1)));
  const wanted = values.join('\u0000').toLowerCase();
  return visibleRows(scope, entity).find((row) => keyOf(type, row).toLowerCase() === wanted);
}

/** If-Match is not needed; a stale one is refused. */
function checkTag(row: Row, request: Asked): void {
  const sent = request.headers['if-match'];
  if (sent !== undefined && sent !== '*' && sent !== etagOf(row)) refusals.changed();
}

function bodyOf(request: Asked): unknown {
  const media = request.headers['content-type'] ?? '';
  if (!media.toLowerCase().startsWith('application/json')) return refusals.unsupported(media);
  return parseJson(request.text) ?? refusals.badRequest('The request body is not valid JSON.');
}

const odata = (body: unknown, status = 200): Answer =>
  json(status, body, { 'content-type': 'application/json; odata.metadata=minimal', 'odata-version': '4.0' });
