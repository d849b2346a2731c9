import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { ask, cin7Client, start } from './support.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await start();
});
afterAll(() => sandbox.close());

const control = async (path: string, ...given: unknown[]) =>
  ask(`${sandbox.urls.control}/control/${path}`, { method: 'POST', body: given });

test('people, clock, switches, faults, journal, check and snapshot, from another process', async () => {
  const added = await control('cin7/addSupplier', { Name: 'By control' });
  expect(added.json.result).toMatchObject({ Name: 'By control', PaymentTerm: '30 days' });
  expect((await control('businessCentral/addVendor', { displayName: 'By control' })).json.result.number).toBe(
    'V00010',
  );
  expect((await control('clock/advance', 1000)).json.result).toBe('2026-09-16T10:00:01.000Z');
  expect((await control('businessCentral/nestedDimensions')).json.result).toBe(true);
  expect((await control('businessCentral/nestedDimensions', false)).json.result).toBe(false);
  expect(sandbox.businessCentral.nestedDimensions).toBe(false);
  await control('faults/add', { system: 'cin7', path: '/me$', fault: { kind: 'status', status: 418 } });
  expect((await control('faults/pending')).json.result.rules).toHaveLength(1);
  expect((await cin7Client(sandbox)('GET', 'me')).status).toBe(418);
  expect((await control('journal/count', { path: '/me$' })).json.result).toBe(1);
  expect((await control('journal/entries')).json.result).toHaveLength(1);
  expect((await control('entra/tokenRequests')).json.result).toBe(0);
  expect((await control('sandbox/check')).json.result).toEqual([]);
  expect((await control('sandbox/snapshot')).json.result.cin7.suppliers).toHaveLength(1);
  expect((await control('cin7/state')).json.result.suppliers[0].Name).toBe('By control');
});

test('says what went wrong', async () => {
  expect(await control('cin7/editSupplier', 'Nobody', {})).toMatchObject({
    status: 400,
    json: { error: 'Cin7 has no supplier Nobody' },
  });
  expect((await control('cin7/constructor')).status).toBe(400);
  expect((await control('nothing/at')).status).toBe(400);
  expect((await ask(`${sandbox.urls.control}/control/clock/now`)).status).toBe(400);
  expect((await ask(`${sandbox.urls.control}/control/clock/now`, { method: 'POST', body: {} })).status).toBe(
    400,
  );
});
