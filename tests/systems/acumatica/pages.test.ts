import { describe, expect, test } from '@jest/globals';
import { walkPages } from '../../../src/systems/acumatica/pages.ts';
import type { Query } from '../../../src/systems/acumatica/query.ts';

const servedAt = '2026-09-01T08:00:00.000Z' as never;
const code = (n: number) => `V${String(n).padStart(5, '0')}`;

/** A list in the order given, filtered by `VendorID gt`. */
function listOf(codes: () => readonly string[]) {
  const asked: Query[] = [];
  const fetch = async (query: Query) => {
    asked.push(query);
    const last = /VendorID gt '([^']*)'/.exec(query.filter ?? '')?.[1] ?? '';
    const rows = codes().filter((one) => one > last);
    const from = query.skip ?? 0;
    return { rows: rows.slice(from, from + (query.top ?? 0)).map((VendorID) => ({ VendorID })), servedAt };
  };
  return { asked, fetch };
}

async function walked(fetch: (query: Query) => Promise<{ rows: unknown[]; servedAt: never }>) {
  const found: string[] = [];
  for await (const { rows } of walkPages(fetch, 'Vendor', { keys: ['VendorID'], select: ['VendorName'] }))
    found.push(...rows.map((row) => (row as { VendorID: string }).VendorID));
  return found;
}

const codes = Array.from({ length: 1250 }, (_, n) => code(n));

describe('pages', () => {
  test('a sorted list is walked by its key, which is asked for besides', async () => {
    const { asked, fetch } = listOf(() => codes);
    expect(await walked(fetch)).toEqual(codes);
    expect(asked.map(({ skip }) => skip)).toEqual([undefined, undefined, undefined]);
    expect(asked[1]?.filter).toBe(`VendorID gt '${code(499)}'`);
    expect(asked[0]?.select).toEqual(['VendorName', 'VendorID']);
  });

  test('a list in another order is walked by position, and nothing is missing', async () => {
    const shuffled = [...codes].sort((a, b) =>
      a.split('').reverse().join('').localeCompare(b.split('').reverse().join('')),
    );
    const { fetch } = listOf(() => shuffled);
    expect(new Set(await walked(fetch))).toEqual(new Set(codes));
  });

  test('rows that move away while they are read by position end the walk', async () => {
    const shuffled = [...codes].reverse();
    let reads = 0;
    const { fetch } = listOf(() => (++reads > 2 ? shuffled.slice(1) : shuffled));
    await expect(walked(fetch)).rejects.toMatchObject({ kind: 'unknown' });
  });

  test('codes sorted without regard to hyphens count as sorted', async () => {
    const mixed = codes.map((one, n) => (n % 2 ? `${one.slice(0, 3)}-${one.slice(3)}` : one));
    const asked: Query[] = [];
    const fetch = async (query: Query) => {
      asked.push(query);
      const last = /VendorID gt '([^']*)'/.exec(query.filter ?? '')?.[1];
      const rest = last === undefined ? mixed : mixed.slice(mixed.indexOf(last) + 1);
      return { rows: rest.slice(0, query.top).map((VendorID) => ({ VendorID })), servedAt };
    };
    expect(await walked(fetch)).toEqual(mixed);
    expect(asked.every(({ skip }) => skip === undefined)).toBe(true);
  });
});
