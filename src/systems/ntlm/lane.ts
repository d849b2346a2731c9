import type { Socket } from 'node:net';
import type { Answer, Exchange, Transport } from '../../http/ports.ts';
import { WireError } from '../../http/wire-error.ts';
import type { Mechanism } from './mechanism.ts';
import { offerOf } from './offers.ts';
import { notKept, notOffered, notUnderstood, refused } from './refusals.ts';

export interface LaneOptions {
  readonly system: string;
  /** One connection at most, whose socket it tells. */
  connect(onSocket: (socket: Socket) => void): Transport;
  /** A new sign-in. */
  mechanism(): Promise<Mechanism>;
}

/** One connection, on which one exchange is under way at a time. */
export interface Lane {
  send(exchange: Exchange): Promise<Answer>;
  close(): Promise<void>;
}

/** Servers that keep a sign-in for the connection, and those that want one for each request, tell so by what they do. */
export function createLane({ system, connect, mechanism }: LaneOptions): Lane {
  let socket: Socket | undefined;
  /** The connection that is signed in. */
  let signedIn: Socket | undefined;
  let everyTime = false;
  const wire = connect((used) => {
    socket = used;
  });

  /** Nothing of the request itself is on the wire before the last message. */
  async function prepare(exchange: Exchange): Promise<Answer> {
    try {
      return await wire.send(exchange);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      throw new WireError(error.message, error.code, false, error.proxy);
    }
  }

  async function signIn(exchange: Exchange, mayRepeat: boolean): Promise<Answer> {
    const made = await mechanism();
    const { token, complete } = await made.open();
    const first = withToken(exchange, made.scheme, token);
    const answer = complete ? await wire.send(first) : await prepare(withoutBody(first));
    if (answer.status === 401) return goOn(exchange, made, complete, answer, mayRepeat);
    if (complete) return accept(made, answer);
    return asksNobody(exchange, answer) ? plainly(exchange) : answer;
  }

  async function goOn(
    exchange: Exchange,
    made: Mechanism,
    wasComplete: boolean,
    answer: Answer,
    mayRepeat: boolean,
  ): Promise<Answer> {
    const challenge = offerOf(answer, made.scheme)?.token;
    if (!challenge)
      throw wasComplete
        ? refused(system, made.scheme, isTls(exchange))
        : notOffered(system, made.scheme, answer);
    const asked = socket;
    const last = await made.answer(challenge, asked).catch((error: unknown) => {
      throw isRangeError(error) ? notUnderstood(system, made.scheme, error) : error;
    });
    const kept = !asked?.destroyed && !closes(answer);
    const final = kept ? await wire.send(withToken(exchange, made.scheme, last)) : undefined;
    if (final && final.status !== 401) return accept(made, final);
    // On another connection than the challenge's, the account itself was not judged.
    if (final && socket === asked) throw refused(system, made.scheme, isTls(exchange));
    if (mayRepeat) return signIn(exchange, false);
    throw notKept(system);
  }

  async function accept(made: Mechanism, answer: Answer): Promise<Answer> {
    await made.close(offerOf(answer, made.scheme)?.token);
    signedIn = socket;
    return answer;
  }

  /** A server that asked for nothing where it could have: the request as it is. */
  async function plainly(exchange: Exchange): Promise<Answer> {
    const answer = await wire.send(exchange);
    if (answer.status !== 401) signedIn = socket;
    return answer;
  }

  return {
    async send(exchange) {
      if (!everyTime && signedIn && !signedIn.destroyed) {
        const before = signedIn;
        const answer = await wire.send(exchange);
        if (answer.status !== 401) {
          signedIn = socket;
          return answer;
        }
        everyTime = socket === before;
      }
      signedIn = undefined;
      return signIn(exchange, true);
    },
    close: () => wire.close(),
  };
}

/** By its name: what Node's own code throws need not be of this realm's class. */
const isRangeError = (error: unknown): boolean => (error as { name?: unknown }).name === 'RangeError';

const isTls = ({ url }: Exchange): boolean => url.protocol === 'https:';

const closes = ({ headers }: Answer): boolean => /\bclose\b/i.test(String(headers['connection'] ?? ''));

const withToken = (exchange: Exchange, scheme: string, token: Buffer): Exchange => ({
  ...exchange,
  headers: { ...exchange.headers, authorization: `${scheme} ${token.toString('base64')}` },
});

const withoutBody = (exchange: Exchange): Exchange =>
  exchange.body === undefined ? exchange : { ...exchange, body: Buffer.alloc(0) };

/** Whether an answer to the bodiless opening means that the server wants no sign-in, rather than that it is in trouble. */
const asksNobody = ({ body }: Exchange, { status }: Answer): boolean =>
  body !== undefined && ![407, 429, 502, 503, 504].includes(status);
