import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { loadConfig, parseConfig, printProblem } from '../../src/config/load.ts';
import { erpTypes } from '../../src/config/schema.ts';

const file = fileURLToPath(new URL('../../config.example.yaml', import.meta.url));
const env = { BC_TENANT_ID: 'contoso.example', FO_TENANT_ID: 'contoso.example' };
const text = readFileSync(file, 'utf8');

describe('config.example.yaml', () => {
  test('is sound as it stands, given its variables', () => {
    const loaded = loadConfig(file, env);
    expect(loaded.ok ? [] : loaded.problems.map(printProblem)).toEqual([]);
    if (!loaded.ok) return;
    const [pair] = loaded.config.pairs;
    expect(pair?.mapping.accounts.get('310')).toEqual({
      account: '10700',
      dimensions: { DEPARTMENT: 'PROD' },
    });
    expect(pair?.cin7.defaults.suppliers).toEqual([
      { when: {}, set: { AccountPayable: '800', PaymentTerm: '30 days', TaxRule: 'Tax on Purchases' } },
    ]);
  });

  test('shows all five ERPs, each sound once its comment marks are gone', () => {
    const [pairs = '', webhooks = ''] = text.split('# webhooks:');
    const whole = `${pairs.replace(/^( {2})# /gm, '$1')}webhooks:${webhooks.replace(/^# /gm, '')}`;
    const loaded = parseConfig(whole, file, env);
    expect(loaded.ok ? [] : loaded.problems.map(printProblem)).toEqual([]);
    if (!loaded.ok) return;
    expect(loaded.config.pairs.map(({ erp }) => erp.type)).toEqual(erpTypes);
    expect(loaded.config.webhooks).toMatchObject({ port: 8787, secrets: 'acme-hooks', auth: 'path' });
  });

  test('without its variables it names them, with their places', () => {
    const loaded = loadConfig(file, {});
    expect(
      loaded.ok ? [] : loaded.problems.map(({ line, key, message }) => ({ line, key, message })),
    ).toEqual([
      {
        line: text.split('\n').findIndex((line) => line.includes('BC_TENANT_ID')) + 1,
        key: 'pairs[0].erp.tenantId',
        message: 'the environment variable BC_TENANT_ID is not set',
      },
    ]);
  });
});
