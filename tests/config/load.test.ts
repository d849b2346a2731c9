import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { findConfig, loadConfig, parseConfig, printProblem } from '../../src/config/load.ts';
import { acumatica, businessCentral, configOf, financeOperations, gp, nav, pairOf, yaml } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a sound file, complete', () => {
  test('paths start from the file', () => {
    const ca = 'tls: { ca: certs/ca.pem }';
    const config = configOf(
      yaml({ cin7: ca, erp: `${businessCentral}\n${ca}`, top: 'vault: /var/lib/vault' }),
    );
    expect(config).toMatchObject({
      file: '/etc/x/config.yaml',
      state: '/etc/x/ml-connector.db',
      vault: '/var/lib/vault',
      pairs: [{ cin7: { tls: { ca: '/etc/x/certs/ca.pem' } }, erp: { tls: { ca: '/etc/x/certs/ca.pem' } } }],
    });
    expect(config.webhooks).toBeUndefined();
  });

  test('Cin7 and webhooks', () => {
    const config = configOf(yaml({ more: 'webhooks: { secrets: acme-hooks }' }));
    expect(config.pairs[0]?.cin7).toEqual({
      credentials: 'acme-cin7',
      baseUrl: 'https://inventory.dearsystems.com/ExternalApi/v2',
      requestsPerMinute: 60,
      defaults: {},
    });
    expect(config.webhooks).toEqual({
      host: '127.0.0.1',
      port: 8787,
      secrets: 'acme-hooks',
      auth: 'path',
      metrics: { host: '127.0.0.1', port: 8788 },
    });
  });

  const common = { credentials: 'acme-erp', defaults: {} };
  test.each([
    [
      businessCentral,
      {
        ...common,
        type: 'business-central',
        tenantId: 'contoso.example',
        environment: 'production',
        company: 'CRONUS',
        baseUrl: 'https://api.businesscentral.dynamics.com',
        authority: 'https://login.microsoftonline.com',
      },
    ],
    [
      financeOperations,
      {
        ...common,
        type: 'finance-operations',
        tenantId: 't',
        environmentUrl: 'https://fo.example',
        legalEntity: 'usmf',
        crossCompany: [],
        authority: 'https://login.microsoftonline.com',
        dimensions: { format: ['BusinessUnit', 'Department'], delimiter: '-' },
        numbering: { vendors: 'sequence', purchaseOrders: 'sequence' },
        procurement: {},
        matchOrders: true,
      },
    ],
    [
      gp,
      {
        ...common,
        type: 'gp',
        serviceUrl: 'https://gp.example/GPService',
        protocol: 'sba',
        auth: 'ntlm',
        tenant: 'DefaultTenant',
        company: 'Fabrikam, Inc.',
        concurrency: 1,
        accounts: {},
        freightAccounts: [],
        rateDirection: new Map(),
        batch: 'C7-{date}',
        receiptLines: 'non-inventory',
        listCap: 1000,
        unitSchedules: new Map(),
      },
    ],
    [
      acumatica,
      {
        ...common,
        type: 'acumatica',
        instanceUrl: 'https://acu.example',
        endpoint: 'Default',
        endpointVersion: '24.200.001',
        auth: 'oauth',
        linkOrders: false,
        closeOrders: false,
        supplierReference: 'none',
      },
    ],
  ])('%s', (erp, expected) => {
    expect(pairOf(yaml({ erp })).erp).toEqual(expected);
  });

  test('NAV: names of services and journals that are not given are the customary ones', () => {
    const { erp } = pairOf(
      yaml({
        erp: `${nav}/\nservices: { vendors: Vendors }\njournals: { sales: { batch: MINE } }`.replace(
          'ntlm/',
          'ntlm',
        ),
      }),
    );
    expect(erp).toMatchObject({
      deployment: 'on-premises',
      services: { vendors: 'Vendors', customers: 'CustomerCard', defaultDimensions: 'DefaultDimensions' },
      journals: {
        purchases: { template: 'GENERAL', batch: 'CIN7PURCH' },
        sales: { template: 'GENERAL', batch: 'MINE' },
      },
      postingGroups: {},
    });
  });

  test('an address has no slash at its end', () => {
    expect(pairOf(yaml({ erp: `${businessCentral}\nbaseUrl: https://bc.example//` })).erp).toMatchObject({
      baseUrl: 'https://bc.example',
    });
  });

  test('flow options', () => {
    const flows =
      'suppliers:\nproducts: { every: 1d, enabled: false }\npurchases: { since: 2026-01-01, every: 2h, taxTolerance: 0.010, rounding: { account: 0940, limit: 0.05 } }';
    const common = {
      enabled: true,
      postingDate: 'invoice-date',
      closedPeriod: 'hold',
      totalTolerance: '0',
      taxTolerance: '0',
      conflicts: 'erp-wins',
      create: 'always',
      deactivate: 'report',
      matchOn: ['code', 'taxNumber', 'name', 'email', 'phone'],
      only: {},
      post: true,
      lines: 'account',
      documents: [],
    };
    expect(pairOf(yaml({ flows })).flows).toEqual({
      suppliers: { ...common, every: 15, legs: ['cin7-to-erp', 'erp-to-cin7'] },
      products: { ...common, every: 1440, enabled: false, legs: ['erp-to-cin7'] },
      purchases: {
        ...common,
        every: 120,
        legs: ['cin7-to-erp'],
        since: '2026-01-01',
        taxTolerance: '0.01',
        rounding: { account: '0940', limit: '0.05' },
        documents: ['bills', 'credits'],
      },
    });
  });

  test.each([
    [businessCentral, { post: true, lines: 'account', documents: ['bills', 'credits'] }],
    [financeOperations, { post: false, lines: 'item', documents: ['orders', 'bills', 'credits'] }],
    [nav, { post: false, lines: 'account', documents: ['bills', 'credits'] }],
    [gp, { post: false, lines: 'account', documents: ['bills', 'credits'] }],
    [acumatica, { post: false, lines: 'account', documents: ['orders', 'bills', 'credits'] }],
  ])('what depends on the type: %s', (erp, expected) => {
    const { flows } = pairOf(yaml({ erp, flows: 'purchases: { since: 2026-01-01 }' }));
    expect(flows.purchases).toMatchObject({ ...expected, legs: ['cin7-to-erp'] });
  });

  test.each([
    ['both', ['cin7-to-erp', 'erp-to-cin7']],
    ['erp-to-cin7', ['erp-to-cin7']],
    ['cin7-to-erp', ['cin7-to-erp']],
  ])('a leg that is off runs when it is asked for: %s', (direction, legs) => {
    const text = yaml({
      cin7: 'orderReference: AdditionalAttribute1',
      erp: acumatica,
      flows: `purchases: { since: 2026-01-01, direction: ${direction} }`,
    });
    expect(pairOf(text).flows.purchases?.legs).toEqual(legs);
  });

  test('defaults: one set, or rules of which the first that fits wins', () => {
    const { erp } = pairOf(
      yaml({
        erp: `${businessCentral}\ndefaults:\n  vendors: { a: 1 }\n  bills: [{ when: { country: DE }, set: { b: true } }, { set: { c: 007 } }]`,
      }),
    );
    expect(erp.defaults.vendors).toEqual([{ when: {}, set: { a: '1' } }]);
    expect(erp.defaults.bills).toEqual([
      { when: { country: 'DE' }, set: { b: 'true' } },
      { when: {}, set: { c: '007' } },
    ]);
  });
});

describe('loading', () => {
  test('a file that is not there', () => {
    const loaded = loadConfig(join(folder, 'none.yaml'), {});
    expect(loaded).toEqual({
      ok: false,
      problems: [
        { file: join(folder, 'none.yaml'), line: 0, column: 0, key: '', message: 'there is no such file' },
      ],
    });
  });

  test('something that is no file', () => {
    const loaded = loadConfig(folder, {});
    expect(loaded.ok ? [] : loaded.problems.map(printProblem)).toEqual([
      `${folder}: cannot be read (EISDIR)`,
    ]);
  });

  test('a file with a byte order mark and Windows line ends', () => {
    const file = join(folder, 'windows.yaml');
    writeFileSync(file, `\uFEFF${yaml({ mapping: 'units: { Each: PCS }' }).replaceAll('\n', '\r\n')}\r\n`);
    const loaded = loadConfig(file, {});
    expect(loaded.ok && loaded.config.pairs[0]?.mapping.units.get('Each')).toBe('PCS');
  });

  test('problems carry what programs need', () => {
    const loaded = parseConfig('pairs: []\nstat: x', 'c.yaml', {});
    expect(loaded).toEqual({
      ok: false,
      problems: [
        {
          file: 'c.yaml',
          line: 1,
          column: 8,
          key: 'pairs',
          message: 'must not be empty',
          expected: 'a list',
        },
        {
          file: 'c.yaml',
          line: 2,
          column: 1,
          key: 'stat',
          message: 'unknown key',
          expected: 'state, vault, pairs or webhooks',
          suggestion: 'state',
        },
      ],
    });
  });
});

describe('findConfig', () => {
  mkdirSync(join(folder, 'here'));
  writeFileSync(join(folder, 'here', 'config.yaml'), '');
  test.each([
    ['the flag first', 'flag.yaml', { ML_CONNECTOR_CONFIG: 'env.yaml' }, 'here', 'flag.yaml'],
    ['then the variable', undefined, { ML_CONNECTOR_CONFIG: 'env.yaml' }, 'here', 'env.yaml'],
    [
      'an empty variable is none',
      undefined,
      { ML_CONNECTOR_CONFIG: '' },
      'here',
      join(folder, 'here', 'config.yaml'),
    ],
    ['then the folder', undefined, {}, 'here', join(folder, 'here', 'config.yaml')],
    ['nothing', undefined, {}, 'nowhere', undefined],
  ])('%s', (_name, flag, env, cwd, expected) => {
    expect(findConfig(flag, env, join(folder, cwd))).toBe(expected);
  });
});
