import { describe, expect, test } from '@jest/globals';
import type { HttpRequest, HttpResponse } from '../../../src/http/ports.ts';
import { chooseCompany } from '../../../src/systems/business-central/company.ts';
import { isGone, judge } from '../../../src/systems/business-central/errors.ts';

const answer = (status: number, body: unknown): HttpResponse => {
  const json = typeof body === 'string' ? undefined : body;
  const servedAt = '2026-09-01T08:00:00.000Z' as HttpResponse['servedAt'];
  return {
    status,
    headers: {},
    text: typeof body === 'string' ? body : JSON.stringify(body),
    json,
    servedAt,
  };
};
const failed = (status: number, code: string, message = 'Words.', request: HttpRequest = write) =>
  judge(
    answer(status, {
      error: { code, message: `${message}  CorrelationId:  3f0c1f5e-7a39-4a5f-9a39-0d1e7d2c0b1a.` },
    }),
    request,
  );
const read: HttpRequest = { method: 'GET', url: 'vendors', name: 'list of vendors' };
const write: HttpRequest = { method: 'POST', url: 'purchaseInvoices', name: 'new purchase invoice' };

describe('what Business Central answers, and what may be done next', () => {
  test.each([
    [401, 'Authentication_InvalidCredentials', 'unauthenticated'],
    [403, 'Authorization_RequestDenied', 'refused'],
    [429, 'Application_TooManyRequests', 'throttled'],
    [409, 'Request_EntityChanged', 'stale'],
    [412, 'Request_EntityChanged', 'stale'],
    [409, 'Internal_EntityWithSameKeyExists', 'refused'],
    [400, 'BadRequest', 'refused'],
    [400, 'Application_DialogException', 'refused'],
    [400, 'Internal_ServerError', 'unknown'],
    [404, 'Internal_RecordNotFound', 'refused'],
    [408, '', 'unknown'],
    [500, 'Internal_ServerError', 'unknown'],
    [502, '', 'unknown'],
    [503, 'Internal_TenantUnavailable', 'unknown'],
    [504, '', 'unknown'],
  ])('%i %s is %s', (status, code, kind) => {
    expect(failed(status, code)?.kind).toBe(kind);
  });

  test('correlation ids are taken off, so that equal refusals are equal', () => {
    const failure = failed(
      400,
      'Application_DialogException',
      'Purchase Invoice 1001 already exists for this vendor.',
    );
    expect(failure?.message).toBe(
      'Business Central refused the new purchase invoice: Purchase Invoice 1001 already exists for this vendor.',
    );
    expect(failure?.problems[0]?.seen).toBe(
      'Purchase Invoice 1001 already exists for this vendor. [Application_DialogException]',
    );
  });

  test.each([
    ['Posting Date is not within your range of allowed posting dates.', 'period-closed'],
    [
      'Purchase Invoice 1001 must be approved and released before you can perform this action.',
      'approval-pending',
    ],
    [
      'We cannot save your changes, because a record is being updated in a transaction done by another session.',
      'record-locked',
    ],
  ])('%s holds a write', (text, code) => {
    const failure = failed(400, 'Application_DialogException', text);
    expect(failure?.kind).toBe('held');
    expect(failure?.problems.map((problem) => problem.code)).toEqual([code]);
    expect(failed(400, 'Application_DialogException', text, read)?.kind).toBe('refused');
  });

  test('what a permission is missing for is told with the page to open', () => {
    expect(failed(403, 'Authorization_RequestDenied')?.problems[0]?.fix).toContain(
      'Microsoft Entra applications',
    );
  });

  test('posting groups that a vendor lacks are told as what they are', () => {
    const failure = failed(
      400,
      'Application_FieldValidationException',
      'Gen. Bus. Posting Group must have a value in Vendor: No.=V1. It cannot be zero or empty.',
    );
    expect(failure?.problems[0]?.fix).toContain('posting groups');
  });

  test('a page instead of JSON comes from a gateway: nothing is sure', () => {
    expect(judge(answer(200, '<html></html>'), read)?.kind).toBe('unknown');
    expect(judge(answer(201, ''), write)?.kind).toBe('unknown');
    expect(judge(answer(204, ''), write)).toBeUndefined();
    expect(judge(answer(302, ''), read)?.kind).toBe('refused');
  });

  test('only a missing record is gone: not a lost company, and not a page of a proxy', () => {
    expect(isGone(failed(404, 'Internal_RecordNotFound'))).toBe(true);
    expect(isGone(failed(404, 'Internal_CompanyNotFound'))).toBe(false);
    expect(isGone(judge(answer(404, '<html></html>'), read))).toBe(false);
  });
});

describe('the company', () => {
  const companies = [
    { id: 'id-1', name: 'CRONUS', displayName: 'CRONUS International' },
    { id: 'id-2', name: 'TEST', displayName: 'Twice' },
    { id: 'id-3', name: 'TEST2', displayName: 'Twice' },
  ];

  test('is the one with that id, else that name, else that display name, exactly', () => {
    expect(chooseCompany(companies, 'ID-2').name).toBe('TEST');
    expect(chooseCompany(companies, 'CRONUS').id).toBe('id-1');
    expect(chooseCompany(companies, 'CRONUS International').id).toBe('id-1');
  });

  test('is never guessed: none and several name the candidates', () => {
    expect(() => chooseCompany(companies, 'Cronus')).toThrow(
      /no company "Cronus".*CRONUS \(CRONUS International\) id-1; TEST/,
    );
    expect(() => chooseCompany(companies, 'Twice')).toThrow(/2 companies are called "Twice".*id-2.*id-3/);
  });
});
