import { describe, expect, test } from '@jest/globals';
import type { HttpRequest, HttpResponse } from '../../../src/http/ports.ts';
import {
  infolog,
  isConflict,
  isGone,
  isThere,
  judge,
} from '../../../src/systems/finance-operations/errors.ts';

const servedAt = '2026-09-01T08:00:00.000Z' as HttpResponse['servedAt'];
const answer = (status: number, body: unknown, headers: HttpResponse['headers'] = {}): HttpResponse => ({
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
  json: typeof body === 'string' ? undefined : body,
  servedAt,
});
const read: HttpRequest = { method: 'GET', url: 'VendorsV2', name: 'list of vendors' };
const write: HttpRequest = { method: 'POST', url: 'VendorsV2', name: 'new vendor' };

const exception = 'Microsoft.Dynamics.Platform.Integration.Services.OData.AxODataWriteException';
const envelope = (message: string, type = exception) => ({
  error: {
    code: '',
    message: 'An error has occurred.',
    innererror: { message, type, stacktrace: '   at Secret.Place()' },
  },
});
/** As it was recorded. */
const captured =
  "Write failed for table row of type 'CustCustomerV3Entity'. Infolog: Warning: The value 'Local' in field 'Customer group' is not found in the related table 'Customer groups'.; Warning: validateField failed on field 'CustCustomerV3Entity.CustomerGroupId'.";

describe('what Finance & Operations answers, and what may be done next', () => {
  test.each([400, 500])(
    'a business refusal is permanent, whether it comes as 400 or as 500 (%i)',
    (status) => {
      const failure = judge(answer(status, envelope(captured)), write);
      expect(failure?.kind).toBe('refused');
      expect(failure?.problems.map(({ seen }) => seen)).toEqual([
        "The value 'Local' in field 'Customer group' is not found in the related table 'Customer groups'.",
      ]);
      expect(JSON.stringify(failure)).not.toContain('Secret.Place');
    },
  );

  test.each([
    [401, '', 'unauthenticated'],
    [403, envelope('Access denied', 'x'), 'refused'],
    [408, '', 'unknown'],
    [412, envelope('changed', 'x'), 'stale'],
    [500, '<html>', 'unknown'],
    [502, '<html>', 'unknown'],
    [503, '', 'unknown'],
    [504, '', 'unknown'],
    [301, '', 'refused'],
    [200, '<html>', 'unknown'],
  ])('%i is %s', (status, body, kind) => {
    expect(judge(answer(status, body), write)?.kind).toBe(kind);
  });

  test('a change is answered with nothing, a new record with itself', () => {
    expect(judge(answer(204, ''), write)).toBeUndefined();
    expect(judge(answer(201, { VendorAccountNumber: 'V1' }), write)).toBeUndefined();
  });

  test('a limit is waited for as told, else for 30 seconds', () => {
    const message =
      'This request could not be processed at this time due to system experiencing high resource utilization. Retry the request after 41 seconds';
    expect(judge(answer(429, { Message: message }, { 'retry-after': '41' }), write)).toMatchObject({
      kind: 'throttled',
      retryAfterMs: 41_000,
    });
    expect(judge(answer(429, ''), read)).toMatchObject({ kind: 'throttled', retryAfterMs: 30_000 });
  });

  test('a record that exists, one that does not, and one that another writes are told apart by words alone', () => {
    const said = (text: string) => judge(answer(400, envelope(text)), write);
    const exists =
      'Infolog: Info: Cannot create a record in Customer groups (CustGroup). Customer group: Batch2, Test.\nThe record already exists..';
    expect(isThere(said(exists))).toBe(true);
    expect(isGone(said('No resources were found when selecting for update.'))).toBe(true);
    expect(isGone(judge(answer(404, ''), write))).toBe(true);
    const conflict = said(
      'Infolog: Error: Cannot edit a record in Vendors (VendTable).\nAn update conflict occurred due to another user process deleting the record or changing one or more fields in the record.',
    );
    expect(isConflict(conflict)).toBe(true);
    expect(conflict).toMatchObject({ kind: 'held', problems: [{ code: 'record-locked' }] });
    expect(isThere(said(captured)) || isGone(said(captured)) || isConflict(said(captured))).toBe(false);
  });

  test('an unknown set, and an address outside of OData', () => {
    expect(
      judge(answer(404, envelope("Resource not found for the segment 'X'.", 'y')), read)?.message,
    ).toContain("Resource not found for the segment 'X'.");
    const outside = { Message: "No HTTP resource was found that matches the request URI 'x'." };
    expect(judge(answer(404, outside), read)?.message).toContain('No HTTP resource was found');
  });
});

describe('the Infolog', () => {
  test('is cut into what people can act upon', () => {
    const text =
      "Write failed for table row of type 'E'. Infolog: Error: Item 'X' is blocked for 'Purchase order'.; Warning: validateWrite failed on data source 'E'; Info: Update has been canceled.; Warning: Site is mandatory.";
    expect(infolog(text)).toEqual(["Item 'X' is blocked for 'Purchase order'.", 'Site is mandatory.']);
  });
});

describe('batches', () => {
  const part = (status: string, headers: string, body: string) =>
    `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 ${status}\r\n${headers}\r\n\r\n${body}`;
  const batch = (...parts: string[]) => {
    const set = parts.map((text) => `--changesetresponse_1\r\n${text}\r\n`).join('');
    const body = `--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n${set}--changesetresponse_1--\r\n--batchresponse_1--\r\n`;
    return answer(200, body, { 'content-type': 'multipart/mixed; boundary=batchresponse_1' });
  };
  const request: HttpRequest = { method: 'POST', url: '$batch', name: 'lines of a purchase order' };

  test('200 outside says nothing: every part is read', () => {
    const created = part('201 Created', 'Content-Type: application/json', '{"LineNumber":1}');
    expect(judge(batch(created, created), request)).toBeUndefined();
    const refused = part(
      '400 Bad Request',
      'Content-Type: application/json',
      JSON.stringify(envelope(captured)),
    );
    expect(judge(batch(refused), request)).toMatchObject({ kind: 'refused', status: 400 });
  });

  test('a part that met a limit holds the whole batch back', () => {
    const limited = part('429 Too Many Requests', 'Retry-After: 7', '');
    expect(judge(batch(limited), request)).toMatchObject({ kind: 'throttled', retryAfterMs: 7_000 });
  });

  test('half a batch is no clear answer', () => {
    const whole = batch(part('204 No Content', '', ''));
    expect(judge({ ...whole, text: whole.text.slice(0, -30) }, request)?.kind).toBe('unknown');
  });
});
