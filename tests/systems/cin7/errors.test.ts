import { describe, expect, test } from '@jest/globals';
import type { HttpRequest, HttpResponse } from '../../../src/http/ports.ts';
import { judge, saysMissing } from '../../../src/systems/cin7/errors.ts';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const json = typeof body === 'string' ? undefined : body;
  return { status, headers, text, json, servedAt: '2026-09-01T08:00:00.000Z' as HttpResponse['servedAt'] };
};
const read: HttpRequest = { method: 'GET', url: '/supplier', name: 'supplier list' };
const write: HttpRequest = { method: 'POST', url: '/supplier', name: 'new supplier' };
const html = '<!DOCTYPE html><html><head><title>Login</title></head></html>';
const limit = 'You have reached 60 calls per 60 seconds API limit.';

describe('what Cin7 answers, and what may be done next', () => {
  test.each([
    ['429 with an error model', 429, [{ ErrorCode: 429, Exception: limit }]],
    ['429 with a page', 429, html],
    ['503 without a body', 503, ''],
    ['400 with the text of the limit', 400, [{ ErrorCode: 400, Exception: limit }]],
    ['200 with the text of the limit', 200, { ErrorCode: 429, Exception: limit }],
    ['404 with the text by itself', 404, limit],
  ])('%s is a limit, for reads and writes', (_, status, body) => {
    expect(judge(answer(status, body), read)?.kind).toBe('throttled');
    expect(judge(answer(status, body), write)?.kind).toBe('throttled');
  });

  test('a 503 page of a gateway leaves a write unclear, and a read just waits', () => {
    const page = answer(503, html, { 'content-type': 'text/html' });
    expect(judge(page, write)?.kind).toBe('unknown');
    expect(judge(page, read)?.kind).toBe('throttled');
  });

  test('403 means the credentials, whatever it says', () => {
    expect(judge(answer(403, 'Incorrect credentials!'), read)?.kind).toBe('unauthenticated');
    expect(judge(answer(403, [{ ErrorCode: 403, Exception: 'Incorrect credentials!' }]), write)?.kind).toBe(
      'unauthenticated',
    );
  });

  test('an error model fails the call whatever the status, as an array or alone, and every text is told once', () => {
    const several = answer(400, [
      { ErrorCode: 404, Exception: "Location 'X' was not found in Locations reference book" },
      { ErrorCode: 400, Exception: 'Required attribute Status is not provided.' },
      { ErrorCode: 400, Exception: 'Required attribute Status is not provided.' },
    ]);
    const failure = judge(several, write);
    expect(failure?.kind).toBe('refused');
    expect(failure?.problems).toHaveLength(3);
    expect(failure?.message).toBe(
      "Cin7 Core refused the new supplier: Location 'X' was not found in Locations reference book Required attribute Status is not provided.",
    );
    expect(judge(answer(200, { ErrorCode: 400, Exception: 'Category not found.' }), write)?.kind).toBe(
      'refused',
    );
  });

  test('a 500 is never clear: bad JSON and a broken server look the same', () => {
    expect(judge(answer(500, [{ ErrorCode: 500, Exception: 'oops' }]), read)?.kind).toBe('unknown');
    expect(judge(answer(500, html), write)?.kind).toBe('unknown');
    expect(judge(answer(502, html), write)?.kind).toBe('unknown');
  });

  test('a page instead of an answer is a wrong address; for a write it may have been carried out', () => {
    expect(judge(answer(200, html), read)?.kind).toBe('refused');
    expect(judge(answer(200, html), write)?.kind).toBe('unknown');
    expect(judge(answer(302, ''), read)?.kind).toBe('refused');
    expect(judge(answer(302, ''), write)?.kind).toBe('refused');
    expect(judge(answer(404, html), read)?.kind).toBe('refused');
  });

  test('what is good passes', () => {
    expect(judge(answer(200, { Total: 0 }), read)).toBeUndefined();
    expect(judge(answer(204, ''), read)).toBeUndefined();
  });

  test('only Cin7 itself can say that a record does not exist', () => {
    expect(
      saysMissing(judge(answer(404, [{ ErrorCode: 404, Exception: 'Purchase was not found' }]), read)),
    ).toBe(true);
    expect(saysMissing(judge(answer(404, html), read))).toBe(false);
    expect(saysMissing(judge(answer(400, [{ ErrorCode: 400, Exception: 'ID is not a GUID' }]), read))).toBe(
      false,
    );
  });
});
