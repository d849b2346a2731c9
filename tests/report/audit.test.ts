import { describe, expect, it } from '@jest/globals';
import { auditCsv, harmless } from '../../src/report/audit-csv.ts';
import { auditHtml, escapeHtml } from '../../src/report/audit-html.ts';
import { auditJson, auditJsonLines } from '../../src/report/audit-json.ts';
import { printAuditList } from '../../src/report/audit-list.ts';
import { auditColumns, toAuditRow } from '../../src/report/audit-row.ts';
import { entry, joined, stream } from './samples.ts';

const page = { head: '7:ffff', madeAt: '2026-09-02', filter: 'pair <acme>' };

describe('audit rows', () => {
  it('tell amounts with their currency, problems in short, and the rest as details', () => {
    const row = toAuditRow(
      entry({
        data: {
          kind: 'bill',
          number: 'INV-1',
          total: { amount: '12.5', currency: 'EUR' },
          problems: [{ code: 'totals-differ', field: 'tax', seen: '1.00 EUR' }],
          changed: ['name', 'phone'],
          request: { lines: [1] },
        },
      }),
    );
    expect(row).toMatchObject({
      kind: 'bill',
      number: 'INV-1',
      total: '12.50',
      currency: 'EUR',
      net: '',
      problems: 'totals-differ tax 1.00 EUR',
      details: 'changed: name, phone; request: {"lines":[1]}',
    });
  });
});

describe('CSV', () => {
  it('has a mark, a head, one line an entry, and ends lines as RFC 4180 says', async () => {
    const lines = (await joined(auditCsv(stream([entry(), entry({ seq: 8 })])))).split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe(`\ufeff${auditColumns.join(',')}`);
    expect(lines[1]).toContain('INV-77,written,108001,yes,100.00,20.00,120.00,GBP');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+SUM(A1)', "'+SUM(A1)"],
    ['-2+3', "'-2+3"],
    ['@cmd', "'@cmd"],
    ['\tx', "'\tx"],
    ['\rx', "'\rx"],
    ['＝1', "'＝1"],
    ['-12.50', '-12.50'],
    ['+44', '+44'],
    ['INV-77', 'INV-77'],
    ['', ''],
  ])('%j becomes %j', (cell, wanted) => {
    expect(harmless(cell)).toBe(wanted);
  });

  it("neutralises formulas wherever other systems' text stands, and quotes what needs it", async () => {
    const data = { kind: 'bill', number: '=HYPERLINK("http://evil","x")', target: 'a,b\n"c"' };
    const text = await joined(auditCsv(stream([entry({ data })])));
    expect(text).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`);
    expect(text).toContain('"a,b\n""c"""');
  });
});

describe('HTML', () => {
  it('is one page that needs nothing from elsewhere and runs nothing', async () => {
    const html = await joined(auditHtml(stream([entry()]), page));
    expect(html).toMatch(/^<!DOCTYPE html>/);
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|<img|<link|src=|href=|https?:/i);
    expect(html).toContain('pair &lt;acme&gt;');
    expect(html).toContain('<td class="n">120.00</td>');
    expect(html).toContain('1 entry.');
  });

  it('escapes everything that comes from elsewhere', async () => {
    const data = { kind: 'bill', number: `"><script>alert('1')</script>&` };
    const html = await joined(auditHtml(stream([entry({ data })]), page));
    expect(html).not.toContain('<script');
    expect(html).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;');
    expect(escapeHtml('\u0000a')).toBe('\ufffda');
  });
});

describe('JSON', () => {
  it('lines: one entry each', async () => {
    const lines = (await joined(auditJsonLines(stream([entry(), entry({ seq: 8 })])))).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).seq)).toEqual([7, 8]);
  });

  it.each([[[]], [[entry()]], [[entry(), entry({ seq: 8 })]]])(
    'one object, however many entries',
    async (entries) => {
      const text = await joined(auditJson(stream(entries), '8:x'));
      expect(JSON.parse(text)).toEqual({ head: '8:x', entries });
    },
  );
});

describe('the list', () => {
  it('shows the amount or the problems of an entry', () => {
    expect(printAuditList([entry()])).toContain('120.00 GBP');
    expect(printAuditList([])).toBe('no entries\n');
  });
});
