import { describe, expect, test } from '@jest/globals';
import { checkBody } from '../../src/sandbox/odata/body.ts';
import { type Dialect, type EntityType, fixed } from '../../src/sandbox/odata/model.ts';
import { parseOptions } from '../../src/sandbox/odata/options.ts';
import { resultPage } from '../../src/sandbox/odata/page.ts';

const fail = (kind: string) => (text: string) => {
  throw new Error(`${kind}: ${text}`);
};
const dialect = (changes: Partial<Dialect> = {}): Dialect => ({
  orAcrossFields: true,
  ignoreCase: false,
  functions: ['startswith', 'endswith', 'contains'],
  errors: {
    badQuery: fail('query') as never,
    badBody: fail('body') as never,
    readOnly: fail('read-only') as never,
    tooLong: fail('too long') as never,
    notAMember: fail('not a member') as never,
  },
  ...changes,
});

const line: EntityType = {
  name: 'line',
  order: 'no',
  key: 'no',
  navigation: {},
  fields: { no: { type: 'int' }, text: { type: 'text' } },
};
const type: EntityType = {
  name: 'thing',
  order: 'code',
  key: 'id',
  navigation: {
    lines: { type: () => line, many: true, deep: true },
    first: { type: () => line, many: false },
  },
  fields: {
    id: fixed({ type: 'guid' }),
    code: { type: 'code', length: 5 },
    name: { type: 'text', length: 10 },
    amount: { type: 'decimal' },
    day: { type: 'date' },
    at: { type: 'datetime' },
    open: { type: 'bool' },
    kind: { type: 'enum', members: ['A', 'B'] },
  },
};
const guid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const rows = [
  {
    id: guid(1),
    code: 'A',
    name: "O'Hara",
    amount: 0.1,
    day: '2026-01-01',
    at: '2026-01-01T00:00:00.5Z',
    open: true,
    kind: 'A',
  },
  {
    id: guid(2),
    code: 'B',
    name: 'Büro',
    amount: 10,
    day: '2026-02-01',
    at: '2026-01-01T00:00:00.25Z',
    open: false,
    kind: 'B',
  },
  {
    id: guid(3),
    code: 'C',
    name: 'x',
    amount: 9.5,
    day: '2026-03-01',
    at: '2026-01-02T00:00:00Z',
    open: false,
    kind: 'A',
  },
];
const nothing = () => ({ rows: [], related: nothing });
const related = (row: Record<string, unknown>) => ({
  rows: [1, 2, 3].map((no) => ({ no, text: `${row['code']}${no}` })),
  related: nothing,
});
const query = (options: Record<string, string>, rules = dialect(), pageSize = 100) =>
  resultPage({
    rows,
    type,
    options: parseOptions(Object.entries(options), rules),
    related,
    dialect: rules,
    pageSize,
  });
const codes = ($filter: string, rules = dialect()) =>
  query({ $filter }, rules)
    .rows.map((row) => row['code'])
    .join('');

describe('$filter', () => {
  test.each([
    ["code eq 'A'", 'A'],
    ["code ne 'A'", 'BC'],
    ["name eq 'O''Hara'", 'A'],
    ['amount gt 9.5', 'B'],
    ['amount ge 9.5 and amount le 10', 'BC'],
    ['amount lt 9.50', 'A'],
    ["code eq 'A' or code eq 'C'", 'AC'],
    ["(code eq 'A' or code eq 'C') and open eq false", 'C'],
    ["code eq 'A' or code eq 'B' and open eq true", 'A'],
    ["startswith(name,'B')", 'B'],
    ["endswith(name,'x') or contains(name,'Har')", 'AC'],
    [`id eq ${guid(2)}`, 'B'],
    ['day ge 2026-02-01', 'BC'],
    ['at gt 2026-01-01T00:00:00.250Z', 'AC'],
    ["kind eq 'B'", 'B'],
  ])('%s', (condition, expected) => expect(codes(condition)).toBe(expected));

  test.each([
    "nope eq 'A'",
    `id eq '${guid(1)}'`,
    'code eq A',
    "amount eq '10'",
    "day eq '2026-01-01'",
    "at gt '2026-01-01T00:00:00Z'",
    'at gt 2026-01-01',
    "not (code eq 'A')",
    "code in ('A','B')",
    "code eq 'A' xor code eq 'B'",
    "code eq 'A",
    "tolower(code) eq 'a'",
    "contains(amount,'1')",
    'lines/any(l: l/no eq 1)',
    "code eq 'A')",
    '',
  ])('refuses %s', (condition) => expect(() => codes(condition)).toThrow(/query:/));

  test('or across fields only where the dialect has it', () => {
    expect(codes("code eq 'A' or open eq false")).toBe('ABC');
    expect(() => codes("code eq 'A' or open eq false", dialect({ orAcrossFields: false }))).toThrow(
      /different fields/,
    );
  });

  test('case counts unless the dialect says otherwise', () => {
    expect(codes("code eq 'a'")).toBe('');
    expect(codes("code eq 'a'", dialect({ ignoreCase: true }))).toBe('A');
  });
});

describe('the other options', () => {
  test('$orderby, $top, $skip, $count', () => {
    const result = query({ $orderby: 'open desc,amount', $top: '2', $skip: '1', $count: 'true' });
    expect(result.rows.map((row) => row['code'])).toEqual(['C', 'B']);
    expect(result.count).toBe(3);
  });

  test('$select keeps annotations', () => {
    const tagged = { ...query({ $select: 'code' }).rows[0] };
    expect(tagged).toEqual({ code: 'A' });
  });

  test('$expand with options inside', () => {
    const [row] = query({
      $expand: 'lines($select=text;$filter=no gt 1;$orderby=no desc),first',
      $filter: "code eq 'B'",
    }).rows;
    expect(row?.['lines']).toEqual([{ text: 'B3' }, { text: 'B2' }]);
    expect(row?.['first']).toEqual({ no: 1, text: 'B1' });
  });

  test.each([
    [{ $select: 'nope' }],
    [{ $expand: 'nope' }],
    [{ $expand: 'lines($select=nope)' }],
    [{ $top: '-1' }],
    [{ $orderby: 'code down' }],
    [{ $orderby: 'nope' }],
    [{ $search: 'x' }],
    [{ $count: 'yes' }],
    [{ $skiptoken: 'abc' }],
  ])('refuses %j', (options) =>
    expect(() => query(options as unknown as Record<string, string>)).toThrow(/query:/),
  );

  test('pages by place, so that a row added in front does not shift the next page', () => {
    const rules = dialect();
    const first = query({}, rules, 2);
    expect(first.rows.map((row) => row['code'])).toEqual(['A', 'B']);
    const options = parseOptions([['$skiptoken', first.next?.token ?? '']], rules);
    const grown = [{ ...rows[0], id: guid(9), code: 'AA' }, ...rows] as typeof rows;
    const second = resultPage({ rows: grown, type, options, related, dialect: rules, pageSize: 2 });
    expect(second.rows.map((row) => row['code'])).toEqual(['C']);
    expect(second.next).toBeUndefined();
  });

  test('$top counts over all pages', () => {
    const first = query({ $top: '3' }, dialect(), 2);
    expect(first.next?.top).toBe(1);
  });
});

describe('bodies', () => {
  const check = (body: unknown) => checkBody(body, type, dialect());

  test('codes are trimmed and upper-cased, order is kept, children are set apart', () => {
    const { entries, deep } = check({
      name: ' x ',
      code: ' ab ',
      amount: 1.5,
      lines: [{ no: 1 }],
      '@odata.type': 'x',
    });
    expect(entries).toEqual([
      { field: 'name', value: ' x ' },
      { field: 'code', value: 'AB' },
      { field: 'amount', value: '1.5' },
    ]);
    expect(deep).toEqual({ lines: [{ no: 1 }] });
  });

  test.each([
    [{ id: guid(1) }, /read-only/],
    [{ nope: 1 }, /does not exist/],
    [{ Name: 'x' }, /does not exist/],
    [{ amount: '1' }, /Edm.Decimal/],
    [{ name: 1 }, /Edm.String/],
    [{ name: null }, /Edm.String/],
    [{ open: 'true' }, /Edm.Boolean/],
    [{ day: '2026-02-30' }, /Edm.Date/],
    [{ day: '2026-02-01T00:00:00Z' }, /Edm.Date/],
    [{ kind: 'C' }, /not a member/],
    [{ code: 'ABCDEF' }, /too long/],
    [{ lines: {} }, /array/],
    [{ first: [] }, /cannot be written/],
    [[], /must be a JSON object/],
  ])('refuses %j', (body, problem) => expect(() => check(body)).toThrow(problem));
});
