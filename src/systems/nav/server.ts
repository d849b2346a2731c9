import { z } from 'zod';
import type { NavConfig } from '../../config/schema.ts';
import { Failure } from '../../domain/failure.ts';
import type { Http, HttpResponse } from '../../http/ports.ts';
import { readWire } from '../shared/wire.ts';
import { apiRoot, pagesRoot } from './address.ts';
import { title } from './capabilities.ts';
import { isAbsent } from './errors.ts';
import { readMetadata } from './metadata.ts';
import { type Pages, pagesOf } from './services.ts';
import { company } from './wire.ts';

export type ApiVersion = 'v2.0' | 'v1.0' | 'beta';

/** What a server offers, as it told itself; plain JSON, kept in the shared cache. */
export interface Server {
  /** Of the standard API, where it is there and switched on. */
  readonly api: ApiVersion | undefined;
  /** Of the API. */
  readonly companyId: string | undefined;
  /** Of the pages; its case counts. */
  readonly companyName: string;
  readonly pages: Pages;
  /** Published codeunits, `{Service}_{Procedure}`. */
  readonly actions: readonly string[];
}

const versions: readonly ApiVersion[] = ['v2.0', 'v1.0', 'beta'];

export const headers = { accept: 'application/json', 'accept-language': 'en-US' };

/** Finds out, asking little: which API answers, the company in it, and what `$metadata` of the pages says. */
export async function discover(http: Http, erp: NavConfig): Promise<Server> {
  const found = await findApi(http, erp);
  const chosen = found && chooseCompany(found.companies, erp.company);
  const response = await http
    .request({
      method: 'GET',
      url: `${pagesRoot}/$metadata`,
      name: 'list of web services',
      headers: { accept: 'application/xml', 'accept-language': 'en-US' },
    })
    .catch(explainOff);
  const published = readMetadata(response.text);
  if (!published) throw unclear('its $metadata is no metadata document', response);
  return {
    api: found?.version,
    companyId: chosen?.id,
    companyName: chosen?.name ?? erp.company,
    pages: pagesOf(published, erp.services),
    actions: published.actions,
  };
}

type Companies = readonly z.output<typeof company>[];

async function findApi(
  http: Http,
  erp: NavConfig,
): Promise<{ readonly version: ApiVersion; readonly companies: Companies } | undefined> {
  if (erp.api === 'none') return undefined;
  for (const version of erp.api ? [erp.api] : versions) {
    try {
      return { version, companies: (await companiesOf(http, version)).found };
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
  }
  if (erp.api === undefined) return undefined;
  throw new Failure({
    kind: 'refused',
    system: title,
    code: 'api-missing',
    message: `${title} does not answer at api/${erp.api}: switch ApiServicesEnabled on, or correct erp.api.`,
  });
}

export async function companiesOf(
  http: Http,
  version: ApiVersion,
): Promise<{ readonly found: Companies; readonly response: HttpResponse }> {
  const name = 'list of companies';
  const response = await http.request({ method: 'GET', url: `${apiRoot(version)}/companies`, name, headers });
  const { value } = readWire(z.object({ value: z.array(company) }), response, { system: title, name });
  return { found: value, response };
}

/** By id, name or displayed name: exactly one, never a guess. Names are compared with their case. */
function chooseCompany(companies: Companies, wanted: string): Companies[number] {
  for (const field of ['id', 'name', 'displayName'] as const) {
    const value = field === 'id' ? wanted.trim().toLowerCase() : wanted.trim();
    const fits = companies.filter((candidate) => candidate[field] === value);
    if (fits.length === 1 && fits[0]) return fits[0];
  }
  const names = companies.map(({ id, name }) => `${name} ${id}`).slice(0, 20);
  throw new Failure({
    kind: 'refused',
    system: title,
    code: 'company',
    message: `${title}: there is not exactly one company "${wanted}" that we may see. There are: ${names.join('; ') || 'none'}. Upper and lower case count: correct erp.company.`,
  });
}

/** What an absent page service means. */
export function explainOff(error: unknown): never {
  if (!isAbsent(error)) throw error;
  throw new Failure({
    kind: 'refused',
    system: title,
    code: 'odata-off',
    message: `${title} serves no OData V4 pages: an administrator must switch ODataServicesEnabled and ODataServicesV4EndpointEnabled on, or erp.serverUrl is wrong (https://host:7048/INSTANCE).`,
    cause: error,
  });
}

const unclear = (why: string, { status }: HttpResponse): Failure =>
  new Failure({ kind: 'unknown', system: title, status, message: `${title}: ${why}.` });
