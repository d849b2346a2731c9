import { z } from 'zod';
import type { FinanceOperationsConfig } from '../../config/schema.ts';
import { isFailure } from '../../domain/failure.ts';
import type { Instant } from '../../domain/time.ts';
import { createHttp } from '../../http/client.ts';
import type { HttpRequest, HttpResponse } from '../../http/ports.ts';
import { createEntraAccess } from '../entra/access.ts';
import { printBatch } from '../odata/batch.ts';
import { ifMatch } from '../odata/etag.ts';
import { odataPages } from '../odata/pages.ts';
import { printQuery, type Query } from '../odata/query.ts';
import type { SystemOptions } from '../shared/options.ts';
import { readWire } from '../shared/wire.ts';
import { budget, capabilities, pageSize, timeoutMs, title } from './capabilities.ts';
import { chooseCompany } from './company.ts';
import { isConflict, judge } from './errors.ts';
import { type LegalEntityRow, legalEntity } from './wire.ts';

export interface ListPage {
  readonly rows: readonly unknown[];
  /** Of the whole list, when it was asked for with `$count`; only the first page is sure to tell. */
  readonly total: number | undefined;
  readonly servedAt: Instant;
}

export interface Write {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  /** `VendorsV2`, or one entity of it with its whole key. */
  readonly path: string;
  readonly json?: unknown;
  /** The ETag that the record must still have. */
  readonly version?: string | undefined;
}

/** Paths are those below `/data`. Every call carries `cross-company=true`: without it only the user's own company shows. */
export interface FinanceOperationsClient {
  /** Names the environment and the legal entity: part of every key in the shared cache. */
  key(): Promise<string>;
  /** The legal entity that the pair writes to, as the server prints it. */
  company(): Promise<string>;
  get(path: string, name: string, query?: Query): Promise<HttpResponse>;
  /** The pages of a set, by the links that the server gives. */
  pages(path: string, name: string, query?: Query, size?: number): AsyncIterable<ListPage>;
  /** All rows of a set that is known to be short. */
  all<T>(schema: z.ZodType<T>, path: string, name: string, query?: Query): Promise<T[]>;
  send(write: Write, name: string): Promise<HttpResponse>;
  /** All writes or none of them, in one call where there are several and the site takes batches. */
  sendAll(writes: readonly Write[], name: string): Promise<void>;
  legalEntities(): Promise<{ readonly found: readonly LegalEntityRow[]; readonly response: HttpResponse }>;
  sent(): number;
  close(): Promise<void>;
}

const dayMs = 24 * 3_600_000;
/** How often a write is sent at most when another user keeps writing the same record. */
const sends = 4;
const pauseMs = 1_000;
const partSize = 500;

const headers = { accept: 'application/json', 'odata-version': '4.0', 'odata-maxversion': '4.0' };
const acrossCompanies = (query: Query): string =>
  printQuery({ ...query, other: { 'cross-company': true, ...query.other } });

/** Addresses, token, budget, paging and batches (Microsoft Learn, "Open Data Protocol (OData)" of Finance & Operations). */
export function createClient(options: SystemOptions): FinanceOperationsClient {
  const { deps, credentials } = options;
  const erp = options.pair.erp as FinanceOperationsConfig;
  const root = erp.environmentUrl.replace(/\/+$/, '');
  const place = `finance-operations|${root}`.toLowerCase();
  const http = createHttp({
    system: title,
    baseUrl: `${root}/data`,
    ca: options.ca,
    access: createEntraAccess({
      authority: erp.authority,
      tenantId: erp.tenantId,
      scope: `${root}/.default`,
      credentials,
      ca: options.ca,
      budget: { key: `${place}|${credentials['clientId'] ?? ''}`.toLowerCase(), ...budget },
      entry: erp.credentials,
      deps,
    }),
    judge,
    concurrency: capabilities.concurrency,
    timeoutMs,
    deps,
  });
  const companyKey = `${place}|${erp.legalEntity}|company`.toLowerCase();
  const { pathname } = new URL(`${root}/data/`);
  let known: Promise<string> | undefined;
  let batches = true;

  async function legalEntities() {
    const name = 'list of legal entities';
    const query = { select: ['LegalEntityId', 'Name'] };
    const response = await http.request({
      method: 'GET',
      url: `LegalEntities${acrossCompanies(query)}`,
      name,
      headers,
    });
    const { value } = readWire(z.object({ value: z.array(legalEntity) }), response, { system: title, name });
    return { found: value, response };
  }

  async function findCompany(): Promise<string> {
    const cached = await deps.cache.get(companyKey);
    if (cached !== undefined) return cached;
    const { LegalEntityId } = chooseCompany((await legalEntities()).found, erp.legalEntity);
    await deps.cache.set(companyKey, LegalEntityId, dayMs);
    return LegalEntityId;
  }

  function company(): Promise<string> {
    known ??= findCompany().catch((error) => {
      known = undefined;
      throw error;
    });
    return known;
  }

  /** Sent again when another user was writing the record at that moment: nothing was done. */
  async function persist(request: HttpRequest): Promise<HttpResponse> {
    for (let send = 1; ; send++) {
      try {
        return await http.request(request);
      } catch (error) {
        if (send >= sends || !isConflict(error)) throw error;
        await deps.clock.sleep(pauseMs * send, deps.signal);
      }
    }
  }

  const guard = (version: string | undefined) => (version === undefined ? {} : ifMatch(version));

  const send: FinanceOperationsClient['send'] = ({ method, path, json, version }, name) =>
    persist({
      method,
      url: path + acrossCompanies({}),
      name,
      json,
      headers: { ...headers, ...guard(version) },
    });

  async function sendBatch(writes: readonly Write[], name: string): Promise<void> {
    const { type, body } = printBatch(
      writes.map(({ method, path, json, version }) => ({
        method,
        path: `${pathname}${path}${acrossCompanies({})}`,
        json,
        headers: version === undefined ? {} : { 'If-Match': version },
      })),
    );
    const own = { ...headers, accept: 'multipart/mixed', 'content-type': type };
    await persist({ method: 'POST', url: '$batch', name, body, headers: own });
  }

  return {
    key: async () => `${place}|${await company()}`.toLowerCase(),
    company,
    get: (path, name, query = {}) =>
      http.request({ method: 'GET', url: path + acrossCompanies(query), name, headers }),
    async *pages(path, name, query = {}, size = pageSize) {
      const request = { url: path + acrossCompanies(query), name, headers };
      for await (const { rows, count, servedAt } of odataPages(http, request, {
        system: title,
        pageSize: size,
      })) {
        // Large answers save calls; handed on in parts, they are read and stored in little memory.
        for (let at = 0; at === 0 || at < rows.length; at += partSize)
          yield { rows: rows.slice(at, at + partSize), total: count, servedAt };
      }
    },
    async all(schema, path, name, query = {}) {
      const rows = [];
      const request = { url: path + acrossCompanies(query), name, headers };
      for await (const page of odataPages(http, request, { system: title })) {
        const answer = { status: 200, json: page.rows };
        rows.push(...readWire(z.array(schema), answer, { system: title, name }));
      }
      return rows;
    },
    send,
    async sendAll(writes, name) {
      if (batches && writes.length > 1) {
        try {
          return await sendBatch(writes, name);
        } catch (error) {
          // A site without batches says so before it does anything.
          if (!isFailure(error, 'refused') || ![404, 405, 406, 415, 501].includes(error.status ?? 0))
            throw error;
          batches = false;
        }
      }
      for (const write of writes) await send(write, name);
    },
    legalEntities,
    sent: () => http.sent(),
    close: () => http.close(),
  };
}
