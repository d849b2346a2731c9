import { describe, expect, test } from '@jest/globals';
import { checkBaseUrl, encodeQuery, isLoopback, resolveUrl } from '../../src/http/origin.ts';

const base = new URL('https://erp.example/api/v2/');
const resolve = (url: string, query = {}) => resolveUrl('ERP', base, { url, query }).href;

describe('base addresses', () => {
  test.each(['localhost', '127.0.0.1', '127.9.8.7', '[::1]'])('plain http is fine for %s', (host) => {
    expect(isLoopback(host)).toBe(true);
    expect(checkBaseUrl('ERP', `http://${host}:81/x`).pathname).toBe('/x');
  });

  test.each([
    'http://erp.example',
    'http://127.0.0.1.erp.example',
    'http://localhost.erp.example',
    'http://10.0.0.1',
    'https://user:pass@erp.example',
    'ftp://erp.example',
    'erp.example',
  ])('%s is refused, without repeating credentials', (address) => {
    expect(() => checkBaseUrl('ERP', address)).toThrow(expect.objectContaining({ kind: 'refused' }));
    expect(() => checkBaseUrl('ERP', address)).not.toThrow(/pass/);
  });
});

describe('addresses of requests', () => {
  test.each([
    ['vendors', 'https://erp.example/api/v2/vendors'],
    ['/vendors?$top=1', 'https://erp.example/api/v2/vendors?$top=1'],
    ["vendors(number='A')", "https://erp.example/api/v2/vendors(number='A')"],
    ['https://erp.example/other?$skiptoken=a%2Bb', 'https://erp.example/other?$skiptoken=a%2Bb'],
    ['HTTPS://ERP.example:443/x', 'https://erp.example/x'],
    ['', 'https://erp.example/api/v2/'],
  ])('%s', (url, expected) => {
    expect(resolve(url)).toBe(expected);
  });

  test.each([
    'https://evil.example/api',
    'http://erp.example/api',
    'https://erp.example:8443/api',
    'https://erp.example@evil.example/',
    'https://u:p@erp.example/api',
    '//evil.example/api',
    '\\\\evil.example/api',
    'ftp://erp.example/api',
    'https://',
  ])('never leaves the origin: %s', (url) => {
    expect(() => resolve(url)).toThrow(expect.objectContaining({ kind: 'refused', code: 'foreign-origin' }));
  });

  test('query values are encoded whole, names keep their $', () => {
    const query = { $filter: "a eq 'R&D + 5% #1'", page: 2, all: true, none: undefined };
    expect(encodeQuery(query)).toBe("$filter=a%20eq%20'R%26D%20%2B%205%25%20%231'&page=2&all=true");
    expect(new URL(resolve('x?y=1', query)).searchParams.get('$filter')).toBe("a eq 'R&D + 5% #1'");
    expect(resolve('x?y=1', { z: 2 })).toBe('https://erp.example/api/v2/x?y=1&z=2');
  });
});
