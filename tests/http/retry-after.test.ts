import { describe, expect, test } from '@jest/globals';
import { instant } from '../../src/domain/time.ts';
import { parseRetryAfter } from '../../src/http/retry-after.ts';

const now = instant(Date.parse('2026-09-01T08:00:00Z'));

describe('parseRetryAfter', () => {
  test.each([
    ['30', 30_000],
    [' 0 ', 0],
    ['1.5', 1_500],
    ['60 Seconds', 60_000],
    ['about 45 seconds', 45_000],
    ['-5', 0],
    ['Tue, 01 Sep 2026 08:01:30 GMT', 90_000],
    ['Tuesday, 01-Sep-26 08:00:10 GMT', 10_000],
    ['Tue, 01 Sep 2026 07:00:00 GMT', 0],
    ['2026-09-01T08:00:05Z', 5_000],
    ['soon', undefined],
    ['Tue, 99 Foo 2026', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });
});
