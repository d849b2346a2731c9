import type { ZodType } from 'zod';
import type { GpConfig } from '../../../config/schema.ts';
import { isFailure } from '../../../domain/failure.ts';
import { fold } from '../../../domain/text.ts';
import type { Instant } from '../../../domain/time.ts';
import { createHttp } from '../../../http/client.ts';
import type { HttpResponse } from '../../../http/ports.ts';
import { windowsTransport } from '../../ntlm/index.ts';
import type { SystemOptions } from '../../shared/options.ts';
import { readWire } from '../../shared/wire.ts';
import { pageSize, timeoutMs, title } from '../capabilities.ts';
import { codes, judge } from './errors.ts';
import { options as names, paths } from './names.ts';
import { rows as rowsFrame, single } from './wire.ts';

export interface SbaPage {
  readonly rows: readonly unknown[];
  readonly servedAt: Instant;
}

export interface SbaClient {
  readonly key: string;
  hello(): Promise<HttpResponse>;
  /** @throws Failure when the service does not know the company, or does not let us in. */
  checkCompany(): Promise<void>;
  /** The pages of a list, in order of the key. */
  pages(path: string, name: string, key: (row: unknown) => string, filter?: string): AsyncIterable<SbaPage>;
  all<T>(
    schema: ZodType<T>,
    path: string,
    name: string,
    key: (row: unknown) => string,
    filter?: string,
  ): Promise<T[]>;
  /** One object by its key's parts; nothing when it is not there. */
  one<T>(
    schema: ZodType<T>,
    path: string,
    keys: readonly (string | number)[],
    name: string,
  ): Promise<{ readonly row: T; readonly servedAt: Instant } | undefined>;
  create(path: string, payload: unknown, name: string): Promise<void>;
  remove(path: string, keys: readonly (string | number)[], name: string): Promise<void>;
  sent(): number;
  close(): Promise<void>;
}

/** The REST service with a Windows account (apis: section 3). */
export function createSbaClient(options: SystemOptions): SbaClient {
  const { deps, credentials, ca } = options;
  const erp = options.pair.erp as GpConfig;
  const transport = windowsTransport({
    system: title,
    baseUrl: erp.serviceUrl,
    auth: erp.auth,
    credentials,
    ca,
    connections: erp.concurrency,
    deps,
  });
  const http = createHttp({
    system: title,
    baseUrl: erp.serviceUrl,
    ca,
    judge,
    concurrency: erp.concurrency,
    timeoutMs,
    transport,
    deps,
  });
  const tenant = `Tenants(${encodeKey(erp.tenant)})`;
  const company = `${tenant}/Companies(${encodeKey(erp.company)})`;

  /** Once: an unknown company answers like an unknown key, and would make everything look deleted. */
  let known: Promise<unknown> | undefined;
  const checkCompany = () => {
    known ??= page(paths.currencies, 'list of currencies', 0).catch((error) => {
      known = undefined;
      throw error;
    });
    return known;
  };

  async function page(path: string, name: string, skip: number, filter?: string) {
    const query = { [names.top]: pageSize, [names.skip]: skip, [names.filter]: filter };
    const response = await http.request({ method: 'GET', url: `${company}/${path}`, name, query });
    return {
      rows: readWire(rowsFrame, response, { system: title, name }).Payload,
      servedAt: response.servedAt,
    };
  }

  /**
   * Each page begins with the last row of the one before it: when that is not so, rows left the list meanwhile and the walk
   * begins again, so that none is passed over. A page that brings nothing new is the end, however few rows a server gives.
   */
  async function* pages(path: string, name: string, key: (row: unknown) => string, filter?: string) {
    let seen = 0;
    let last: string | undefined;
    let restarts = 0;
    for (;;) {
      const { rows, servedAt } = await page(path, name, Math.max(0, seen - 1), filter);
      const [first] = rows;
      if (last !== undefined && (first === undefined || fold(key(first)) !== fold(last)) && restarts < 3) {
        seen = 0;
        last = undefined;
        restarts += 1;
        continue;
      }
      const fresh = last === undefined ? rows : rows.slice(1);
      yield { rows: fresh, servedAt };
      if (fresh.length === 0) return;
      seen += fresh.length;
      last = key(fresh.at(-1));
    }
  }

  return {
    key: `gp|${erp.serviceUrl}|${erp.tenant}|${erp.company}`.toLowerCase(),
    hello: () =>
      http.request({
        method: 'GET',
        url: `${tenant}/${paths.help}`,
        name: 'help page',
        headers: { accept: 'text/html' },
      }),
    pages,
    async all(schema, path, name, key, filter) {
      const found = [];
      for await (const { rows } of pages(path, name, key, filter))
        for (const row of rows)
          found.push(readWire(schema, { status: 200, json: row }, { system: title, name }));
      return found;
    },
    async one(schema, path, keys, name) {
      const url = `${company}/${path}(${keys.map((part) => encodeKey(String(part))).join(';')})`;
      try {
        const response = await http.request({ method: 'GET', url, name });
        const { Payload } = readWire(single, response, { system: title, name });
        const json = Array.isArray(Payload) && Payload.length === 1 ? Payload[0] : Payload;
        return {
          row: readWire(schema, { status: response.status, json }, { system: title, name }),
          servedAt: response.servedAt,
        };
      } catch (error) {
        if (!isFailure(error, 'refused') || error.code !== codes.absent) throw error;
        await checkCompany();
        return undefined;
      }
    },
    checkCompany: async () => void (await checkCompany()),
    async create(path, payload, name) {
      await http.request({ method: 'POST', url: `${company}/${path}`, name, json: payload });
    },
    async remove(path, keys, name) {
      const url = `${company}/${path}(${keys.map((part) => encodeKey(String(part))).join(';')})`;
      await http.request({ method: 'DELETE', url, name });
    },
    sent: () => http.sent(),
    close: () => http.close(),
  };
}

/** Keys stand in parentheses and are joined by `;`: what would end them is encoded too. */
export const encodeKey = (key: string): string =>
  encodeURIComponent(key).replace(
    /[()']/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** A text in a filter. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
