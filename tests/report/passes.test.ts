import { describe, expect, it } from '@jest/globals';
import { printPasses } from '../../src/report/passes.ts';
import { createStyle } from '../../src/report/style.ts';
import { document, pass } from './samples.ts';

const style = createStyle(false);
const written = document({
  state: 'written',
  posted: 'yes',
  target: { system: 'business-central', id: 'x', number: '108001' },
  problems: [],
});

describe('a run in text', () => {
  it('shows counts without columns of zeroes, what was written, and where the leg stands', () => {
    expect(printPasses([pass([written])], style)).toBe(
      `pair  flow       leg          read  written
acme  purchases  cin7-to-erp     1        1

         kind  number  at the target
written  bill  INV-77  108001         posted: yes

acme purchases cin7-to-erp: read up to 2026-09-01T08:00:00.000Z, 3 + 4 requests, 1.2 s, audit head 12:abc
`,
    );
  });

  it('says who is busy, and nothing else about that leg', () => {
    const busy = pass([], { outcome: 'busy', notes: ['another pass is running: host prod-1, process 4711'] });
    const text = printPasses([busy], style);
    expect(text).toMatch(/^acme {2}purchases {2}cin7-to-erp {5}0 {2}busy$/m);
    expect(text).toContain(
      'acme purchases cin7-to-erp: another pass is running: host prod-1, process 4711\n',
    );
    expect(text).not.toContain('read up to');
  });

  it('says why a pass stopped, and that nothing was read yet', () => {
    const stopped = pass([], {
      outcome: 'stopped',
      watermark: null,
      notes: ['Cin7 Core: it does not answer'],
    });
    expect(printPasses([stopped], style)).toContain('read up to (nothing yet)');
    expect(printPasses([stopped], style)).toContain('Cin7 Core: it does not answer');
  });

  it('names 20 documents and counts the rest', () => {
    const text = printPasses([pass(Array.from({ length: 23 }, () => written))], style);
    expect(text.match(/^written {2}bill/gm)).toHaveLength(20);
    expect(text).toContain('and 3 more: ml-connector audit list');
  });

  it('shows masters without a posting, behind the documents', () => {
    const supplier = document({
      kind: 'supplier',
      state: 'written',
      problems: [],
      source: { system: 'cin7', id: 's', number: 'Tea Co' },
    });
    const lines = printPasses([pass([supplier, written])], style).split('\n');
    expect(lines.findIndex((line) => line.includes('Tea Co'))).toBeGreaterThan(
      lines.findIndex((line) => line.includes('INV-77')),
    );
    expect(lines.find((line) => line.includes('Tea Co'))).not.toContain('posted');
  });

  it('shows in a dry run the document as it would be sent, with its totals', () => {
    const draft = {
      body: {
        vendorNumber: 'V1',
        purchaseInvoiceLines: [
          {
            lineObjectNumber: '10700',
            quantity: 1,
            unitCost: 222.6,
            dimensionSetLines: [{ code: 'D', valueCode: 'X' }],
          },
          { lineObjectNumber: '50400', quantity: 1, unitCost: 6 },
        ],
      },
      totals: {
        net: { amount: '228.6', currency: 'GBP' },
        tax: { amount: '45.72', currency: 'GBP' },
        gross: { amount: '274.32', currency: 'GBP' },
      },
    };
    const text = printPasses([pass([{ ...written, draft }], { dryRun: true })], style);
    expect(text).toContain('dry run: nothing was written anywhere');
    expect(text).toContain('bill INV-77 would be written in business-central');
    expect(text).toMatch(/^ {2}vendorNumber {2}V1$/m);
    expect(text).toMatch(/^ {4}10700 +1 +222\.6 {2}D X$/m);
    expect(text).toMatch(/^ {4}50400 +1 +6$/m);
    expect(text).toContain('net 228.60 GBP   tax 45.72 GBP   total 274.32 GBP');
    expect(text).not.toContain('audit head');
  });
});
