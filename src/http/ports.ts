import type { Failure } from '../domain/failure.ts';
import type { Log } from '../domain/log.ts';
import type { Redactor } from '../domain/redactor.ts';
import type { Clock, Instant } from '../domain/time.ts';

/** Shares the budget of one credential among all processes; implemented over the state file. */
export interface Pacer {
  /**
   * Reserves the next place among at most `limit` sends in any `windowMs`, and resolves to how long to wait for it, in
   * milliseconds. A place that is not used is not given back.
   */
  reserve(key: string, budget: { readonly limit: number; readonly windowMs: number }): Promise<number>;
  /** How long a send would have to wait now, in milliseconds, without reserving. */
  backlog(key: string, budget: { readonly limit: number; readonly windowMs: number }): Promise<number>;
  /** Nobody sends with this key before `until`: a limit answer delays all. */
  delay(key: string, until: Instant): Promise<void>;
}

/** Small values shared by processes, encrypted where they are secret by whoever stores them. */
export interface Cache {
  get(key: string): Promise<string | undefined>;
  /** `ttlMs`: how long it may be used. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Mutual exclusion between processes, for seconds: a holder that died is passed over. */
export interface Mutex {
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Relative to the client's base URL, or absolute within the same origin (a next link). */
  readonly url: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Buffer | undefined;
  /**
   * `read`: may be sent again after anything. `write`: is sent again only after a failure that says that nothing was
   * done. Default: `read` for GET, else `write`.
   */
  readonly effect?: 'read' | 'write' | undefined;
  readonly timeoutMs?: number | undefined;
  /** What is being asked for, in one or two words for logs and errors: `purchase list`. */
  readonly name?: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** The parsed body, when it is JSON. */
  readonly json: unknown;
  /** From the `Date` header; our own clock where it is missing. */
  readonly servedAt: Instant;
  /** The address that answered, query included: relative links are relative to it. Not for logs. */
  readonly url?: string | undefined;
  /** Each `Set-Cookie` header by itself, for systems that keep a session. */
  readonly cookies?: readonly string[] | undefined;
}

export interface Http {
  /**
   * Sends one request and returns its answer if `judge` finds nothing wrong with it.
   * @throws Failure sorted by what may be done next; secrets are already taken out.
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Requests put on the wire since this client was made, repeats included. */
  sent(): number;
  close(): Promise<void>;
}

export interface HttpOptions {
  /** As people know it, for messages: `Cin7 Core`. */
  readonly system: string;
  /** With or without a trailing slash. Plain http only for loopback. */
  readonly baseUrl: string;
  /** PEM text of certificate authorities to trust besides the public ones. */
  readonly ca?: string | undefined;
  readonly access?: Access | undefined;
  /** The API's own reading of an answer: a failure, or nothing when the answer is good. Sees every status, 3xx included. */
  readonly judge: (response: HttpResponse, request: HttpRequest) => Failure | undefined;
  /** Requests under way at once; default 4. */
  readonly concurrency?: number | undefined;
  /** For the whole exchange; default 120,000. */
  readonly timeoutMs?: number | undefined;
  /**
   * Sends of one request at most, the first included; default 5. Sends that only met a limit are counted apart, up to
   * twice as many: a limit is weather, not failure.
   */
  readonly attempts?: number | undefined;
  /** Until a connection stands, name look-up, proxy and TLS included; default 15,000. */
  readonly connectTimeoutMs?: number | undefined;
  /** Replaces the way to the wire, for what needs more than one exchange on one connection. Default: `gotTransport`. */
  readonly transport?: Transport | undefined;
  readonly deps: HttpDeps;
}

/** The way to the wire: one exchange, no repeats, no redirects, no judgement. */
export interface Transport {
  /** @throws WireError that says whether any byte of the request can have left us. */
  send(exchange: Exchange): Promise<Answer>;
  close(): Promise<void>;
}

export interface Exchange {
  readonly method: HttpRequest['method'];
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
  /** For the whole exchange. */
  readonly timeoutMs: number;
}

export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Decompressed. */
  readonly body: Buffer;
}

export interface HttpDeps {
  readonly clock: Clock;
  readonly pacer: Pacer;
  readonly log: Log;
  readonly redactor: Redactor;
  /** Ends waits (pacing, back-off) early: the request then fails as `unsent`. A request on the wire is not cut off. */
  readonly signal?: AbortSignal | undefined;
  /** 0 <= n < 1; for jitter. Default Math.random. */
  readonly random?: (() => number) | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Where a client's credentials come from. */
export interface Access {
  /** For the next send; asked again for every repeat. */
  credentials(): Promise<Credentials>;
  /** The system refused these as not (or no longer) valid. True when others are at hand and the request may go once more. */
  renew?(refused: Credentials): Promise<boolean>;
  /** The system declined a send made with these because of a limit. */
  limited?(credentials: Credentials, retryAfterMs: number): Promise<void>;
}

export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  /** The budget that a send with these counts against. */
  readonly budget?: { readonly key: string; readonly limit: number; readonly windowMs: number } | undefined;
}
