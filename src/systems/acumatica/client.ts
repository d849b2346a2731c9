import pLimit from 'p-limit';
import { type ZodType, z } from 'zod';
import type { AcumaticaConfig } from '../../config/schema.ts';
import { isFailure } from '../../domain/failure.ts';
import { createHttp } from '../../http/client.ts';
import { effectOf } from '../../http/policy.ts';
import type { HttpRequest, HttpResponse } from '../../http/ports.ts';
import type { SystemOptions } from '../shared/options.ts';
import { anything, readWire } from '../shared/wire.ts';
import { createAccess } from './access.ts';
import { runAction } from './actions.ts';
import { capabilities, timeoutMs, title, writeTimeoutMs } from './capabilities.ts';
import { createOffer, type Offer } from './endpoints.ts';
import { isTooWide, judge } from './errors.ts';
import { type ListPage, type PageQuery, walkPages } from './pages.ts';
import { parameters, pathOf, type Query } from './query.ts';
import { type PlainRecord, unwrap, wrap } from './wrap.ts';

export interface Write extends Pick<Query, 'select' | 'expand' | 'custom'> {
  readonly record: PlainRecord;
  /** `insert`: refused if it exists; `update`: refused if it does not. Nothing checks a version: there is no ETag. */
  readonly only: 'insert' | 'update';
  /** PATCH writes what is sent even where it looks equal; PUT leaves equal values out. Default `PUT`. */
  readonly method?: 'PUT' | 'PATCH';
}

export interface AcumaticaClient {
  /** Names site, tenant and endpoint: part of every key in the shared cache. */
  readonly key: string;
  /** The rows that a filter names, in one request where the site can list that much at once; unwrapped. */
  list<T>(
    schema: ZodType<T>,
    entity: string,
    name: string,
    query: Query & { readonly keys: readonly string[] },
  ): Promise<T[]>;
  pages(entity: string, name: string, query: PageQuery): AsyncIterable<ListPage>;
  /** All rows of a small list. */
  all<T>(schema: ZodType<T>, entity: string, name: string, query: PageQuery): Promise<T[]>;
  get(path: string, name: string, query?: Query): Promise<HttpResponse>;
  /** Sends one record; the answer is unwrapped and has what was asked for. */
  write<T>(schema: ZodType<T>, entity: string, name: string, write: Write): Promise<T>;
  remove(entity: string, keys: readonly string[], id: string, name: string): Promise<void>;
  /** Carries out an action and waits for its end; nothing else is sent in the session meanwhile. */
  act(entity: string, action: string, record: PlainRecord, name: string): Promise<void>;
  /** What the site serves. */
  offer(): Promise<Offer>;
  sent(): number;
  close(): Promise<void>;
}

/** Addresses, sign-in, wrapping and the order of requests (Integration Development Guide, "Contract-Based REST API"). */
export function createClient(options: SystemOptions): AcumaticaClient {
  const { deps } = options;
  const erp = options.pair.erp as AcumaticaConfig;
  const access = createAccess(options, erp);
  const http = createHttp({
    system: title,
    baseUrl: erp.instanceUrl,
    ca: options.ca,
    access,
    judge,
    concurrency: capabilities.concurrency,
    timeoutMs,
    deps,
  });
  const offer = createOffer(http, erp);
  const base = ['entity', erp.endpoint, erp.endpointVersion].map(encodeURIComponent).join('/');
  // Requests of a session fail while it carries out an action.
  const turns = pLimit(1);
  const tooWide = new Set<string>();

  async function send(request: HttpRequest): Promise<HttpResponse> {
    const limit = effectOf(request) === 'write' ? { timeoutMs: writeTimeoutMs } : {};
    try {
      const response = await http.request({ ...limit, ...request });
      await access.keep(response);
      return response;
    } catch (error) {
      if (isFailure(error, 'refused') && error.status === 404) await offer.explain(error);
      throw error;
    }
  }

  const fetch = (path: string, name: string, query: Query) =>
    turns(() => send({ method: 'GET', url: `${base}/${path}`, query: parameters(query), name }));

  const rowsOf = (response: HttpResponse, name: string): unknown[] =>
    readWire(z.array(anything), response, { system: title, name });

  async function page(entity: string, name: string, query: Query): Promise<ListPage> {
    const response = await fetch(entity, name, query);
    return { rows: rowsOf(response, name).map(unwrap), servedAt: response.servedAt };
  }

  /** Where a list cannot show what is wanted (custom views), its keys are listed and each record is read by itself. */
  async function wide(
    entity: string,
    name: string,
    keys: readonly string[],
    query: Query,
  ): Promise<ListPage> {
    const shape = `${entity}|${query.expand ?? ''}`;
    if (!tooWide.has(shape)) {
      try {
        return await page(entity, name, query);
      } catch (error) {
        if (!isTooWide(error)) throw error;
        tooWide.add(shape);
      }
    }
    const { select, expand, custom, ...rest } = query;
    const narrow = await page(entity, name, { ...rest, select: keys });
    const rows: unknown[] = [];
    for (const row of narrow.rows as Readonly<Record<string, unknown>>[]) {
      const path = pathOf(
        entity,
        keys.map((key) => String(row[key] ?? '')),
        String(row['id'] ?? ''),
      );
      rows.push(unwrap((await fetch(path, name, { select, expand, custom })).json));
    }
    return { rows, servedAt: narrow.servedAt };
  }

  const client: AcumaticaClient = {
    key: `acumatica|${erp.instanceUrl}|${erp.tenant ?? ''}|${erp.endpoint}|${erp.endpointVersion}`.toLowerCase(),
    async list(schema, entity, name, { keys, ...query }) {
      const { rows } = await wide(entity, name, keys, query);
      return rows.map((json) => readWire(schema, { status: 200, json }, { system: title, name }));
    },
    pages: (entity, name, query) => walkPages((part) => wide(entity, name, query.keys, part), entity, query),
    async all(schema, entity, name, query) {
      const found = [];
      for await (const { rows } of client.pages(entity, name, query))
        for (const json of rows) found.push(readWire(schema, { status: 200, json }, { system: title, name }));
      return found;
    },
    get: (path, name, query = {}) => fetch(path, name, query),
    async write(schema, entity, name, { record, only, method = 'PUT', ...query }) {
      const guard = only === 'insert' ? { 'if-none-match': '*' } : { 'if-match': '*' };
      const response = await turns(() =>
        send({
          method,
          url: `${base}/${entity}`,
          query: parameters(query),
          json: wrap(record),
          headers: method === 'PUT' ? guard : {},
          name,
        }),
      );
      const answer = { status: response.status, json: unwrap(response.json) };
      return readWire(schema, answer, { system: title, name, effect: 'write' });
    },
    async remove(entity, keys, id, name) {
      await turns(() => send({ method: 'DELETE', url: `${base}/${pathOf(entity, keys, id)}`, name }));
    },
    act: (entity, action, record, name) =>
      turns(() => runAction({ send, clock: deps.clock }, `${base}/${entity}/${action}`, wrap(record), name)),
    offer: () => offer.read(),
    sent: () => http.sent(),
    async close() {
      await access.close();
      await http.close();
    },
  };
  return client;
}
