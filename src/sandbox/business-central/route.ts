import { type Answer, type JsonObject, json, type SandboxRequest } from '../exchange.ts';
import { blankGuid } from '../ids.ts';
import { isObject, parseJson } from '../json-body.ts';
import { checkBody } from '../odata/body.ts';
import type { Dialect } from '../odata/model.ts';
import { parseOptions, type QueryOptions } from '../odata/options.ts';
import { checkShape, resultPage, shape } from '../odata/page.ts';
import { type Address, parseAddress, type Segment } from './address.ts';
import { dialect, refusals } from './errors.ts';
import { company as companyType } from './model.ts';
import { type Resource, relatedTo, rowByKey, type Scope } from './resource.ts';
import type { Company, World } from './state.ts';
import { printInstant } from './views.ts';

export interface Routes {
  readonly world: World;
  readonly tenantId: string;
  readonly environment: string;
  readonly resources: readonly Resource[];
}

/** What a path leads to. */
interface Target {
  readonly resource: Resource;
  readonly scope: Scope;
  readonly key?: string | undefined;
  readonly action?: string | undefined;
  /** For `@odata.context`: `companies(...)/vendors`. */
  readonly context: string;
}

/** Answers one authorised request; runs inside a transaction, so that a refusal leaves nothing behind. */
export function answer(routes: Routes, request: SandboxRequest): Answer {
  const address = parseAddress(request.path);
  if (address.tenant !== undefined && address.tenant !== routes.tenantId)
    return refusals.notFound(`No tenant '${address.tenant}' was found.`);
  if (address.environment.toLowerCase() !== routes.environment.toLowerCase())
    return refusals.notFound(`Environment '${address.environment}' does not exist.`);
  const target = resolve(routes, request, address);
  const base = `${request.origin}${address.root}`;
  if (target.action !== undefined) return act(target, request);
  switch (request.method) {
    case 'GET':
      return target.key === undefined ? list(routes, target, request, base) : single(target, request, base);
    case 'POST':
      return insert(target, request, base);
    case 'PATCH':
      return update(target, request, base);
    case 'DELETE':
      return remove(target, request);
    default:
      return refusals.noMethod();
  }
}

function resolve(routes: Routes, request: SandboxRequest, address: Address): Target {
  const { world } = routes;
  const [first, ...rest] = address.segments;
  if (first === undefined) return refusals.noResource('/');
  if (first.name === 'companies') {
    if (rest.length === 0)
      return {
        resource: companies,
        scope: rootScope(world),
        key: first.key && companyOf(world, first.key).id,
        context: 'companies',
      };
    const company = companyOf(world, first.key ?? refusals.noResource('companies'));
    return walk(routes.resources, { world, company }, rest, `companies(${company.id})/`);
  }
  const company = companyOf(
    world,
    request.query.get('company') ?? refusals.badRequest('A company must be named.'),
  );
  return walk(routes.resources, { world, company }, address.segments, '');
}

function walk(
  resources: readonly Resource[],
  start: Scope,
  segments: readonly Segment[],
  context: string,
): Target {
  const [first, ...rest] = segments;
  const resource = resources.find(({ set }) => set === first?.name) ?? refusals.noResource(first?.name ?? '');
  let target: Target = { resource, scope: start, key: first?.key, context: `${context}${resource.set}` };
  for (const segment of rest) {
    const { key } = target;
    if (key === undefined) return refusals.noResource(segment.name);
    const row = rowByKey(target.resource, target.scope, key) ?? refusals.noRecord();
    const action = segment.name.toLowerCase().replace(/^microsoft\.nav\./, '');
    if (action !== segment.name.toLowerCase()) {
      target = { ...target, action };
      continue;
    }
    const part = target.resource.parts?.[segment.name] ?? refusals.noResource(segment.name);
    const scope: Scope = { ...start, parent: { set: target.resource.set, row } };
    target = {
      resource: part,
      scope,
      key: segment.key,
      context: `${target.context}(${key})/${segment.name}`,
    };
  }
  return target;
}

const companies: Resource = {
  set: 'companies',
  type: () => companyType,
  rows: ({ world }) =>
    world.companies.all().map((row) => ({
      '@odata.etag': `W/"${row.id}"`,
      id: row.id,
      systemVersion: '28.0.0.0',
      timestamp: 1,
      name: row.name,
      displayName: row.displayName,
      businessProfileId: '',
      systemCreatedAt: printInstant(world.now()),
      systemCreatedBy: blankGuid,
      systemModifiedAt: printInstant(world.now()),
      systemModifiedBy: blankGuid,
    })),
};

function rootScope(world: World): Scope {
  const company = world.companies.all()[0];
  if (company === undefined) throw new Error('there is no company');
  return { world, company };
}

function companyOf(world: World, idOrName: string): Company {
  return (
    world.companies.find((row) => row.id === idOrName.toLowerCase() || row.name === idOrName) ??
    refusals.noCompany(idOrName)
  );
}

const rulesOf = ({ scope }: Target): Dialect => dialect(scope.world.switches.filtersIgnoreCase);

function list(routes: Routes, target: Target, request: SandboxRequest, base: string): Answer {
  const { resource, scope } = target;
  const { world } = routes;
  const options = parseOptions(request.query, rulesOf(target));
  if (scope.parent === undefined) resource.guard?.(options);
  const wanted = /odata\.maxpagesize=(\d+)/i.exec(request.headers['prefer'] ?? '')?.[1];
  const page = resultPage({
    rows: resource.rows(scope),
    type: resource.type(world),
    options,
    related: relatedTo(resource, scope),
    dialect: rulesOf(target),
    pageSize: Math.max(
      1,
      Math.min(world.switches.pageSize, wanted === undefined ? Number.POSITIVE_INFINITY : Number(wanted)),
    ),
  });
  return json(200, {
    '@odata.context': `${base}/$metadata#${target.context}`,
    ...(page.count === undefined ? {} : { '@odata.count': page.count }),
    value: page.rows,
    ...(page.next === undefined ? {} : { '@odata.nextLink': nextLink(request, page.next) }),
  });
}

function nextLink(
  request: SandboxRequest,
  next: { readonly token: string; readonly top?: number | undefined },
): string {
  const query = new URLSearchParams(request.query);
  query.delete('$skip');
  query.delete('$count');
  if (next.top !== undefined) query.set('$top', String(next.top));
  query.set('aid', 'FIN');
  query.set('$skiptoken', next.token);
  const text = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${request.origin}${encodeURI(request.path)}?${text}`;
}

function single(target: Target, request: SandboxRequest, base: string): Answer {
  return json(200, shown(target, target.key ?? '', parseOptions(request.query, rulesOf(target)), base));
}

/** A row by its key, shaped by what was asked for. */
function shown(target: Target, key: string, options: QueryOptions, base: string): JsonObject {
  const { resource, scope } = target;
  const row = rowByKey(resource, scope, key) ?? refusals.noRecord();
  const type = resource.type(scope.world);
  checkShape(type, options, rulesOf(target));
  const context = `${base}/$metadata#${target.context}/$entity`;
  return {
    '@odata.context': context,
    ...shape(row, type, options, relatedTo(resource, scope), rulesOf(target)),
  };
}

function insert(target: Target, request: SandboxRequest, base: string): Answer {
  const { resource, scope } = target;
  if (target.key !== undefined || resource.create === undefined) return refusals.noMethod();
  const options = parseOptions(request.query, rulesOf(target));
  checkShape(resource.type(scope.world), options, rulesOf(target));
  const key = resource.create(scope, checkBody(bodyOf(request), resource.type(scope.world), rulesOf(target)));
  const location = `${base}/${target.context}(${key})`;
  return json(201, shown(target, key, options, base), { location });
}

function update(target: Target, request: SandboxRequest, base: string): Answer {
  const { resource, scope, key } = target;
  if (key === undefined || resource.update === undefined) return refusals.noMethod();
  checkTag(target, key, request, true);
  resource.update(scope, key, checkBody(bodyOf(request), resource.type(scope.world), rulesOf(target)));
  return json(200, shown(target, key, parseOptions(request.query, rulesOf(target)), base));
}

function remove(target: Target, request: SandboxRequest): Answer {
  const { resource, scope, key } = target;
  if (key === undefined || resource.remove === undefined) return refusals.noMethod();
  checkTag(target, key, request, true);
  resource.remove(scope, key);
  return { status: 204 };
}

/** An action looks at If-Match only when it is sent. */
function act(target: Target, request: SandboxRequest): Answer {
  const { resource, scope, key = '', action = '' } = target;
  const run = resource.actions?.[action];
  if (run === undefined) return refusals.noResource(`Microsoft.NAV.${action}`);
  if (request.method !== 'POST') return refusals.noMethod();
  const body = request.text.trim() === '' ? {} : parseJson(request.text);
  if (!isObject(body) || Object.keys(body).length > 0)
    return refusals.badRequest('The parameters in the request payload are not valid for this action.');
  checkTag(target, key, request, false);
  run(scope, key);
  return { status: 204 };
}

/** PATCH and DELETE need If-Match: for DELETE the documents say so, servers are said to be laxer. */
function checkTag(target: Target, key: string, request: SandboxRequest, needed: boolean): void {
  const { resource, scope } = target;
  const row = rowByKey(resource, scope, key) ?? refusals.noRecord();
  const sent = request.headers['if-match'];
  if (sent === undefined) {
    if (needed) refusals.invalidToken('The If-Match header is missing.');
    return;
  }
  if (sent === '*') return;
  if (!/^(W\/)?"[^"]*"$/.test(sent)) refusals.invalidToken('The If-Match header is not valid.');
  if (sent !== row['@odata.etag']) refusals.changed();
}

function bodyOf(request: SandboxRequest): unknown {
  if (!(request.headers['content-type'] ?? '').toLowerCase().startsWith('application/json'))
    return refusals.badRequest('The content type of the request body must be application/json.');
  const body = parseJson(request.text);
  return body === undefined ? refusals.badRequest('The request body is not valid JSON.') : body;
}
