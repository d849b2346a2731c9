import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Failure, type FailureKind } from '../../src/domain/failure.ts';
import { effectOf, repeatable } from '../../src/http/policy.ts';
import type {
  Access,
  Answer,
  Credentials,
  HttpOptions,
  HttpRequest,
  Transport,
} from '../../src/http/ports.ts';
import { WireError } from '../../src/http/wire-error.ts';
import { client, closeAll, failureOf, fakeClock, fakePacer, plainJudge, world } from './support.ts';

afterEach(closeAll);

type Scripted = number | 'lost' | 'unsent' | { status: number; headers: Record<string, string> };

/** A transport that answers by the book; the last line of the book is repeated for ever. */
function scripted(
  ...book: Scripted[]
): Transport & { readonly sends: () => number; readonly keys: string[] } {
  let sends = 0;
  const keys: string[] = [];
  return {
    sends: () => sends,
    keys,
    close: async () => {},
    send: async ({ headers }): Promise<Answer> => {
      const line = book[Math.min(sends, book.length - 1)];
      sends += 1;
      keys.push(headers['key'] ?? '');
      if (line === 'lost') throw new WireError('socket hang up', 'ECONNRESET', true);
      if (line === 'unsent') throw new WireError('refused', 'ECONNREFUSED', false);
      if (typeof line === 'number') return { status: line, headers: {}, body: Buffer.from('{}') };
      return { status: line!.status, headers: line!.headers, body: Buffer.from('{}') };
    },
  };
}

const read: HttpRequest = { method: 'GET', url: 'x' };
const write: HttpRequest = { method: 'POST', url: 'x', json: {} };

const access = (renews: (boolean | Failure)[] = [], budget?: Credentials['budget']) => {
  const refused: Credentials[] = [];
  let round = 0;
  const given: Access & { refused: Credentials[] } = {
    refused,
    credentials: async () => ({ headers: { key: `k${round}` }, budget }),
    renew: async (credentials) => {
      refused.push(credentials);
      const next = renews.shift() ?? false;
      if (next instanceof Failure) throw next;
      if (next) round += 1;
      return next;
    },
  };
  return given;
};

async function run(
  request: HttpRequest,
  transport: Transport,
  options: Partial<HttpOptions> = {},
  deps = world().deps,
) {
  const http = client('https://api.example', { transport, ...options }, deps);
  const outcome = await http.request(request).then(
    (response) => response.status,
    (error: Failure) => error.kind,
  );
  return { outcome, sent: http.sent(), slept: deps.clock.slept, calls: deps.pacer.calls };
}

describe('the table of repeats', () => {
  test('is what the policy says', () => {
    expect(repeatable).toEqual({
      read: ['unsent', 'throttled', 'unauthenticated', 'unknown'],
      write: ['unsent', 'throttled', 'unauthenticated'],
    });
    expect(effectOf(read)).toBe('read');
    expect(effectOf({ method: 'GET', url: '', effect: 'write' })).toBe('write');
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      expect(effectOf({ method, url: '' })).toBe('write');
      expect(effectOf({ method, url: '', effect: 'read' })).toBe('read');
    }
  });

  const kinds: [FailureKind, Scripted, number, number][] = [
    ['unsent', 'unsent', 5, 5],
    ['throttled', 429, 10, 10],
    ['unauthenticated', 401, 1, 1],
    ['refused', 400, 1, 1],
    ['stale', 409, 1, 1],
    ['held', 423, 1, 1],
    ['unknown', 503, 5, 1],
    ['unknown', 'lost', 5, 1],
  ];
  test.each(kinds)('%s (%s): a read is sent %i times, a write %i', async (kind, line, reads, writes) => {
    expect(await run(read, scripted(line))).toMatchObject({ outcome: kind, sent: reads });
    expect(await run(write, scripted(line))).toMatchObject({ outcome: kind, sent: writes });
    expect(await run({ ...write, effect: 'read' }, scripted(line))).toMatchObject({
      outcome: kind,
      sent: reads,
    });
  });

  test('a verdict of outage ends the request', async () => {
    const judge = () => new Failure({ kind: 'outage', system: 'Test', message: 'gone' });
    expect(await run(read, scripted(200), { judge })).toMatchObject({ outcome: 'outage', sent: 1 });
  });

  test('a write goes on after limits and lost connections, and stops at the first doubt', async () => {
    expect(await run(write, scripted('unsent', 429, 'unsent', 200))).toMatchObject({ outcome: 200, sent: 4 });
    expect(await run(write, scripted('unsent', 429, 'lost', 200))).toMatchObject({
      outcome: 'unknown',
      sent: 3,
    });
  });

  test('limits and failures are counted apart', async () => {
    const storm = [429, 'unsent', 429, 'unsent', 429, 'unsent', 429, 'unsent', 429, 200] as const;
    expect(await run(write, scripted(...storm))).toMatchObject({ outcome: 200, sent: 10 });
    expect(await run(read, scripted('lost'), { attempts: 2 })).toMatchObject({ outcome: 'unknown', sent: 2 });
    expect(await run(read, scripted(429), { attempts: 1 })).toMatchObject({ outcome: 'throttled', sent: 2 });
  });

  test('what is not a failure is not repeated', async () => {
    const http = client('https://api.example', {
      transport: scripted(200),
      judge: () => {
        throw new RangeError('a bug');
      },
    });
    await expect(http.request(read)).rejects.toThrow('a bug');
    expect(http.sent()).toBe(1);
  });
});

describe('credentials', () => {
  test('a refusal is answered once with fresh credentials, for writes too', async () => {
    const transport = scripted(401, 200);
    const given = access([true]);
    expect(await run(write, transport, { access: given })).toMatchObject({ outcome: 200, sent: 2 });
    expect(transport.keys).toEqual(['k0', 'k1']);
    expect(given.refused.map((c) => c.headers['key'])).toEqual(['k0']);
  });

  test('a second refusal is final, and so is a renewal that brings nothing', async () => {
    const twice = access([true, true]);
    expect(await run(read, scripted(401), { access: twice })).toMatchObject({
      outcome: 'unauthenticated',
      sent: 2,
    });
    expect(twice.refused).toHaveLength(1);
    expect(await run(read, scripted(401), { access: access([false]) })).toMatchObject({ sent: 1 });
  });

  test.each(['unknown', 'outage'] as const)(
    'when asking for them ends %s, the request itself was not sent',
    async (kind) => {
      const failure = new Failure({ kind, system: 'Entra', message: 'no answer' });
      const none: Access = { credentials: async () => Promise.reject(failure) };
      expect(await run(write, scripted(200), { access: none })).toMatchObject({
        outcome: 'unsent',
        sent: 0,
        slept: [],
      });
      expect(await run(write, scripted(401), { access: access([failure]) })).toMatchObject({
        outcome: 'unsent',
        sent: 1,
      });
    },
  );

  test('a refusal while asking for them stays one', async () => {
    const failure = new Failure({ kind: 'unauthenticated', system: 'Entra', message: 'wrong secret' });
    const none: Access = { credentials: async () => Promise.reject(failure) };
    expect(await run(write, scripted(200), { access: none })).toMatchObject({
      outcome: 'unauthenticated',
      sent: 0,
    });
  });
});

describe('waits', () => {
  test('back-off doubles from one second, with full jitter', async () => {
    expect((await run(read, scripted('lost'))).slept).toEqual([1_000, 2_000, 4_000, 8_000]);
    const half = world({ random: () => 0.5 });
    expect((await run(read, scripted('lost'), {}, half.deps)).slept).toEqual([500, 1_000, 2_000, 4_000]);
    const none = world({ random: () => 0 });
    expect((await run(read, scripted('lost'), {}, none.deps)).slept).toEqual([0, 0, 0, 0]);
  });

  test('without Retry-After a limit backs off up to a minute', async () => {
    const expected = [1, 2, 4, 8, 16, 32, 60, 60, 60].map((s) => s * 1_000);
    expect((await run(write, scripted(429))).slept).toEqual(expected);
  });

  test('Retry-After is honoured, and the pacer and the credentials learn of it', async () => {
    const limited = jest.fn<NonNullable<Access['limited']>>(async () => {});
    const given = { ...access([], { key: 'acme', limit: 60, windowMs: 60_000 }), limited };
    const transport = scripted({ status: 429, headers: { 'retry-after': '60 Seconds' } }, 200);
    const { outcome, slept, calls } = await run(write, transport, { access: given });
    expect({ outcome, slept }).toEqual({ outcome: 200, slept: [60_000] });
    expect(calls).toEqual([
      'reserve acme 60/60000',
      'delay acme 2026-09-01T08:01:00.000Z',
      'reserve acme 60/60000',
    ]);
    expect(limited.mock.calls.map(([c, ms]) => [c.headers['key'], ms])).toEqual([['k0', 60_000]]);
  });

  test('a date in Retry-After is read against the clock of the server', async () => {
    const headers = { 'retry-after': 'Tue, 01 Sep 2026 12:00:07 GMT', date: 'Tue, 01 Sep 2026 12:00:00 GMT' };
    expect((await run(read, scripted({ status: 429, headers }, 200))).slept).toEqual([7_000]);
    expect((await run(read, scripted({ status: 503, headers }, 200))).slept).toEqual([7_000]);
  });

  test("the judge's own wait stands above the header's", async () => {
    const judge: HttpOptions['judge'] = (response) =>
      response.status === 200
        ? undefined
        : new Failure({ kind: 'throttled', system: 'Test', message: 'limit', retryAfterMs: 9_000 });
    const transport = scripted({ status: 429, headers: { 'retry-after': '60' } }, 200);
    expect((await run(read, transport, { judge })).slept).toEqual([9_000]);
  });

  test.each([429, 503])('a Retry-After beyond five minutes is not slept through (%i)', async (status) => {
    const given = access([], { key: 'acme', limit: 60, windowMs: 60_000 });
    const { deps } = world();
    const http = client(
      'https://api.example',
      { transport: scripted({ status, headers: { 'retry-after': '86400' } }), access: given },
      deps,
    );
    const failure = await failureOf(http.request(read));
    expect(failure).toMatchObject({ retryAfterMs: 86_400_000 });
    expect(deps.clock.slept).toEqual([]);
    const told = status === 429 ? ['delay acme 2026-09-01T09:00:00.000Z'] : [];
    expect(deps.pacer.calls).toEqual(['reserve acme 60/60000', ...told]);
  });

  test('with other credentials at hand a limit is not waited for', async () => {
    let limits = 0;
    const given: Access = {
      credentials: async () => ({
        headers: { key: `k${limits}` },
        budget: { key: `k${limits}`, limit: 60, windowMs: 60_000 },
      }),
      limited: async () => {
        limits += 1;
      },
    };
    const transport = scripted({ status: 429, headers: { 'retry-after': '60' } }, 200);
    expect(await run(read, transport, { access: given })).toMatchObject({ outcome: 200, slept: [] });
    expect(transport.keys).toEqual(['k0', 'k1']);
  });

  test('every send takes its turn, repeats included', async () => {
    const { deps } = world({ pacer: fakePacer(250, 750) });
    const given = access([], { key: 'acme', limit: 60, windowMs: 60_000 });
    const { slept, calls } = await run(read, scripted('unsent', 200), { access: given }, deps);
    expect(slept).toEqual([250, 1_000, 750]);
    expect(calls).toEqual(['reserve acme 60/60000', 'reserve acme 60/60000']);
  });

  test('a limit met by one request holds back the others of this client, even after their turn came', async () => {
    const { deps } = world();
    const transport = scripted({ status: 429, headers: { 'retry-after': '60' } }, 200);
    const given = access([], { key: 'acme', limit: 60, windowMs: 60_000 });
    const http = client('https://api.example', { transport, access: given }, deps);
    let turns = 0;
    const reserve = async () => {
      turns += 1;
      // The second request gets its turn, and sleeps until then, while the first one meets the limit.
      if (turns === 2) await first.catch(() => {});
      return 0;
    };
    Object.assign(deps.pacer, { reserve });
    const sleeping = { sleep: deps.clock.sleep };
    const first = new Promise<void>((resolve) => {
      Object.assign(deps.clock, {
        sleep: async (ms: number) => {
          resolve();
          await new Promise((next) => setImmediate(next));
          await sleeping.sleep(ms);
        },
      });
    });
    await Promise.all([http.request(read), http.request(read)]);
    expect(deps.clock.slept).toEqual([60_000, 60_000]);
  });

  test('a turn more than five minutes away is not waited for', async () => {
    const { deps } = world({ pacer: fakePacer(300_001) });
    const given = access([], { key: 'acme', limit: 60, windowMs: 60_000 });
    const http = client('https://api.example', { transport: scripted(200), access: given }, deps);
    expect(await failureOf(http.request(write))).toMatchObject({ kind: 'throttled', retryAfterMs: 300_001 });
    expect([http.sent(), deps.clock.slept]).toEqual([0, []]);
  });
});

describe('a signal', () => {
  const given = access([], { key: 'acme', limit: 60, windowMs: 60_000 });

  test('before the first send, nothing is sent', async () => {
    const { deps } = world({ signal: AbortSignal.abort() });
    const http = client('https://api.example', { transport: scripted(200) }, deps);
    expect(await failureOf(http.request(write))).toMatchObject({ kind: 'unsent', code: 'stopped' });
    expect(http.sent()).toBe(0);
  });

  test.each([
    ['its turn', [1_000], 0],
    ['a limit', [], 1],
  ])('while waiting for %s, the request ends as unsent', async (_, waits, sent) => {
    const stop = new AbortController();
    const clock = fakeClock(undefined, () => stop.abort());
    const { deps } = world({ clock, pacer: fakePacer(...waits), signal: stop.signal });
    const http = client('https://api.example', { transport: scripted(429, 200), access: given }, deps);
    expect(await failureOf(http.request(write))).toMatchObject({ kind: 'unsent', code: 'stopped' });
    expect(http.sent()).toBe(sent);
  });

  test('a request on the wire is not cut off', async () => {
    const stop = new AbortController();
    const { deps } = world({ signal: stop.signal });
    const transport: Transport = {
      close: async () => {},
      send: async () => {
        stop.abort();
        return { status: 200, headers: {}, body: Buffer.from('{}') };
      },
    };
    expect(await run(write, transport, { judge: plainJudge }, deps)).toMatchObject({ outcome: 200, sent: 1 });
  });
});
