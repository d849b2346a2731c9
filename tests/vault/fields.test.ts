import { describe, expect, test } from '@jest/globals';
import { fieldProblems, knownFields, secretsOf } from '../../src/vault/fields.ts';

describe('the fields of an entry', () => {
  test.each([
    ['cin7', ['accountId', 'applicationKey']],
    ['entra', ['clientId', 'clientSecret', 'tenantId', 'environmentUrl']],
    ['entra', ['clientId', 'certificate', 'privateKey']],
    ['nav-basic', ['username', 'webServiceKey', 'serverUrl']],
    ['nav-basic', ['username', 'password']],
    ['windows', ['domain', 'username', 'password', 'serviceUrl']],
    ['acumatica', ['clientId', 'clientSecret', 'username', 'password', 'instanceUrl']],
    ['acumatica', ['username', 'password']],
    ['webhooks', ['acme', 'other']],
    [undefined, ['accountId', 'applicationKey']],
  ] as const)('%s: %j will do', (kind, fields) => {
    expect(fieldProblems(kind, fields, ['acme', 'other'])).toEqual([]);
  });

  test('an unknown field is named with the known ones', () => {
    expect(fieldProblems('cin7', ['accountId', 'applicationKey', 'serverUrl'])).toEqual([
      'unknown field serverUrl; known are: accountId, applicationKey',
    ]);
    expect(fieldProblems('webhooks', ['amce'], ['acme'])).toEqual(['unknown field amce; known are: acme']);
    expect(fieldProblems(undefined, ['nonsense'])[0]).toMatch(
      /unknown field nonsense; known are: accountId, /,
    );
  });

  test('what is missing is named', () => {
    expect(fieldProblems('cin7', [])).toEqual([
      'the field accountId is missing',
      'the field applicationKey is missing',
    ]);
    expect(fieldProblems('entra', ['clientId', 'certificate'])).toEqual([
      'one of these is needed: clientSecret, or certificate and privateKey',
    ]);
  });

  test('addresses and names are no secrets, everything else is', () => {
    expect(knownFields('entra')).toContain('tenantId');
    const fields = { clientId: 'c', clientSecret: 's', tenantId: 't', username: 'u', acme: 'one, two' };
    expect(secretsOf(fields)).toEqual(['s', 's', 'one, two', 'one', 'two']);
  });
});
