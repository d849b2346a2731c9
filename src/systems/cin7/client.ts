import { createHttp } from '../../http/client.ts';
import type { HttpResponse } from '../../http/ports.ts';
import type { SystemOptions } from '../shared/options.ts';
import { createAccess } from './access.ts';
import { capabilities, pageSize, timeoutMs, title } from './capabilities.ts';
import { judge } from './errors.ts';
import { readList } from './wire.ts';

export interface Cin7Client {
  /** Names the account; part of every key in the shared cache. */
  readonly account: string;
  get(path: string, name: string, query?: Query): Promise<HttpResponse>;
  /** The pages of a list, from the first to the one that completes `Total` or comes back short. */
  pages(path: string, key: string, name: string, query?: Query): AsyncIterable<ListPage>;
  send(method: 'POST' | 'PUT', path: string, name: string, json: unknown): Promise<HttpResponse>;
  remove(path: string, name: string, query: Query): Promise<HttpResponse>;
  sent(): number;
  close(): Promise<void>;
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface ListPage {
  readonly rows: readonly unknown[];
  readonly total: number | undefined;
  readonly response: HttpResponse;
}

/** Headers, budget, paging and errors of the API V2 (API Blueprint, https://dearinventory.docs.apiary.io/). */
export function createClient(options: SystemOptions): Cin7Client {
  const { pair, credentials, deps } = options;
  const accountId = credentials['accountId'] ?? '';
  const http = createHttp({
    system: title,
    baseUrl: pair.cin7.baseUrl,
    ca: options.ca,
    access: createAccess({
      accountId,
      applicationKey: credentials['applicationKey'] ?? '',
      requestsPerMinute: pair.cin7.requestsPerMinute,
      deps,
    }),
    judge,
    concurrency: capabilities.concurrency,
    timeoutMs,
    deps,
  });

  const get = (path: string, name: string, query: Query = {}) =>
    http.request({ method: 'GET', url: path, query, name, headers: { accept: 'application/json' } });

  async function* pages(path: string, key: string, name: string, query: Query = {}): AsyncIterable<ListPage> {
    let seen = 0;
    for (let page = 1; ; page += 1) {
      const response = await get(path, name, { ...query, Page: page, Limit: pageSize });
      const { rows, total } = readList(response, key, name);
      yield { rows, total, response };
      seen += rows.length;
      if (rows.length === 0 || (total === undefined ? rows.length < pageSize : seen >= total)) return;
    }
  }

  return {
    account: accountId.trim().toLowerCase(),
    get,
    pages,
    send: (method, path, name, json) => http.request({ method, url: path, json, name }),
    remove: (path, name, query) => http.request({ method: 'DELETE', url: path, query, name }),
    sent: () => http.sent(),
    close: () => http.close(),
  };
}
