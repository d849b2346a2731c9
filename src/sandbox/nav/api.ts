import { type Answer, type JsonObject, json } from '../exchange.ts';
import { isGuid } from '../ids.ts';
import { isObject, parseJson } from '../json-body.ts';
import type { Related } from '../odata/model.ts';
import { parseOptions } from '../odata/options.ts';
import type { Address, Asked, Segment } from './address.ts';
import { listAnswer, noRelations, publicBase, rowAnswer, type Shown } from './answers.ts';
import { type ApiEntity, companyType } from './api-entities.ts';
import { dimensionSetLines, isDefaultTemplate, journalLines, journals } from './api-journals.ts';
import { customers, items, vendors } from './api-masters.ts';
import {
  accounts,
  defaultDimensions,
  dimensions,
  dimensionValues,
  generalLedgerEntries,
  generalLedgerSetup,
  itemLedgerEntries,
  paymentTerms,
} from './api-reference.ts';
import { checkedBody, checkTag, jsonOf } from './body.ts';
import { dialect, refusals } from './errors.ts';
import { apiMetadata } from './metadata.ts';
import { companyOf, type Site } from './odata.ts';
import type { Company, Scope, World } from './state.ts';
import type { ApiVersion } from './switches.ts';

/** The standard API (sections 1, 4.2 and 5). Of v1.0 and beta, only what is not shaped otherwise there. */
const entities: readonly ApiEntity[] = [
  vendors,
  customers,
  items,
  accounts,
  dimensions,
  dimensionValues,
  defaultDimensions,
  paymentTerms,
  generalLedgerSetup,
  generalLedgerEntries,
  itemLedgerEntries,
  journals,
  journalLines,
  dimensionSetLines,
];

export function answerApi(site: Site, address: Address, request: Asked): Answer {
  const { world } = site;
  if (!world.switches.apiVersions.includes(address.version as ApiVersion))
    return refusals.noResource(address.version);
  const version = address.version as ApiVersion;
  const [first, ...rest] = address.segments;
  if (first === undefined) return refusals.noResource('/');
  if (first.name === '$metadata')
    return {
      status: 200,
      text: apiMetadata(entities.filter(({ versions }) => versions.includes(version))),
      headers: { 'content-type': 'application/xml; charset=utf-8' },
    };
  if (first.name === 'companies' && rest.length === 0) return companies(site, address, request, first.key);
  const inside = first.name === 'companies';
  const name = inside ? first.key : request.query.get('company');
  if (name === null || name === undefined) return refusals.badRequest('A company must be named.');
  const scope: Scope = { world, company: companyOf(world, name), by: 'api', user: site.user };
  return answer(walk(scope, address, request, version, inside ? rest : address.segments));
}

const companyRow = ({ id, name, displayName }: Company): JsonObject => ({
  '@odata.etag': `W/"${id}"`,
  id,
  systemVersion: '23.0.0.0',
  name,
  displayName,
  businessProfileId: '',
});

function companies(site: Site, address: Address, request: Asked, key: string | undefined): Answer {
  const { world } = site;
  if (request.method !== 'GET') return refusals.noMethod(request.method, 'companies');
  const shown: Shown = {
    world,
    request,
    address,
    type: companyType,
    dialect: dialect(world.switches.filtersIgnoreCase),
    context: 'companies',
    related: noRelations,
  };
  if (key !== undefined) return rowAnswer(shown, 200, companyRow(companyOf(world, key)));
  return listAnswer(shown, parseOptions(request.query, shown.dialect), world.companies.all().map(companyRow));
}

interface Target {
  readonly scope: Scope;
  readonly entity: ApiEntity;
  readonly parent: JsonObject | undefined;
  readonly key: string | undefined;
  readonly action?: string | undefined;
  readonly address: Address;
  readonly request: Asked;
  readonly context: string;
}

function walk(
  scope: Scope,
  address: Address,
  request: Asked,
  version: ApiVersion,
  segments: readonly Segment[],
): Target {
  const find = (segment: Segment, parent?: ApiEntity): ApiEntity => {
    const found = entities.find(({ set, versions }) => set === segment.name && versions.includes(version));
    const allowed = parent === undefined ? found?.part !== true : parent.parts?.includes(segment.name);
    return found !== undefined && allowed === true ? found : refusals.noResource(segment.name);
  };
  let target: Target | undefined;
  for (const segment of segments) {
    if (target === undefined) {
      const context = `companies(${scope.company.id})/${segment.name}`;
      target = {
        scope,
        entity: find(segment),
        parent: undefined,
        key: keyOf(segment),
        address,
        request,
        context,
      };
      continue;
    }
    const parent = rowOf(target);
    const action = segment.name.toLowerCase().replace(/^microsoft\.nav\./, '');
    if (action !== segment.name.toLowerCase()) target = { ...target, action };
    else
      target = {
        ...target,
        entity: find(segment, target.entity),
        parent,
        key: keyOf(segment),
        context: `${target.context}(${target.key})/${segment.name}`,
      };
  }
  return target ?? refusals.noResource('/');
}

function keyOf({ key }: Segment): string | undefined {
  if (key === undefined) return undefined;
  return isGuid(key) ? key.toLowerCase() : refusals.badKey();
}

function rowOf({ entity, scope, parent, key }: Target): JsonObject {
  if (key === undefined) return refusals.noResource(entity.set);
  return entity.rows(scope, parent).find((row) => row['id'] === key) ?? refusals.noRecord();
}

const rulesOf = (world: World) => dialect(world.switches.filtersIgnoreCase);

const relatedTo =
  (scope: Scope): Related =>
  (row, navigation) => ({
    rows: entities.find(({ set }) => set === navigation)?.rows(scope, row) ?? [],
    related: relatedTo(scope),
  });

const shownOf = ({ scope, request, address, entity, context }: Target): Shown => ({
  world: scope.world,
  request,
  address,
  // Options come escaped here; without members the filter compares what is shown.
  type: { ...entity.type, fields: withEscapedOptions(entity) },
  dialect: rulesOf(scope.world),
  context,
  related: relatedTo(scope),
});

const withEscapedOptions = ({ type }: ApiEntity): ApiEntity['type']['fields'] =>
  Object.fromEntries(
    Object.entries(type.fields).map(([name, field]) => [
      name,
      field.type === 'enum' ? { ...field, type: 'text' as const } : field,
    ]),
  );

function answer(target: Target): Answer {
  const { scope, entity, request, key } = target;
  if (target.action !== undefined) return act(target, target.action);
  switch (request.method) {
    case 'GET':
      return key === undefined ? list(target) : rowAnswer(shownOf(target), 200, rowOf(target));
    case 'POST': {
      if (key !== undefined || entity.create === undefined)
        return refusals.noMethod(request.method, entity.set);
      const { entries } = checkedBody(jsonOf(request), entity.type, rulesOf(scope.world));
      const id = entity.create(scope, target.parent, entries);
      const location = `${publicBase(scope.world, target)}/${target.context}(${id})`;
      return rowAnswer(shownOf(target), 201, rowOf({ ...target, key: id }), { location });
    }
    case 'PATCH': {
      if (key === undefined || entity.update === undefined)
        return refusals.noMethod(request.method, entity.set);
      checkTag(request, rowOf(target)['@odata.etag'], true);
      const { entries } = checkedBody(jsonOf(request), entity.type, rulesOf(scope.world));
      entity.update(scope, key, entries);
      return rowAnswer(shownOf(target), 200, rowOf(target));
    }
    case 'DELETE':
      if (key === undefined || entity.remove === undefined)
        return refusals.noMethod(request.method, entity.set);
      checkTag(request, rowOf(target)['@odata.etag'], false);
      entity.remove(scope, key);
      return { status: 204 };
    default:
      return refusals.noMethod(request.method, entity.set);
  }
}

function list(target: Target): Answer {
  const { scope, entity, parent, request } = target;
  const options = parseOptions(request.query, rulesOf(scope.world));
  const rows = entity.rows(scope, parent);
  if (entity === journalLines && parent === undefined && options.filter === undefined)
    refusals.dialog('You must specify a journal batch ID or a journal ID to get a journal line.');
  const shown =
    entity === journals && options.filter === undefined
      ? rows.filter((row) => isDefaultTemplate(scope, row))
      : rows;
  return listAnswer(shownOf(target), options, shown);
}

function act(target: Target, action: string): Answer {
  const { scope, entity, request, key = '' } = target;
  const run = entity.actions?.[action];
  if (run === undefined) return refusals.noResource(`Microsoft.NAV.${action}`);
  if (request.method !== 'POST') return refusals.noMethod(request.method, `Microsoft.NAV.${action}`);
  const body = request.text.trim() === '' ? {} : parseJson(request.text);
  if (!isObject(body) || Object.keys(body).length > 0)
    return refusals.badRequest('The parameters in the request payload are not valid for this action.');
  checkTag(request, rowOf(target)['@odata.etag'], false);
  run(scope, key);
  return json(204, undefined);
}
