import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  absolute,
  compareDecimals,
  decimal,
  isNegative,
  minus,
  roundTo,
  times,
} from '../../../src/domain/decimal.ts';
import type { PlainDate } from '../../../src/domain/time.ts';
import type { DocumentOptions } from '../../../src/engine/ports.ts';
import { describeLine, itemAmounts } from '../../../src/systems/shared/bills.ts';
import { countryCode, countryName } from '../../../src/systems/shared/countries.ts';
import { postingDateOf } from '../../../src/systems/shared/posting-date.ts';
import { createReferences } from '../../../src/systems/shared/references.ts';
import { stampVersion } from '../../../src/systems/shared/version.ts';
import { fakeClock } from '../../http/support.ts';
import { line, money } from '../business-central/documents.ts';
import { memory } from '../entra/support.ts';

describe('item lines', () => {
  const of = (quantity: string, price: string, amount: string) =>
    itemAmounts({ quantity: decimal(quantity), price: decimal(price), amount: decimal(amount) }, 2);

  test('keep the price, and have the rest as a discount', () => {
    expect(of('3', '33.3333', '95')).toEqual({ quantity: '3', price: '33.3333', discount: '5' });
    expect(of('10', '12.5', '125')).toEqual({ quantity: '10', price: '12.5', discount: '0' });
  });

  test('carry their sign in the quantity', () => {
    expect(of('2', '-5', '-10')).toEqual({ quantity: '-2', price: '5', discount: '0' });
    expect(of('-2', '5', '-9')).toEqual({ quantity: '-2', price: '5', discount: '1' });
  });

  test('have a price that reaches the amount where the printed one does not', () => {
    expect(of('3', '30', '100')).toEqual({ quantity: '3', price: '33.33333', discount: '0' });
    expect(of('7', '0', '1')).toEqual({ quantity: '7', price: '0.14286', discount: '0' });
  });

  test('always make the amount to the cent, with no negative price or discount', () => {
    const amount = fc
      .integer({ min: -10_000_000, max: 10_000_000 })
      .map((cents) => decimal((cents / 100).toFixed(2)));
    const price = fc
      .integer({ min: -1_000_000, max: 1_000_000 })
      .map((n) => decimal((n / 10_000).toFixed(4)));
    const quantity = fc.integer({ min: 1, max: 100_000 }).map((n) => decimal((n / 100).toFixed(2)));
    fc.assert(
      fc.property(quantity, price, amount, (q, p, a) => {
        const made = itemAmounts({ quantity: q, price: p, amount: a }, 2);
        const sum = minus(roundTo(times(absolute(made.quantity), made.price), 2), made.discount);
        expect(compareDecimals(sum, absolute(a))).toBe(0);
        expect(isNegative(made.price) || isNegative(made.discount)).toBe(false);
        if (compareDecimals(a, decimal(0)) !== 0) expect(isNegative(made.quantity)).toBe(isNegative(a));
      }),
      { numRuns: 500 },
    );
  });
});

test('a description never exceeds its length and never splits a character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.integer({ min: 20, max: 100 }),
      (text, length) => {
        const said = describeLine(line({ description: text, price: money('1.25') }), length);
        expect(said.length).toBeLessThanOrEqual(length);
        expect(Buffer.from(said).toString()).toBe(said);
      },
    ),
  );
});

describe('countries', () => {
  test.each([
    ['GB', 'GB'],
    ['gb', 'GB'],
    ['United Kingdom', 'GB'],
    ['Great Britain', 'GB'],
    ['USA', 'US'],
    ['United States', 'US'],
    ['united states of america', 'US'],
    ['Czech Republic', 'CZ'],
    ['Czechia', 'CZ'],
    ["Cote d'Ivoire", 'CI'],
    ['Bosnia and Herzegovina', 'BA'],
    ['The Netherlands', 'NL'],
    ['Hong Kong', 'HK'],
    ['Türkiye', 'TR'],
    ['Turkey', 'TR'],
    ['Atlantis', undefined],
    ['', undefined],
    ['XX', undefined],
  ])('%s is %s', (text, code) => expect(countryCode(text)).toBe(code));

  test('every name leads back to its code', () => {
    for (const code of [
      'GB',
      'US',
      'DE',
      'HK',
      'MO',
      'BA',
      'CI',
      'TR',
      'KR',
      'VN',
      'CZ',
      'NL',
      'MM',
      'ST',
      'CW',
      'RE',
    ]) {
      expect([code, countryCode(countryName(code))]).toEqual([code, code]);
    }
    expect(countryName('Atlantis')).toBe('Atlantis');
  });
});

describe('the posting date', () => {
  const options = (more: Partial<DocumentOptions> = {}): DocumentOptions => ({
    lines: 'account',
    postingDate: 'invoice-date',
    closedPeriod: 'hold',
    ...more,
  });
  const day = (text: string) => text as PlainDate;
  const of = (date: string, more: Partial<DocumentOptions>, from?: string, to?: string) =>
    postingDateOf(
      day(date),
      options(more),
      day('2026-09-15'),
      { from: from as PlainDate, to: to as PlainDate },
      'bill',
    );

  test('is the document date while that is open, both ends included', () => {
    expect(of('2026-09-01', {}, '2026-09-01', '2026-09-01')).toEqual({ date: '2026-09-01' });
    expect(of('2026-09-01', {})).toEqual({ date: '2026-09-01' });
  });

  test('is held, or moved to the first open day, before the range; always held after it', () => {
    expect(of('2026-08-31', {}, '2026-09-01').hold?.code).toBe('period-closed');
    expect(of('2026-08-31', { closedPeriod: 'next-open-day' }, '2026-09-01')).toEqual({ date: '2026-09-01' });
    expect(of('2026-10-01', { closedPeriod: 'next-open-day' }, '2026-09-01', '2026-09-30').hold?.code).toBe(
      'period-closed',
    );
  });

  test('may be today', () => {
    expect(of('2026-08-31', { postingDate: 'today' }, '2026-09-01')).toEqual({ date: '2026-09-15' });
  });
});

describe('versions', () => {
  test('compare stamps as they are, however many digits are printed', () => {
    expect(stampVersion('2026-09-01T10:00:00.5Z', 1)).toBe(stampVersion('2026-09-01T10:00:00.5000000', 1));
    expect(stampVersion('2026-09-01T10:00:00.5Z', 1)).not.toBe(
      stampVersion('2026-09-01T10:00:00.5000001', 1),
    );
    expect(stampVersion('2026-09-01T10:00:00', 1)).not.toBe(stampVersion('2026-09-01T10:00:00', 2));
  });
});

describe('reference lists', () => {
  const made = (cache = memory()) => {
    let loads = 0;
    const clock = fakeClock();
    const references = createReferences({
      key: async () => 'k',
      cache,
      clock,
      loaders: {
        units: async () => {
          loads += 1;
          if (loads === 3) throw new Error('away');
          return [{ code: 'PCS', name: `load ${loads}`, usable: true }];
        },
      },
    });
    return { references, clock, loads: () => loads };
  };

  test('are read once for all processes, for an hour, and again when asked', async () => {
    const cache = memory();
    const first = made(cache);
    await Promise.all([first.references.load('units'), first.references.load('units')]);
    const second = made(cache);
    expect((await second.references.load('units')).get('pcs')?.name).toBe('load 1');
    expect([first.loads(), second.loads(), cache.lives]).toEqual([1, 0, [3_600_000]]);
    expect((await second.references.load('units', { fresh: true })).get('PCS')?.name).toBe('load 1');
    expect(second.loads()).toBe(1);
  });

  test('are not kept longer by a process that goes on running', async () => {
    const { references, clock, loads } = made({ ...memory(), get: async () => undefined });
    await references.load('units');
    await clock.sleep(3_599_000);
    await references.load('units');
    expect(loads()).toBe(1);
    await clock.sleep(1_000);
    await references.load('units');
    expect(loads()).toBe(2);
  });

  test('that could not be read are asked for again', async () => {
    const { references, loads } = made();
    await references.load('units');
    await references.load('units', { fresh: true });
    await expect(references.load('units', { fresh: true })).rejects.toThrow('away');
    await references.load('units');
    expect(loads()).toBe(3);
    await references.load('units', { fresh: true });
    expect(loads()).toBe(4);
  });

  test('that a system does not have are empty', async () => {
    expect((await made().references.load('branches')).rows).toEqual([]);
  });
});
