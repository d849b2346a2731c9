import { describe, expect, it } from '@jest/globals';
import { causesOf } from '../../src/report/causes.ts';
import { printFindings, printProblems } from '../../src/report/problems.ts';
import { createStyle, plainText, wantsColours } from '../../src/report/style.ts';
import { document, problem } from './samples.ts';

const style = createStyle(false);
const many = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    document({
      id: `${n}`.padStart(12, '0'),
      problems: [problem({ record: `bill INV-${n} of Tea Co (PO-${n})` })],
    }),
  );

describe('problems by cause', () => {
  it('tells a cause once, with five records, the number of others, value, alternatives and fix', () => {
    expect(printProblems(many(17), style)).toBe(`
rejected  A Cin7 account stands in no line of \`mapping.accounts\`.  account-unmapped
  - bill INV-0 of Tea Co (PO-0), line 1 account
  - bill INV-1 of Tea Co (PO-1), line 1 account
  - bill INV-2 of Tea Co (PO-2), line 1 account
  - bill INV-3 of Tea Co (PO-3), line 1 account
  - bill INV-4 of Tea Co (PO-4), line 1 account
    and 12 more
    found:   310
    instead: 10700 (Inventory)
    do:      add mapping.accounts: { "310": { account: "..." } }
`);
  });

  it('keeps different values of one cause apart under one heading', () => {
    const other = problem({ seen: '429', fix: 'add mapping.accounts: { "429": { account: "..." } }' });
    const [cause, ...rest] = causesOf([...many(2), document({ problems: [other] })]);
    expect(rest).toEqual([]);
    expect(cause?.documents).toBe(3);
    expect(cause?.cases.map(({ records }) => records.length)).toEqual([2, 1]);
  });

  it('tells a fix that names the document once, with the ids beside the records', () => {
    const changed = (id: string) =>
      document({
        id,
        state: 'diverged',
        problems: [
          problem({
            code: 'changed-after-posting',
            field: 'total',
            seen: id.slice(0, 2),
            allowed: ['10.00'],
            fix: `correct it, then: ml-connector replay ${id} --accept "why"`,
          }),
        ],
      });
    const text = printProblems([changed('111111111111'), changed('222222222222')], style);
    expect(text.match(/ml-connector replay ID --accept "why"/g)).toHaveLength(1);
    expect(text).toContain('total: 11, instead of 10.00  (111111111111)');
    expect(text).toContain('total: 22, instead of 10.00  (222222222222)');
  });

  it('names the document itself when it is the only one', () => {
    const only = document({ problems: [problem({ fix: 'replay aaaaaaaaaaaa' })] });
    expect(printProblems([only], style)).toContain('do:      replay aaaaaaaaaaaa');
  });

  it('puts warnings last, in one line', () => {
    const warning = problem({ code: 'product-unknown', seen: 'TEA-01', fix: 'nothing' });
    const text = printProblems([document({ state: 'written', problems: [warning] }), document()], style);
    expect(text.trimEnd().split('\n').at(-1)).toMatch(
      /^note: The SKU is not an item .* \(TEA-01\) {2}product-unknown$/,
    );
  });

  it('never changes what a finding says to do', () => {
    expect(printFindings([problem({ fix: 'add 0310' })], style)).toContain('do:      add 0310');
  });

  it('takes everything out of foreign text that a terminal would obey', () => {
    const evil = problem({ record: 'bill \u001b[2J\u202eevil\r\nforged line' });
    const text = printProblems([document({ problems: [evil] })], style);
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
    expect(text).not.toContain('\nforged line');
    expect(plainText('a\tb')).toBe('a b');
  });
});

describe('colours', () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ])('%j on a terminal %s: %s', (env, terminal, wanted) => {
    expect(wantsColours(env, terminal)).toBe(wanted);
  });

  it('are there when wanted', () => {
    expect(createStyle(true).bad('x')).toBe('\u001b[31mx\u001b[39m');
    expect(createStyle(false).bad('x')).toBe('x');
  });
});
