import { describe, expect, test } from '@jest/globals';
import type { Credentials } from '../../../src/http/ports.ts';
import { createAccess } from '../../../src/systems/cin7/access.ts';
import { fakeClock, fakePacer, type World, world } from '../../http/support.ts';
import { type Memory, memory } from '../entra/support.ts';

const keys = 'aaaaaaaa-1111,bbbbbbbb-2222';

function accessOf(
  applicationKey: string,
  options: { cache?: Memory; here?: World; backlog?: Record<string, number> } = {},
) {
  const here = options.here ?? world({ clock: fakeClock() });
  const pacer = { ...here.deps.pacer, backlog: async (key: string) => options.backlog?.[key] ?? 0 };
  const cache = options.cache ?? memory();
  const deps = { ...here.deps, pacer, cache };
  const access = createAccess({ accountId: 'ACC-1', applicationKey, requestsPerMinute: 60, deps });
  return { access, here, cache, keyOf: (c: Credentials) => c.headers['api-auth-applicationkey'] };
}

describe("Cin7's application keys", () => {
  test('each has a budget of its own that names neither account nor key in full', async () => {
    const { access } = accessOf(keys);
    const { budget, headers } = await access.credentials();
    expect(headers).toEqual({ 'api-auth-accountid': 'ACC-1', 'api-auth-applicationkey': 'aaaaaaaa-1111' });
    expect(budget).toMatchObject({ limit: 60, windowMs: 61_500 });
    expect(budget?.key).toMatch(/^cin7:acc-1:[0-9a-f]{12}$/);
    expect(budget?.key).not.toContain('aaaaaaaa');
  });

  test('the key with the most left is taken, and the one in use is kept while none has more', async () => {
    const backlog: Record<string, number> = {};
    const { access, keyOf } = accessOf(keys, { backlog });
    const first = await access.credentials();
    backlog[first.budget?.key ?? ''] = 500;
    const second = await access.credentials();
    expect(keyOf(second)).toBe('bbbbbbbb-2222');
    backlog[second.budget?.key ?? ''] = 500;
    expect(keyOf(await access.credentials())).toBe('bbbbbbbb-2222');
  });

  test('a limit right after changing keys makes them one budget, for other processes too, and says so', async () => {
    const backlog: Record<string, number> = {};
    const pacer = fakePacer();
    const { access, here, cache } = accessOf(keys, { backlog, here: world({ clock: fakeClock(), pacer }) });
    const first = await access.credentials();
    backlog[first.budget?.key ?? ''] = 900;
    const second = await access.credentials();
    await access.limited?.(second, 5_000);
    expect((await access.credentials()).budget?.key).toBe('cin7:acc-1');
    expect(here.lines.map(({ message }) => message)).toEqual([
      "Cin7's application keys share one limit of calls; they are used as one from now on",
    ]);
    expect(pacer.calls).toEqual(['delay cin7:acc-1 2026-09-01T08:00:05.000Z']);
    expect(cache.lives).toEqual([24 * 3_600_000]);
    const next = accessOf(keys, { cache });
    expect((await next.access.credentials()).budget?.key).toBe('cin7:acc-1');
  });

  test('a limit on a key that was not just changed to says nothing about the others', async () => {
    const backlog: Record<string, number> = {};
    const here = world({ clock: fakeClock() });
    const { access } = accessOf(keys, { backlog, here });
    const first = await access.credentials();
    await access.limited?.(first, 5_000);
    expect((await access.credentials()).budget?.key).not.toBe('cin7:acc-1');
    backlog[first.budget?.key ?? ''] = 900;
    const second = await access.credentials();
    await here.deps.clock.sleep(60_001);
    await access.limited?.(second, 5_000);
    expect((await access.credentials()).budget?.key).not.toBe('cin7:acc-1');
  });

  test('a refused key is left out; with no other at hand nothing is to be renewed', async () => {
    const { access, keyOf, here } = accessOf(keys);
    const first = await access.credentials();
    expect(await access.renew?.(first)).toBe(true);
    const second = await access.credentials();
    expect(keyOf(second)).toBe('bbbbbbbb-2222');
    expect(await access.renew?.(second)).toBe(false);
    expect(JSON.stringify(here.lines)).not.toContain('aaaaaaaa-1111');
    expect(here.deps.redactor.redact('key aaaaaaaa-1111!')).toBe('key [secret]!');
  });

  test('without a key nothing is sent', async () => {
    await expect(accessOf(' , ').access.credentials()).rejects.toMatchObject({ kind: 'unauthenticated' });
  });
});
