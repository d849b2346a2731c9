import { Failure } from '../../domain/failure.ts';
import type { Instant } from '../../domain/time.ts';
import type { Http, HttpRequest, HttpResponse } from '../../http/ports.ts';

export interface ODataPage {
  readonly rows: readonly unknown[];
  /** `@odata.count`, when it was asked for. */
  readonly count?: number | undefined;
  /** The server's clock when it answered this page. */
  readonly servedAt: Instant;
}

export interface PageOptions {
  /** As people know it, for messages. */
  readonly system: string;
  /** Asks for pages no larger than this; the server may send smaller ones. */
  readonly pageSize?: number | undefined;
  /**
   * Next links are made of an address of the server's own, which behind a proxy is not the one that we call (NAV:
   * `PublicODataBaseUrl`): takes only their query, and asks at the address of the first page.
   */
  readonly rebase?: boolean | undefined;
}

/**
 * Walks a list as its server pages it: next links are followed as they are, with the headers of the first request.
 * One that leads to another origin is refused by the client before anything is sent.
 */
export async function* odataPages(
  http: Http,
  request: Omit<HttpRequest, 'method'>,
  options: PageOptions,
): AsyncGenerator<ODataPage, void, undefined> {
  const prefer = options.pageSize === undefined ? {} : { prefer: `odata.maxpagesize=${options.pageSize}` };
  const headers = { ...prefer, ...request.headers };
  const followed = new Set<string>();
  let next: HttpRequest | undefined = { ...request, method: 'GET', headers };
  while (next) {
    const asked: HttpRequest = next;
    const response = await http.request(asked);
    const { rows, count, link } = readPage(response, options.system);
    yield { rows, count, servedAt: response.servedAt };
    if (link === undefined) return;
    if (followed.has(link)) throw unclear(options.system, 'its pages go round in circles', response.status);
    followed.add(link);
    const { query: _, ...same } = asked;
    next = { ...same, url: resolve(link, response.url, options.rebase ?? false) };
  }
}

/** All rows of a list that is known to be short. */
export async function odataRows(
  http: Http,
  request: Omit<HttpRequest, 'method'>,
  options: PageOptions,
): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const page of odataPages(http, request, options)) rows.push(...page.rows);
  return rows;
}

interface RawPage {
  readonly value?: unknown;
  readonly '@odata.count'?: unknown;
  readonly '@odata.nextLink'?: unknown;
}

function readPage(response: HttpResponse, system: string) {
  const { value, ...notes } = (response.json ?? {}) as RawPage;
  if (!Array.isArray(value)) throw unclear(system, 'it answered something that is no list', response.status);
  const link = notes['@odata.nextLink'];
  const count = notes['@odata.count'];
  return {
    rows: value as unknown[],
    count: typeof count === 'number' ? count : undefined,
    link: typeof link === 'string' && link !== '' ? link : undefined,
  };
}

/** Relative links are relative to the page that holds them. */
function resolve(link: string, page: string | undefined, rebase: boolean): string {
  if (page === undefined || !URL.canParse(link, page)) return link;
  const target = new URL(link, page);
  if (!rebase) return target.href;
  const own = new URL(page);
  own.search = target.search;
  return own.href;
}

const unclear = (system: string, why: string, status: number): Failure =>
  new Failure({ kind: 'unknown', system, status, code: 'no-list', message: `${system}: ${why}.` });
