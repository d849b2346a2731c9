import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Side } from '../domain/document.ts';
import type { Log } from '../domain/log.ts';
import { concerns, type NoticeLeg } from '../engine/notices.ts';
import type { Delivery, Push, Reading, Telling } from '../engine/ports.ts';
import { readBody, TooLarge } from './body.ts';
import { routeOf } from './endpoints.ts';
import type { Intake } from './intake.ts';
import { parseBody } from './json.ts';
import type { Limiter } from './limits.ts';
import type { Metrics } from './metrics.ts';
import type { PairSecrets } from './secrets.ts';

/** A pair as the receiver knows it. */
export interface ReceivingPair {
  readonly name: string;
  readonly legs: readonly NoticeLeg[];
  readonly push: Readonly<Partial<Record<Side, Push>>>;
}

export interface ReceiverOptions {
  readonly pairs: readonly ReceivingPair[];
  /** Asked for every request, so that a changed secret is known at once. */
  secretsOf(pair: string): PairSecrets | undefined;
  readonly publicUrl: string | undefined;
  readonly intake: Intake;
  readonly metrics: Metrics;
  /** For whoever calls, and for those that did not show a secret. */
  readonly limits: { readonly all: Limiter; readonly strangers: Limiter };
  readonly log: Log;
}

/** The largest body; a delivery of Cin7 holds whole products. */
export const largestBody = 2 * 1024 * 1024;
/** Deliveries that may wait for their commit before callers are sent away for a while. */
const mostWaiting = 2000;

interface Reply {
  readonly status: number;
  readonly text?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For the counters: why it is no success. */
  readonly reason?: string;
}

/** Answers one request: 200 only when what it told is committed. Nothing of it is shown anywhere. */
export function createReceiver(options: ReceiverOptions) {
  const { metrics, log } = options;
  return (request: IncomingMessage, response: ServerResponse): void => {
    void answer(options, request)
      .catch((error: unknown): Reply => {
        if (error instanceof TooLarge)
          return { status: 413, reason: 'too large', headers: { connection: 'close' } };
        if (response.destroyed || request.destroyed) return { status: 400, reason: 'broken off' };
        log.error('a delivery could not be stored', { error: (error as Error)?.message });
        return { status: 503, reason: 'not stored', headers: { 'retry-after': '30' } };
      })
      .then((reply) => {
        if (reply.reason !== undefined) metrics.count('refused', { reason: reply.reason });
        send(response, reply);
      });
  };
}

/** A request that got past the door. */
interface Admitted {
  readonly pair: ReceivingPair;
  readonly side: Side;
  readonly push: Push;
  readonly secrets: PairSecrets;
  readonly query: URLSearchParams;
  readonly sender: string;
  readonly trusted: boolean;
}

async function answer(options: ReceiverOptions, request: IncomingMessage): Promise<Reply> {
  const admitted = admit(options, request);
  if ('status' in admitted) return admitted;
  const { pair, side, trusted, sender } = admitted;
  const { metrics, intake, limits } = options;
  const body = parsed(await readBody(request, largestBody));
  if (!body.readable && !trusted) return stranger(limits, sender, { status: 400, reason: 'no JSON' });
  const reading = body.readable
    ? admitted.push.read(deliveryOf(request, admitted, body.json))
    : whatever(pair, side);
  if (reading.refused) return stranger(limits, sender, { status: 401, reason: 'no secret' });
  if (reading.tellings.length > 0) {
    const tellings = reading.tellings.map((telling) => relevant(pair, side, telling));
    await intake.take({ pair: pair.name, side }, tellings);
    const labels = { pair: pair.name, side };
    metrics.count('deliveries', labels);
    for (const { topic, notices } of tellings) metrics.count('notices', { ...labels, topic }, notices.length);
  }
  return reading.answer ?? { status: 200 };
}

/** Everything that can be told before the body is read. */
function admit(options: ReceiverOptions, request: IncomingMessage): Admitted | Reply {
  const { limits, intake } = options;
  const sender = senderOf(request);
  const address = request.url ?? '';
  const url = URL.canParse(address, 'http://receiver') ? new URL(address, 'http://receiver') : undefined;
  const route = url && routeOf(url.pathname, options.publicUrl);
  const pair = route && options.pairs.find(({ name }) => name === route.pair);
  const push = route && pair?.push[route.side];
  const secrets = route && options.secretsOf(route.pair);
  if (!(url && route && pair && push && secrets))
    return stranger(limits, sender, { status: 404, reason: 'no such path' });
  const { searchParams: query } = url;
  if (request.method !== 'POST' && !(request.method === 'GET' && query.has('validationToken')))
    return stranger(limits, sender, { status: 405, reason: 'method', headers: { allow: 'POST' } });
  const shown = shownSecrets(request, route.secret);
  const trusted = shown.some((secret) => secrets.isSecret(secret));
  if (shown.length > 0 && !trusted) return stranger(limits, sender, { status: 401, reason: 'wrong secret' });
  // A known sender has a bucket of its own, so that nobody behind the same proxy can use it up.
  if (!limits.all.allow(trusted ? `${route.pair}/${route.side}` : sender)) return tooMany;
  if (intake.waiting() > mostWaiting) return { status: 503, reason: 'busy', headers: { 'retry-after': '5' } };
  return { pair, side: route.side, push, secrets, query, sender, trusted };
}

const deliveryOf = (request: IncomingMessage, admitted: Admitted, json: unknown): Delivery => ({
  method: request.method ?? '',
  query: admitted.query,
  headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
  json,
  trusted: admitted.trusted,
  isSecret: admitted.secrets.isSecret,
});

const tooMany: Reply = { status: 429, reason: 'too many', headers: { 'retry-after': '10' } };

/** Who guesses gets few answers. */
const stranger = (limits: ReceiverOptions['limits'], sender: string, reply: Reply): Reply =>
  limits.strangers.allow(sender) ? reply : tooMany;

/** An authentic sender told something that we cannot read: everything that the pair reads there may have changed. */
function whatever(pair: ReceivingPair, side: Side): Reading {
  const notices = pair.legs.map(({ flow }) => ({ flow, role: 'source' as const }));
  return {
    tellings: [{ topic: 'unreadable', notices: notices.filter((notice) => isRelevant(pair, side, notice)) }],
  };
}

const relevant = (pair: ReceivingPair, side: Side, telling: Telling): Telling => ({
  ...telling,
  notices: telling.notices.filter((notice) => isRelevant(pair, side, notice)),
});

const isRelevant = (pair: ReceivingPair, side: Side, notice: Telling['notices'][number]): boolean =>
  pair.legs.some((leg) => concerns(leg, { ...notice, side }));

function parsed(text: string): { readonly json: unknown; readonly readable: boolean } {
  try {
    return { json: parseBody(text), readable: true };
  } catch {
    return { json: undefined, readable: false };
  }
}

/** Every place in which a caller may show the secret. */
function shownSecrets({ headers }: IncomingMessage, inPath: string | undefined): string[] {
  const authorization = headers.authorization ?? '';
  const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  const basic = /^Basic +(\S+)$/i.exec(authorization)?.[1];
  const password = basic && /^[^:]*:(.*)$/s.exec(Buffer.from(basic, 'base64').toString('utf8'))?.[1];
  const header = headers['x-webhook-secret'];
  return [inPath, bearer, password, typeof header === 'string' ? header : undefined].filter(
    (secret): secret is string => secret !== undefined && secret !== '',
  );
}

/** The caller's address; behind a proxy on this machine, the one that the proxy saw. */
function senderOf(request: IncomingMessage): string {
  const peer = request.socket.remoteAddress ?? 'unknown';
  const forwarded = request.headers['x-forwarded-for'];
  const seen = (Array.isArray(forwarded) ? forwarded.join(',') : forwarded)?.split(',').at(-1)?.trim();
  return /^(::ffff:)?127\.|^::1$/.test(peer) && seen ? seen.slice(0, 64) : peer;
}

function send(response: ServerResponse, { status, text = '', type, headers }: Reply): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    ...(type ? { 'content-type': `${type}; charset=utf-8`, 'x-content-type-options': 'nosniff' } : {}),
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  });
  response.end(text);
}
