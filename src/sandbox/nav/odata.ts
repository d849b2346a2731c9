import { type Answer, json } from '../exchange.ts';
import { isObject, parseJson } from '../json-body.ts';
import { parseOptions } from '../odata/options.ts';
import { type Address, type Asked, companyKey, parseKey, type Segment } from './address.ts';
import { listAnswer, noRelations, publicBase, rowAnswer, type Shown, withoutFlowFilter } from './answers.ts';
import { checkedBody, checkTag, jsonOf } from './body.ts';
import { dialect, refusals } from './errors.ts';
import type { Kept } from './fields.ts';
import { pageMetadata } from './metadata.ts';
import { postBatch } from './post-batch.ts';
import { inward, type PageType, pageOf, showRow, typeOf, type WebService } from './services.ts';
import type { Company, Scope, World } from './state.ts';

export interface Site {
  readonly world: World;
  readonly services: () => readonly WebService[];
  /** Published codeunits, `service_procedure`. */
  readonly codeunits: () => readonly string[];
  readonly user: string;
}

/** ODataV4: the service document, `$metadata`, companies, published pages and codeunits (sections 1 and 3). */
export function answerOData(site: Site, address: Address, request: Asked): Answer {
  const { world } = site;
  const [first, second, ...more] = address.segments;
  const published = site.services().filter((service) => service.published);
  if (first === undefined) return serviceDocument(site, address, request, published);
  if (first.name === '$metadata')
    return xml(
      pageMetadata(
        published.map((service) => [service, typeOf(world, service)]),
        site.codeunits(),
      ),
    );
  if (first.name === 'Company' && first.key === undefined) return companies(site, address, request);
  if (first.name === 'Company') {
    const company = companyOf(world, companyKey(first.key ?? ''));
    if (second === undefined) return json(200, companyRow(company));
    if (more.length > 0) refusals.noResource(more[0]?.name ?? '');
    return answerService(site, address, request, company, second, published);
  }
  if (second !== undefined) refusals.noResource(second.name);
  const named = request.query.get('company');
  if (named === null) return refusals.badRequest('A company must be named in the address.');
  return answerService(site, address, request, companyOf(world, named), first, published);
}

const xml = (text: string): Answer => ({
  status: 200,
  text,
  headers: { 'content-type': 'application/xml; charset=utf-8' },
});

function serviceDocument(
  { world }: Site,
  address: Address,
  request: Asked,
  published: readonly WebService[],
): Answer {
  const names = ['Company', ...published.map(({ name }) => name)];
  return json(200, {
    '@odata.context': `${publicBase(world, { request, address })}/$metadata`,
    value: names.map((name) => ({ name, kind: 'EntitySet', url: name })),
  });
}

const companyRow = ({ name, displayName, id }: Company) => ({
  Name: name,
  Evaluation_Company: false,
  Display_Name: displayName,
  Id: id,
  Business_Profile_Id: '',
});

const companies = ({ world }: Site, address: Address, request: Asked): Answer =>
  json(200, {
    '@odata.context': `${publicBase(world, { request, address })}/$metadata#Company`,
    value: world.companies.all().map(companyRow),
  });

/** Names count with their case. */
export const companyOf = (world: World, idOrName: string): Company =>
  world.companies.find((row) => row.name === idOrName || row.id === idOrName.toLowerCase()) ??
  refusals.noCompany(idOrName);

function answerService(
  site: Site,
  address: Address,
  request: Asked,
  company: Company,
  segment: Segment,
  published: readonly WebService[],
): Answer {
  const scope: Scope = { world: site.world, company, by: 'api', user: site.user };
  if (segment.key === undefined && site.codeunits().includes(segment.name))
    return runCodeunit(scope, address, request, segment.name);
  const service = published.find(({ name }) => name === segment.name) ?? refusals.noResource(segment.name);
  const type = typeOf(site.world, service);
  const target: Target = { scope, service, type, address, request };
  return segment.key === undefined ? collection(target) : entity(target, segment.key);
}

interface Target {
  readonly scope: Scope;
  readonly service: WebService;
  readonly type: PageType;
  readonly address: Address;
  readonly request: Asked;
}

const rulesOf = ({ scope }: Target) => dialect(scope.world.switches.filtersIgnoreCase);

const shownOf = (target: Target): Shown => ({
  world: target.scope.world,
  request: target.request,
  address: target.address,
  type: target.type,
  dialect: rulesOf(target),
  context: `Company('${target.scope.company.name.replaceAll("'", "''")}')/${target.service.name}`,
  related: noRelations,
});

function collection(target: Target): Answer {
  const { scope, service, type, request } = target;
  const page = pageOf(service);
  if (request.method === 'GET') {
    const options = parseOptions(request.query, rulesOf(target));
    const { filter, location } = withoutFlowFilter(options.filter);
    const used = scope.world.switches.flowFilters ? location : undefined;
    const rows = page.rows(scope).map((row) => showRow(scope, service, row, used));
    return listAnswer(shownOf(target), { ...options, filter }, rows);
  }
  if (request.method !== 'POST' || page.create === undefined)
    return refusals.noMethod(request.method, service.name);
  const { entries } = checkedBody(jsonOf(request), type, rulesOf(target));
  const row = page.create(scope, inward(scope.world, service, entries));
  return rowAnswer(shownOf(target), 201, showRow(scope, service, row));
}

function entity(target: Target, key: string): Answer {
  const { scope, service, type, request } = target;
  const page = pageOf(service);
  const row = rowOf(target, key);
  const shown = showRow(scope, service, row);
  switch (request.method) {
    case 'GET':
      return rowAnswer(shownOf(target), 200, shown);
    case 'PATCH': {
      if (page.update === undefined) return refusals.noMethod(request.method, service.name);
      checkTag(request, shown['@odata.etag'], true);
      const { entries } = checkedBody(jsonOf(request), type, rulesOf(target));
      const changed = page.update(scope, row, inward(scope.world, service, entries));
      return rowAnswer(shownOf(target), 200, showRow(scope, service, changed));
    }
    case 'DELETE':
      if (page.remove === undefined) return refusals.noMethod(request.method, service.name);
      checkTag(request, shown['@odata.etag'], false);
      page.remove(scope, row);
      return { status: 204 };
    default:
      return refusals.noMethod(request.method, service.name);
  }
}

function rowOf({ scope, service, type }: Target, key: string): Kept {
  const wanted = parseKey(type, key);
  const row = pageOf(service)
    .rows(scope)
    .find((candidate) => {
      const shown = candidate as Kept & Record<string, unknown>;
      return type.keys.every((name) => String(shown[name]) === wanted[name]);
    });
  return row ?? refusals.noRecord();
}

/** An unbound action with named parameters. */
function runCodeunit(scope: Scope, address: Address, request: Asked, name: string): Answer {
  if (request.method !== 'POST') return refusals.noMethod(request.method, name);
  const body = parseJson(request.text.trim() === '' ? '{}' : request.text);
  const known = ['templateName', 'batchName'];
  if (!isObject(body) || Object.keys(body).some((field) => !known.includes(field)))
    return refusals.badRequest('The parameters in the request payload are not valid for this action.');
  const [template, batch] = known.map((field) => body[field]);
  if (typeof template !== 'string' || typeof batch !== 'string')
    return refusals.badRequest(`The parameters ${known.join(' and ')} must be given for '${name}'.`);
  postBatch(scope, template.toUpperCase(), batch.toUpperCase());
  return json(200, {
    '@odata.context': `${publicBase(scope.world, { request, address })}/$metadata#Edm.String`,
    value: '',
  });
}
