import { describe, expect, test } from '@jest/globals';
import type { PlainDate } from '../../../src/domain/time.ts';
import type { DocumentOptions } from '../../../src/engine/ports.ts';
import { indexRows } from '../../../src/mapping/references.ts';
import { periodCode, periodsOf, postPeriodOf } from '../../../src/systems/acumatica/periods.ts';

const period = (id: string, from: string, until: string, open: boolean) => ({
  code: periodCode(id),
  name: id,
  usable: true,
  data: { from, until, open: String(open) },
});
const periods = periodsOf(
  indexRows([
    { code: 'company', name: 'c', usable: true },
    period('082026', '2026-08-01', '2026-09-01', false),
    period('092026', '2026-09-01', '2026-10-01', false),
    period('102026', '2026-10-01', '2026-11-01', true),
    period('112026', '2026-11-01', '2026-12-01', true),
  ]),
);
const of = (date: string, options: Partial<DocumentOptions> = {}, today = '2026-11-20') =>
  postPeriodOf(
    date as PlainDate,
    { lines: 'account', postingDate: 'invoice-date', closedPeriod: 'hold', ...options },
    today as PlainDate,
    periods,
    'bill I',
  );

describe('the posting period', () => {
  test('of an open date is left to the site', () => expect(of('2026-10-31')).toEqual({}));
  test('of a closed date holds the document', () => {
    expect(of('2026-08-31')).toMatchObject({
      hold: { code: 'period-closed', seen: '2026-08-31 in 082026', allowed: ['102026', '112026'] },
    });
  });
  test('of a closed date is the next open one, where the flow says so', () =>
    expect(of('2026-08-31', { closedPeriod: 'next-open-day' })).toEqual({ period: '102026' }));
  test('is that of today, where the flow says so', () => {
    expect(of('2026-10-05', { postingDate: 'today' })).toEqual({ period: '112026' });
    expect(of('2026-11-05', { postingDate: 'today' })).toEqual({});
  });
  test('that the site does not show is left to it, but for another one than the date gives', () => {
    expect(of('2031-01-01')).toEqual({});
    expect(of('2026-10-05', { postingDate: 'today' }, '2031-01-01').problem?.code).toBe('value-missing');
  });
});
