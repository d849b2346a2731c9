import { describe, expect, test } from '@jest/globals';
import { withAddresses } from '../../src/config/addresses.ts';
import { businessCentral, nav, pairOf, yaml } from './sample.ts';

const without = (erp: string, key: string) =>
  erp
    .split('\n')
    .filter((line) => !line.startsWith(`${key}:`))
    .join('\n');
const erpOf = (erp: string) => pairOf(yaml({ erp })).erp;

describe('addresses in the vault', () => {
  test('fill in what the config leaves out', () => {
    const done = withAddresses(erpOf(without(nav, 'serverUrl')), { serverUrl: 'https://nav.example/NAV/' });
    expect(done).toMatchObject({ ok: true, erp: { serverUrl: 'https://nav.example/NAV', tenantId: '' } });
  });

  test('may repeat what the config says', () => {
    const done = withAddresses(erpOf(businessCentral), { tenantId: 'Contoso.example' });
    expect(done).toMatchObject({ ok: true, erp: { tenantId: 'contoso.example' } });
  });

  test.each([
    [
      businessCentral,
      { tenantId: 'other' },
      'tenantId in the config is not the one of the vault entry "acme-erp"',
    ],
    [
      without(businessCentral, 'tenantId'),
      {},
      'tenantId stands neither in the config nor in the vault entry "acme-erp"',
    ],
    [
      without(nav, 'serverUrl'),
      {},
      'serverUrl stands neither in the config nor in the vault entry "acme-erp"',
    ],
    [
      without(nav, 'serverUrl'),
      { serverUrl: 'http://nav.example' },
      'serverUrl of the vault entry "acme-erp": plain http is refused for any host but loopback; use https',
    ],
    [
      nav.replace('ntlm', 'oauth\nscope: s'),
      {},
      'tenantId stands neither in the config nor in the vault entry "acme-erp"',
    ],
  ])('problems of %s', (erp, fields, problem) => {
    expect(withAddresses(erpOf(erp), fields)).toEqual({ ok: false, problems: [problem] });
  });
});
