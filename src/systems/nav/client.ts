import { z } from 'zod';
import type { NavConfig } from '../../config/schema.ts';
import { isFailure } from '../../domain/failure.ts';
import type { Instant } from '../../domain/time.ts';
import { createHttp } from '../../http/client.ts';
import type { Http, HttpRequest, HttpResponse } from '../../http/ports.ts';
import { ifMatch } from '../odata/etag.ts';
import type { Literal } from '../odata/literal.ts';
import { odataPages } from '../odata/pages.ts';
import { entity, printQuery, type Query } from '../odata/query.ts';
import type { SystemOptions } from '../shared/options.ts';
import { readWire } from '../shared/wire.ts';
import { signIn } from './access.ts';
import { apiRoot, companyPath, pagesRoot, type Site, siteOf } from './address.ts';
import { type BatchAnswer, readBatchAnswers } from './batch.ts';
import { capabilities, pageSize, timeoutMs, title } from './capabilities.ts';
import { isAbsent, isGone, judge } from './errors.ts';
import type { Row } from './rows.ts';
import { discover, headers, type Server } from './server.ts';
import { type Page, type PublishedPage, pageIn } from './services.ts';

export type Key = Readonly<Record<string, Literal>>;

export interface ListPage {
  readonly rows: readonly Row[];
  readonly servedAt: Instant;
}

export interface PageWrite {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  /** Of the row; none for a new one. */
  readonly key?: Key | undefined;
  readonly json?: Row | undefined;
  /** The ETag that the row must still have. */
  readonly version?: string | undefined;
}

export interface NavClient {
  readonly site: Site;
  readonly erp: NavConfig;
  /** What the server offers: asked once a day, kept for all processes. `fresh`: asked again. */
  server(fresh?: boolean): Promise<Server>;
  /** What is known of it by now, for what cannot wait. */
  peek(): Server | undefined;
  page(page: Page): Promise<PublishedPage>;
  /** A list as the server pages it. */
  list(page: Page, name: string, query?: Query): AsyncIterable<ListPage>;
  all(page: Page, name: string, query?: Query): Promise<Row[]>;
  one(
    page: Page,
    key: Key,
    name: string,
  ): Promise<{ readonly row: Row; readonly servedAt: Instant } | undefined>;
  send(page: Page, write: PageWrite, name: string): Promise<HttpResponse>;
  /**
   * Several writes on one page, all or none where the server obeys `Isolation: snapshot` (17.1 and later). Nothing when
   * it knows no batches. @returns the answers up to the first that failed.
   */
  sendAll(page: Page, writes: readonly PageWrite[], name: string): Promise<BatchAnswer[] | undefined>;
  /** All rows of a set of the standard API, below the company; nothing where this server has no such set. */
  apiAll<T>(schema: z.ZodType<T>, set: string, name: string, query?: Query): Promise<T[] | undefined>;
  apiAction(path: string, name: string): Promise<HttpResponse>;
  /** A published codeunit's procedure, as an unbound action. */
  codeunit(action: string, json: Row, name: string): Promise<HttpResponse>;
  readonly http: Http;
}

const dayMs = 24 * 3_600_000;

/** Addresses, sign-in, discovery and paging (apis: "Web services" of Microsoft Learn; ODataV4 and the standard API). */
export function createClient(options: SystemOptions): NavClient {
  const { deps } = options;
  const erp = options.pair.erp as NavConfig;
  const site = siteOf(erp);
  const wire = createHttp({
    system: title,
    baseUrl: site.baseUrl,
    ca: options.ca,
    ...signIn(options),
    judge,
    concurrency: capabilities.concurrency,
    timeoutMs,
    deps,
  });
  const http = withTenant(wire, site.tenant);
  const serverKey = `${site.key}|server|${JSON.stringify([erp.api ?? '', erp.services])}`;
  let known: Promise<Server> | undefined;
  let seen: Server | undefined;

  async function findOut(fresh: boolean): Promise<Server> {
    const cached = fresh ? undefined : await deps.cache.get(serverKey);
    if (cached !== undefined) return JSON.parse(cached) as Server;
    const found = await discover(http, erp);
    await deps.cache.set(serverKey, JSON.stringify(found), dayMs);
    return found;
  }

  function server(fresh = false): Promise<Server> {
    if (fresh || known === undefined) {
      const asked = findOut(fresh);
      known = asked;
      asked.then(
        (found) => {
          seen = found;
        },
        () => {
          if (known === asked) known = undefined;
        },
      );
    }
    return known;
  }

  /** What is not there any more as it was: the next question finds out anew. */
  async function forget(error: unknown): Promise<never> {
    const changed =
      isAbsent(error) ||
      (isFailure(error, 'refused') &&
        (error.code === 'Internal_CompanyNotFound' ||
          (error.code === 'BadRequest' && /does not exist on type/i.test(error.message))));
    if (changed) {
      known = undefined;
      await deps.cache.delete(serverKey);
    }
    throw error;
  }

  const page = async (name: Page) => pageIn((await server()).pages, name, erp.services);
  const pathOf = async (name: Page, key?: Key) => {
    const set = (await page(name)).name;
    return `${companyPath((await server()).companyName)}/${key ? entity(set, key) : set}`;
  };
  const send = (request: HttpRequest) => http.request(request).catch(forget);

  async function* walk(url: string, name: string): AsyncIterable<ListPage> {
    // Behind a proxy, next links name a host of the server's own (`PublicODataBaseUrl`).
    const pages = odataPages(http, { url, name, headers }, { system: title, pageSize, rebase: true });
    const steps = pages[Symbol.asyncIterator]();
    for (;;) {
      const next = await steps.next().catch((error) => {
        if (url.startsWith(pagesRoot)) return forget(error);
        throw error;
      });
      if (next.done) return;
      yield { rows: next.value.rows as Row[], servedAt: next.value.servedAt };
    }
  }

  async function* list(name: Page, what: string, query: Query = {}): AsyncIterable<ListPage> {
    yield* walk((await pathOf(name)) + printQuery(query), what);
  }

  const apiPath = async (path: string) => {
    const { api, companyId } = await server();
    return `${apiRoot(api ?? 'v2.0')}/companies(${companyId})/${path}`;
  };

  return {
    site,
    erp,
    server,
    peek: () => seen,
    page,
    list,
    async all(name, what, query) {
      const rows: Row[] = [];
      for await (const part of list(name, what, query)) rows.push(...part.rows);
      return rows;
    },
    async one(name, key, what) {
      try {
        const response = await send({ method: 'GET', url: await pathOf(name, key), name: what, headers });
        const row = readWire(z.record(z.string(), z.unknown()), response, { system: title, name: what });
        return { row, servedAt: response.servedAt };
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
    },
    async send(name, { method, key, json, version }, what) {
      const url = await pathOf(name, key);
      const guarded = version === undefined ? headers : { ...headers, ...ifMatch(version) };
      return send({ method, url, name: what, json, headers: guarded });
    },
    async sendAll(name, writes, what) {
      const root = pagesRoot.length + 1;
      const requests = [];
      for (const [index, { method, key, json, version }] of writes.entries()) {
        const own = { 'content-type': 'application/json', ...headers };
        requests.push({
          id: String(index + 1),
          method,
          url: (await pathOf(name, key)).slice(root),
          headers: version === undefined ? own : { ...own, ...ifMatch(version) },
          ...(json === undefined ? {} : { body: json }),
        });
      }
      const request = {
        method: 'POST',
        url: `${pagesRoot}/$batch`,
        name: what,
        json: { requests },
        headers: { ...headers, isolation: 'snapshot' },
      } as const;
      try {
        return readBatchAnswers(await http.request(request), what, requests.length);
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async apiAll(schema, set, name, query) {
      if ((await server()).api === undefined) return undefined;
      const rows: unknown[] = [];
      try {
        for await (const part of walk((await apiPath(set)) + printQuery(query ?? {}), name))
          rows.push(...part.rows);
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
      return readWire(z.array(schema), { status: 200, json: rows }, { system: title, name });
    },
    apiAction: async (path, name) => send({ method: 'POST', url: await apiPath(path), name, headers }),
    async codeunit(action, json, name) {
      const query = printQuery({ other: { company: (await server()).companyName } });
      return send({ method: 'POST', url: `${pagesRoot}/${action}${query}`, name, json, headers });
    },
    http,
  };
}

/** A multitenant server wants its tenant with every request; its next links may leave it out. */
function withTenant(http: Http, tenant: string | undefined): Http {
  if (tenant === undefined) return http;
  return {
    ...http,
    request(request) {
      if (/[?&]tenant=/i.test(request.url)) return http.request(request);
      const joint = request.url.includes('?') ? '&' : '?';
      return http.request({ ...request, url: `${request.url}${joint}tenant=${encodeURIComponent(tenant)}` });
    },
  };
}
