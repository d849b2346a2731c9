import { describe, expect, test } from '@jest/globals';
import { decimal } from '../../../src/domain/decimal.ts';
import type { Instant, PlainDate } from '../../../src/domain/time.ts';
import { decodeName, encodeName } from '../../../src/systems/odata/decode.ts';
import { readODataError } from '../../../src/systems/odata/errors.ts';
import { etagOf, ifAny, ifMatch } from '../../../src/systems/odata/etag.ts';
import { date, guid, moment, number, text, yesNo } from '../../../src/systems/odata/literal.ts';
import { all, compare, entity, equal, filterAny, printQuery } from '../../../src/systems/odata/query.ts';

const id = '8A1B2C3D-0000-4444-8888-0123456789AB';

describe('literals', () => {
  test.each([
    [text("O'Brien & Söhne"), "'O''Brien & Söhne'"],
    [text("' or 1 eq 1 or '"), "''' or 1 eq 1 or '''"],
    [text(''), "''"],
    [guid(id), id.toLowerCase()],
    [date('2026-09-01' as PlainDate), '2026-09-01'],
    [moment('2026-09-01T08:00:00.123Z' as Instant), '2026-09-01T08:00:00.123Z'],
    [number(decimal('-10.50')), '-10.5'],
    [number(7), '7'],
    [yesNo(false), 'false'],
  ])('%s', (literal, expected) => {
    expect(literal).toBe(expected);
  });

  test.each([
    () => guid('x or 1 eq 1'),
    () => guid(`${id}'`),
    () => date('2026-09-01 or 1' as PlainDate),
    () => number(Number.NaN),
  ])('what is none is refused', (make) => {
    expect(make).toThrow(RangeError);
  });
});

describe('queries', () => {
  test('every value arrives as it was meant', () => {
    const name = "R&D + 5% #1 ? 'x' ä/=;";
    const printed = printQuery({
      filter: all(
        equal('name', text(name)),
        undefined,
        compare('at', 'ge', moment('2026-09-01T08:00:00.000Z' as Instant)),
      ),
      select: ['id', 'number'],
      expand: ['lines($select=id;$expand=dimensions)'],
      orderBy: ['at', 'number desc'],
      top: 5,
      skip: 0,
      count: true,
      other: { 'cross-company': true },
    });
    expect(printed).not.toMatch(/[ +#]|%(?![0-9A-F]{2})/);
    const read = new URL(`https://h/x${printed}`).searchParams;
    expect(Object.fromEntries(read)).toEqual({
      $filter: `name eq 'R&D + 5% #1 ? ''x'' ä/=;' and at ge 2026-09-01T08:00:00.000Z`,
      $select: 'id,number',
      $expand: 'lines($select=id;$expand=dimensions)',
      $orderby: 'at,number desc',
      $top: '5',
      $skip: '0',
      $count: 'true',
      'cross-company': 'true',
    });
    expect(printQuery({})).toBe('');
    expect(printQuery({ select: [] })).toBe('');
  });

  test('and keeps an or together', () => {
    const [any] = filterAny('no', [text('A'), text('B')]);
    expect(all(any, equal('x', number(1)))).toBe("(no eq 'A' or no eq 'B') and x eq 1");
    expect(all()).toBeUndefined();
  });

  test('many values of one field are asked for in parts, each once', () => {
    const values = Array.from({ length: 95 }, (_, i) => number(i));
    const filters = filterAny('id', [...values, ...values]);
    expect(filters).toHaveLength(3);
    expect(filters.join(' or ').split(' or ')).toEqual(values.map((value) => `id eq ${value}`));
    const long = filterAny(
      'name',
      Array.from({ length: 40 }, (_, i) => text(`${'ä'.repeat(20)}${i}`)),
    );
    expect(long.length).toBeGreaterThan(3);
    for (const filter of long) expect(encodeURIComponent(filter).length).toBeLessThanOrEqual(1500);
    expect(filterAny('id', [])).toEqual([]);
    expect(filterAny('id', values.slice(0, 3), 2)).toEqual(['id eq 0 or id eq 1', 'id eq 2']);
  });

  test('keys', () => {
    expect(entity('vendors', guid(id))).toBe(`vendors(${id.toLowerCase()})`);
    expect(entity('V2', { dataAreaId: text('usmf'), No: text("a/b'c&") })).toBe(
      "V2(dataAreaId='usmf',No='a%2Fb''c%26')",
    );
  });
});

describe('errors', () => {
  const read = (json: unknown) => readODataError({ json });

  test('Business Central: the correlation id is taken off', () => {
    const message = 'The Vendor does not exist.  CorrelationId:  4e5f0c51-0e4e-4a0c-9d9e-6d1f5f6a7b8c.';
    expect(read({ error: { code: 'Internal_RecordNotFound', message } })).toMatchObject({
      code: 'Internal_RecordNotFound',
      message: 'The Vendor does not exist.',
    });
  });

  test('Finance and Operations: what lies behind, without the stack', () => {
    const innererror = {
      message: 'Write failed.\r\n Infolog: x',
      type: 'AxODataWriteException',
      stacktrace: 'at private',
    };
    const error = read({ error: { code: '', message: 'An error has occurred.', innererror } });
    expect(error).toEqual({
      code: '',
      message: 'An error has occurred.',
      type: 'AxODataWriteException',
      inner: 'Write failed. Infolog: x',
    });
  });

  test.each([
    [{ error: { code: 'X', message: { lang: 'en', value: 'old' } } }, { code: 'X', message: 'old' }],
    [{ 'odata.error': { code: '', message: { value: 'older' } } }, { code: '', message: 'older' }],
    [{ Message: 'No HTTP resource was found' }, { code: '', message: 'No HTTP resource was found' }],
    [{ error: {} }, { code: '', message: '' }],
  ])('other shapes: %j', (json, expected) => {
    expect(read(json)).toMatchObject(expected);
  });

  test.each([undefined, null, 'text', [], {}, { error: 'text' }, { value: [] }])('%j is none', (json) => {
    expect(read(json)).toBeUndefined();
  });

  test('a very long message is cut', () => {
    expect(read({ Message: 'x'.repeat(10_000) })?.message).toHaveLength(2000);
  });
});

test('etags are given back as they came', () => {
  expect(etagOf({ '@odata.etag': 'W/"Jz=="' })).toBe('W/"Jz=="');
  expect([etagOf({}), etagOf(null), etagOf({ '@odata.etag': '' }), etagOf('x')]).toEqual(
    Array(4).fill(undefined),
  );
  expect(ifMatch('W/"x"')).toEqual({ 'if-match': 'W/"x"' });
  expect(ifAny).toEqual({ 'if-match': '*' });
});

describe('escaped names', () => {
  test.each([
    ['Non_x002D_Inventory', 'Non-Inventory'],
    ['G_x002F_L_x0020_Account', 'G/L Account'],
    ['Positive_x0020_Adjmt_x002E_', 'Positive Adjmt.'],
    ['_x0020_', ' '],
    ['Item', 'Item'],
    ['Größe_x0020_1', 'Größe 1'],
    ['a_x005F_x0020_b', 'a_x0020_b'],
    ['snake_case', 'snake_case'],
    ['_x0001F375_', '🍵'],
  ])('%s is %j', (encoded, decoded) => {
    expect(decodeName(encoded)).toBe(decoded);
    expect(encodeName(decoded)).toBe(encoded);
  });

  test('plain text stays plain', () => {
    for (const name of ['G/L Account', ' ', 'x_x00', '_x00ZZ_', '_xFFFFFFFF_'])
      expect(decodeName(name)).toBe(name);
  });
});
