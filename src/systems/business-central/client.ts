import { z } from 'zod';
import type { BusinessCentralConfig } from '../../config/schema.ts';
import { isFailure } from '../../domain/failure.ts';
import type { Instant } from '../../domain/time.ts';
import { createHttp } from '../../http/client.ts';
import type { HttpResponse } from '../../http/ports.ts';
import { createEntraAccess } from '../entra/access.ts';
import { ifMatch } from '../odata/etag.ts';
import { odataPages } from '../odata/pages.ts';
import { printQuery, type Query } from '../odata/query.ts';
import type { SystemOptions } from '../shared/options.ts';
import { readWire } from '../shared/wire.ts';
import { budget, capabilities, scope, timeoutMs, title } from './capabilities.ts';
import { chooseCompany } from './company.ts';
import { judge } from './errors.ts';
import { company } from './wire.ts';

export interface ListPage<T> {
  readonly rows: readonly T[];
  /** Of the whole list, when it was asked for with `$count`; only the first page tells. */
  readonly total: number | undefined;
  readonly servedAt: Instant;
}

export interface Write {
  readonly json?: unknown;
  readonly query?: Query | undefined;
  /** The ETag that the record must still have. */
  readonly version?: string | undefined;
}

/** Paths are those below the company: `vendors`, `purchaseInvoices(<id>)/Microsoft.NAV.post`. */
export interface BusinessCentralClient {
  /** Names tenant, environment and company: part of every key in the shared cache. */
  key(): Promise<string>;
  get(path: string, name: string, query?: Query): Promise<HttpResponse>;
  /** The pages of a set, by the links that the server gives. */
  pages<T>(
    schema: z.ZodType<T>,
    path: string,
    name: string,
    query?: Query,
    size?: number,
  ): AsyncIterable<ListPage<T>>;
  /** All rows of a set. */
  all<T>(schema: z.ZodType<T>, path: string, name: string, query?: Query): Promise<T[]>;
  send(method: 'POST' | 'PATCH' | 'DELETE', path: string, name: string, write?: Write): Promise<HttpResponse>;
  /** What stands above the companies: subscriptions. */
  above(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, write?: Write): Promise<HttpResponse>;
  companyId(): Promise<string>;
  /** Every company of the environment that the token may see. */
  companies(): Promise<{
    readonly found: readonly z.output<typeof company>[];
    readonly response: HttpResponse;
  }>;
  sent(): number;
  close(): Promise<void>;
}

const dayMs = 24 * 3_600_000;

/** Addresses, token, budget and paging of the API v2.0 (Microsoft Learn, "Endpoints for the APIs"). */
export function createClient(options: SystemOptions): BusinessCentralClient {
  const { deps, credentials } = options;
  const erp = options.pair.erp as BusinessCentralConfig;
  const tenant = `business-central|${erp.tenantId}|${erp.environment}`.toLowerCase();
  const http = createHttp({
    system: title,
    baseUrl: `${erp.baseUrl}/v2.0/${encodeURIComponent(erp.tenantId)}/${encodeURIComponent(erp.environment)}/api/v2.0`,
    ca: options.ca,
    access: createEntraAccess({
      authority: erp.authority,
      tenantId: erp.tenantId,
      scope,
      credentials,
      ca: options.ca,
      budget: { key: `${tenant}|${credentials['clientId'] ?? ''}`.toLowerCase(), ...budget },
      entry: erp.credentials,
      deps,
    }),
    judge,
    concurrency: capabilities.concurrency,
    timeoutMs,
    deps,
  });

  const headers = { accept: 'application/json', 'accept-language': 'en-US' };
  const companyKey = `${tenant}|${erp.company}|company`.toLowerCase();
  let companyId: Promise<string> | undefined;

  async function companies() {
    const response = await http.request({
      method: 'GET',
      url: 'companies',
      name: 'list of companies',
      headers,
    });
    const { value } = readWire(z.object({ value: z.array(company) }), response, {
      system: title,
      name: 'list of companies',
    });
    return { found: value, response };
  }

  async function findCompany(): Promise<string> {
    const cached = await deps.cache.get(companyKey);
    if (cached !== undefined) return cached;
    const { id } = chooseCompany((await companies()).found, erp.company);
    await deps.cache.set(companyKey, id, dayMs);
    return id;
  }

  function theCompany(): Promise<string> {
    companyId ??= findCompany().catch((error) => {
      companyId = undefined;
      throw error;
    });
    return companyId;
  }

  /** A company that was deleted and made anew has another id. */
  async function forgetLostCompany(error: unknown): Promise<never> {
    if (isFailure(error, 'refused') && error.code === 'Internal_CompanyNotFound') {
      companyId = undefined;
      await deps.cache.delete(companyKey);
    }
    throw error;
  }

  const below = async (path: string) => `companies(${await theCompany()})/${path}`;

  async function get(path: string, name: string, query?: Query): Promise<HttpResponse> {
    const url = (await below(path)) + printQuery(query ?? {});
    return http.request({ method: 'GET', url, name, headers }).catch(forgetLostCompany);
  }

  async function* pages<T>(
    schema: z.ZodType<T>,
    path: string,
    name: string,
    query: Query = {},
    pageSize?: number,
  ): AsyncIterable<ListPage<T>> {
    const request = { url: (await below(path)) + printQuery(query), name, headers };
    const rows = z.array(schema);
    const walk = odataPages(http, request, { system: title, pageSize })[Symbol.asyncIterator]();
    for (;;) {
      const next = await walk.next().catch(forgetLostCompany);
      if (next.done) return;
      const { count: total, servedAt } = next.value;
      const answer = { status: 200, json: next.value.rows };
      yield { rows: readWire(rows, answer, { system: title, name }), total, servedAt };
    }
  }

  return {
    key: async () => `${tenant}|${await theCompany()}`,
    get,
    pages,
    async all(schema, path, name, query) {
      const rows = [];
      for await (const page of pages(schema, path, name, query)) rows.push(...page.rows);
      return rows;
    },
    async send(method, path, name, { json, query, version } = {}) {
      const url = (await below(path)) + printQuery(query ?? {});
      const guarded = version === undefined ? headers : { ...headers, ...ifMatch(version) };
      return http.request({ method, url, name, json, headers: guarded }).catch(forgetLostCompany);
    },
    above(method, path, { json, version } = {}) {
      const guarded = version === undefined ? headers : { ...headers, ...ifMatch(version) };
      return http.request({ method, url: path, name: 'subscriptions', json, headers: guarded });
    },
    companyId: theCompany,
    companies,
    sent: () => http.sent(),
    close: () => http.close(),
  };
}
