export type SystemName =
  | 'cin7'
  | 'entra'
  | 'businessCentral'
  | 'financeOperations'
  | 'acumatica'
  | 'nav'
  | 'gp';

export type JsonObject = Record<string, unknown>;

/** What reached a stand-in. */
export interface SandboxRequest {
  /** Counts all requests to the sandbox, from 1. */
  readonly n: number;
  readonly system: SystemName;
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The origin by which it was reached: `https://127.0.0.1:1234`. */
  readonly origin: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** The connection that it came on: the same object for all its requests. */
  readonly connection?: object | undefined;
}

/** What a stand-in says. `body` is sent as JSON, `text` as it is. */
export interface Answer {
  readonly status: number;
  /** Several of one name as a list: `set-cookie`. */
  readonly headers?: Readonly<Record<string, string | string[]>> | undefined;
  readonly body?: unknown;
  readonly text?: string | undefined;
}

/** A refusal on its way out: whatever the request did so far is undone. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`refused with ${answer.status}: ${answer.text ?? JSON.stringify(answer.body)}`);
    this.name = 'Refusal';
    this.answer = answer;
  }
}

export interface Throttling {
  /** The shape, where the API has several. */
  readonly status?: number | undefined;
  /** The `Retry-After` header as it is sent; `null`: none. Default: what the API is known to send. */
  readonly retryAfter?: string | number | null | undefined;
}

/** One stand-in as the server sees it. */
export interface Service {
  readonly system: SystemName;
  /** How far this server's clock is ahead of the sandbox's, in milliseconds. */
  skewMs: number;
  /**
   * What happens below the API, a sign-in on the connection: answers its legs, which neither the journal nor faults see;
   * nothing for a request that goes on to `handle`.
   */
  prelude?(request: SandboxRequest): Answer | undefined;
  /** Carries a request out, wholly or not at all, and answers. */
  handle(request: SandboxRequest): Answer | Promise<Answer>;
  /** Who asks, for the journal: never more than the tail of a key. */
  caller(request: SandboxRequest): string;
  /** What the journal may keep of a write's body. */
  keep(request: SandboxRequest): unknown;
  /** This API's way to say that a limit was reached. */
  throttled(request: SandboxRequest, throttling: Throttling): Answer;
  /** From now on the credentials of this request are not valid any more. */
  expire(request: SandboxRequest): void;
}

export const json = (status: number, body: unknown, headers?: Record<string, string>): Answer => ({
  status,
  body,
  headers,
});

export const page = (status: number, title: string, headers?: Record<string, string>): Answer => ({
  status,
  text: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
});

/** The last characters of a key: enough to tell two apart, too few to use. */
export const tail = (key: string | undefined): string =>
  key === undefined || key === '' ? '' : `…${key.slice(-4)}`;
