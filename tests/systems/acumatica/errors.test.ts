import { describe, expect, test } from '@jest/globals';
import type { HttpRequest, HttpResponse } from '../../../src/http/ports.ts';
import { isGone, isTooWide, judge } from '../../../src/systems/acumatica/errors.ts';

const answer = (status: number, body: unknown, headers: HttpResponse['headers'] = {}): HttpResponse => ({
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
  json: typeof body === 'string' ? undefined : body,
  servedAt: '2026-09-01T08:00:00.000Z' as HttpResponse['servedAt'],
});
const write: HttpRequest = { method: 'PUT', url: 'Bill', name: 'new bill' };
const exception = (exceptionMessage: string, exceptionType = 'PX.Data.PXException') => ({
  message: 'An error has occurred.',
  exceptionMessage,
  exceptionType,
  stackTrace: '   at PX.Data.PXGraph.Persist() in C:\\secret\\path.cs',
});

describe('what Acumatica answers, and what may be done next', () => {
  test.each([
    [400, { message: 'The request is invalid.', modelState: { entity: ['An error.'] } }, 'refused'],
    [401, { message: 'You are not logged in.' }, 'unauthenticated'],
    [403, { message: 'You have insufficient rights.' }, 'refused'],
    [404, '', 'refused'],
    [406, '', 'refused'],
    [412, { message: 'No.' }, 'stale'],
    [429, 'The custom error module does not recognize this error.', 'throttled'],
    [500, exception('Error: The document is out of balance.'), 'refused'],
    [500, exception('x', 'PX.Api.ContractBased.NoEntitySatisfiesTheConditionException'), 'refused'],
    [500, exception('The required data is not entered', 'PX.Data.PXSetupNotEnteredException'), 'refused'],
    [
      500,
      exception("Another process has added the 'APInvoice' record.", 'PX.Data.PXLockViolationException'),
      'stale',
    ],
    [500, exception('Timeout expired.', 'System.Data.SqlClient.SqlException'), 'unknown'],
    [500, exception('API Login Limit'), 'unauthenticated'],
    [500, '<html>', 'unknown'],
    [502, '', 'unknown'],
    [503, '', 'unknown'],
    [504, '<html>gateway</html>', 'unknown'],
  ])('%i %j is %s', (status, body, kind) => {
    expect(judge(answer(status, body), write)?.kind).toBe(kind);
  });

  test('good answers are good: with JSON, and without a body', () => {
    expect(judge(answer(200, { id: 'x' }), write)).toBeUndefined();
    expect(judge(answer(204, ''), write)).toBeUndefined();
    expect(judge(answer(202, ''), write)).toBeUndefined();
    expect(judge(answer(200, '<html>sign in</html>'), write)?.kind).toBe('unknown');
  });

  test('a redirect to the sign-in is the end of the session, one to the error page proves nothing', () => {
    const to = (location: string) => judge(answer(302, '', { location }), write)?.kind;
    expect([to('/Frames/Login.aspx'), to('/ui/error'), to('/elsewhere')]).toEqual([
      'unauthenticated',
      'unknown',
      'refused',
    ]);
  });

  test('422 is the entity itself: every field with an error is told, the summary only where nothing else is', () => {
    const failure = judge(
      answer(422, {
        id: 'b641',
        error: "Inserting  'AP Transactions' record raised at least one error. Please review the errors.",
        Details: [
          { id: 'b841', Project: { value: 'T', error: "Project 'T  ' cannot be found in the system." } },
          { id: 'b842', error: "'Branch' cannot be empty." },
        ],
        ReferenceNbr: { value: '<NEW>' },
      }),
      write,
    );
    expect(failure?.problems.map(({ field, seen }) => [field, seen])).toEqual([
      ['line 1 Project', "Project 'T ' cannot be found in the system."],
      ['line 2', "'Branch' cannot be empty."],
    ]);
    const alone = judge(answer(422, { error: 'Duplicate vendor reference.' }), write);
    expect(alone?.problems).toMatchObject([{ code: 'refused', seen: 'Duplicate vendor reference.' }]);
  });

  test.each([
    ['The 08-2026 financial period is inactive in the LARDER company.', 'period-closed'],
    ["'Post Period' cannot be empty.", 'period-closed'],
    ['The document must be approved before release.', 'approval-pending'],
  ])('%s is for later', (text, code) => {
    const failure = judge(answer(422, { PostPeriod: { error: text } }), write);
    expect([failure?.kind, failure?.problems[0]?.code]).toEqual(['held', code]);
  });

  test('no such record, too wide a list: told by the type and the text', () => {
    const gone = judge(
      answer(500, exception('x', 'PX.Api.ContractBased.NoEntitySatisfiesTheConditionException')),
      write,
    );
    const wide = judge(
      answer(500, exception('Optimization cannot be performed.The following fields')),
      write,
    );
    expect([isGone(gone), isTooWide(gone), isGone(wide), isTooWide(wide)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  test('stack traces never show', () => {
    const failure = judge(answer(500, exception('Error: No.')), write);
    expect(JSON.stringify(failure) + failure?.message).not.toMatch(/Persist|secret/);
  });
});
