import { afterEach, describe, expect, test } from '@jest/globals';
import type { FlowLeg } from '../../../src/engine/ports.ts';
import { createGp } from '../../../src/systems/gp/index.ts';
import { type Asked, envelope, fault, gpPair, optionsFor, type Reply, serveGp } from './support.ts';

let server: Awaited<ReturnType<typeof serveGp>>;
let system: ReturnType<typeof createGp>;
afterEach(async () => {
  await system.close();
  await server.close();
});

const companies = envelope(
  'GetCompanyList',
  '<Company><Key><Id xmlns="http://schemas.microsoft.com/dynamics/2006/01">-1</Id></Key><Name>Fabrikam, Inc.</Name></Company>',
);
const flows: FlowLeg[] = [
  { flow: 'suppliers', leg: 'erp-to-cin7' },
  { flow: 'purchases', leg: 'cin7-to-erp' },
  { flow: 'receipts', leg: 'cin7-to-erp' },
];

async function ping(answer: (asked: Asked) => Reply | string, erp: Parameters<typeof gpPair>[1] = {}) {
  server = await serveGp(answer);
  system = createGp(optionsFor(gpPair(`${server.url}/Service.asmx`, erp)));
  return system.ping(flows);
}
const usual = ({ operation }: Asked): string =>
  operation === 'GetCompanyList' ? companies : envelope(operation, '');

describe('ping', () => {
  test('says what is there, and what cannot be seen', async () => {
    const checks = await ping(usual);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.map(({ check }) => check)).toEqual([
      'reachable',
      'tls',
      'credentials',
      'clock',
      'company',
      'permission: GetVendorList',
      'permission: GetGLAccountList',
      'permission: GetCurrencyList',
      'permission: GetPayablesInvoiceList',
      'permission: GetPayablesCreditMemoList',
      'permission: CreatePayablesInvoice',
      'permission: CreatePayablesCreditMemo',
      'permission: GetPurchaseReceiptList',
      'permission: CreatePurchaseReceipt',
      'settings: purchases',
      'settings: receipts',
    ]);
    expect(checks.find(({ check }) => check === 'company')?.detail).toBe('Fabrikam, Inc. (-1)');
    expect(checks.find(({ check }) => check === 'settings: purchases')?.detail).toContain(
      'set erp.openPeriods',
    );
  });

  test('each permission that is missing, with what to do; it is not taken for a wrong password', async () => {
    const checks = await ping((asked) =>
      asked.operation === 'GetGLAccountList' ? fault('You are not authorized.') : usual(asked),
    );
    const bad = checks.filter(({ ok }) => !ok);
    expect(bad.map(({ check }) => check)).toEqual(['permission: GetGLAccountList']);
    expect(bad[0]).toMatchObject({
      unreachable: false,
      fix: expect.stringContaining('Dynamics Security console'),
    });
  });

  test('a company that is not there, with those that are', async () => {
    const checks = await ping(usual, { company: 'Contoso', companyId: undefined });
    expect(checks.at(-1)).toMatchObject({ check: 'company', ok: false });
    expect(checks.at(-1)?.detail).toContain('Fabrikam, Inc. (-1)');
  });

  test('refused: the account, once, and nothing after it', async () => {
    const checks = await ping(() => ({ status: 401, text: '' }));
    expect(checks.filter(({ ok }) => !ok)).toEqual([
      expect.objectContaining({ check: 'credentials', unreachable: true }),
    ]);
  });
});
