import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../../../src/domain/failure.ts';
import type { Purchase } from '../../../src/domain/purchase.ts';
import type { System } from '../../../src/engine/ports.ts';
import { createMapping } from '../../../src/mapping/mapping.ts';
import { demoConfigText, type Sandbox } from '../../../src/sandbox/start.ts';
import { createCin7 } from '../../../src/systems/cin7/index.ts';
import { pairOf } from '../../config/sample.ts';
import { depsOf, emptySandbox } from '../../contract/support.ts';

let sandbox: Sandbox;
const systems: System[] = [];
beforeEach(async () => {
  sandbox = await emptySandbox();
});
afterEach(async () => {
  for (const system of systems.splice(0)) await system.close();
  await sandbox.close();
});

function cin7(applicationKey = sandbox.credentials.cin7.applicationKey, deps = depsOf(sandbox)): System {
  const pair = pairOf(demoConfigText(sandbox));
  const credentials = { ...sandbox.credentials.cin7, applicationKey };
  const system = createCin7({
    pair,
    credentials,
    ca: sandbox.ca,
    mapping: createMapping(pair.mapping),
    deps,
  });
  systems.push(system);
  return system;
}

const answers = (status: number) => sandbox.journal.count({ system: 'cin7', status });
const ask = async (system: System, times: number) => {
  for (let n = 0; n < times; n += 1) await system.probe();
};

describe('the limit of calls', () => {
  test('is never met in normal work, by one process or by three on one state', async () => {
    const deps = depsOf(sandbox);
    await ask(cin7(undefined, deps), 130);
    // In turns: a sleep on the virtual clock would jump ahead of another's request on its way.
    const three = [1, 2, 3].map(() => cin7(undefined, deps));
    for (let n = 0; n < 40; n += 1) for (const one of three) await ask(one, 1);
    expect(answers(200)).toBe(250);
    expect(answers(429)).toBe(0);
  });

  test.each(['429', '429-number', '429-bare', '503', '400'] as const)(
    'is waited out in the shape %s',
    async (shape) => {
      sandbox.cin7.limitShape = shape;
      sandbox.cin7.requestsPerMinute = 5;
      const system = cin7();
      const buyer = sandbox.cin7.addSupplier({ Name: 'Tea Co' }).Name;
      const { id } = sandbox.cin7.addPurchase({
        supplier: buyer,
        lines: [{ description: 'Rent', price: 5 }],
      });
      for (let n = 0; n < 12; n += 1)
        expect((await system.sources.purchases?.read(id))?.id).toBe(id.toLowerCase());
    },
  );

  test('of two keys is used up together, each by itself', async () => {
    const second = '22222222-0000-4000-8000-000000000002';
    sandbox.cin7.addKey(second);
    const started = Date.parse(sandbox.clock.now());
    await ask(cin7(`${sandbox.credentials.cin7.applicationKey},${second}`), 118);
    expect(Date.parse(sandbox.clock.now()) - started).toBeLessThan(30_000);
    expect(answers(429)).toBe(0);
  });

  test('that two keys turn out to share is found out once and then kept', async () => {
    const second = '22222222-0000-4000-8000-000000000002';
    sandbox.cin7.addKey(second);
    sandbox.cin7.limitScope = 'account';
    const deps = depsOf(sandbox);
    await ask(cin7(`${sandbox.credentials.cin7.applicationKey},${second}`, deps), 130);
    const met = answers(429);
    expect(met).toBeGreaterThan(0);
    sandbox.clock.advance(120_000);
    await ask(cin7(`${sandbox.credentials.cin7.applicationKey},${second}`, deps), 130);
    expect(answers(429)).toBe(met);
  });

  test('a revoked key is left for the other one', async () => {
    const second = '22222222-0000-4000-8000-000000000002';
    sandbox.cin7.addKey(second);
    sandbox.cin7.removeKey(sandbox.credentials.cin7.applicationKey);
    const system = cin7(`${sandbox.credentials.cin7.applicationKey},${second}`);
    await ask(system, 3);
    expect(answers(403)).toBe(1);
    sandbox.cin7.removeKey(second);
    const error = await system.probe().catch((caught: unknown) => caught);
    expect((error as Failure).kind).toBe('unauthenticated');
  });
});

describe('purchases of every kind', () => {
  const read = async (id: string): Promise<Purchase | undefined> =>
    (await cin7().sources.purchases?.read(id))?.record;
  beforeEach(() => {
    sandbox.cin7.addSupplier({ Name: 'Tea Co' });
    sandbox.cin7.addProduct({ SKU: 'TEA-01' });
  });
  const goods = [{ sku: 'TEA-01', quantity: 10, price: '12.50', discount: 5 }];
  const freight = { description: 'Freight', price: 10, taxRule: 'Tax on Purchases', account: '425' };

  test.each(['Simple', 'Advanced', 'Service'] as const)(
    '%s: lines, charges and totals add up',
    async (type) => {
      const lines = type === 'Service' ? [freight] : [...goods, freight];
      const { id } = sandbox.cin7.addPurchase({
        supplier: 'Tea Co',
        type,
        lines,
        invoices: [{ number: 'INV-1' }],
      });
      const purchase = await read(id);
      const [invoice] = purchase?.invoices ?? [];
      expect(purchase?.service).toBe(type === 'Service');
      expect(invoice).toMatchObject({ number: 'INV-1', status: 'authorised' });
      const sum = (invoice?.lines ?? []).reduce((total, { total: { amount } }) => total + Number(amount), 0);
      expect(sum).toBeCloseTo(Number(invoice?.totals.net.amount), 2);
      expect(invoice?.lines.map(({ kind }) => kind)).toEqual(
        type === 'Service' ? ['charge'] : ['item', 'charge'],
      );
      expect(invoice?.task === purchase?.id).toBe(type === 'Simple');
    },
  );

  test.each([true, false])(
    'tax-inclusive, whether line totals contain the tax (%s) or not',
    async (inclusiveTotals) => {
      sandbox.cin7.inclusiveTotals = inclusiveTotals;
      const { id } = sandbox.cin7.addPurchase({
        supplier: 'Tea Co',
        inclusive: true,
        lines: [{ sku: 'TEA-01', quantity: 10, price: 12 }],
        invoices: [{ number: 'INV-1' }],
      });
      const purchase = await read(id);
      expect(purchase?.taxInclusive).toBe(inclusiveTotals);
    },
  );

  test('that was removed is nothing, and one that was voided is not live', async () => {
    const { id } = sandbox.cin7.addPurchase({ supplier: 'Tea Co', lines: goods });
    sandbox.cin7.voidPurchase(id);
    expect((await read(id))?.live).toBe(false);
    sandbox.cin7.removePurchase(id);
    expect(await read(id)).toBeUndefined();
  });
});

test('a pause of the server never shows a secret in what is logged or thrown', async () => {
  const deps = depsOf(sandbox);
  const lines: string[] = [];
  const log = (message: string, values = {}) => void lines.push(message + JSON.stringify(values));
  const system = cin7(undefined, { ...deps, log: { debug: log, info: log, warn: log, error: log } });
  sandbox.faults.add({ system: 'cin7', fault: { kind: 'throttle' }, times: 3 });
  await system.probe();
  sandbox.faults.add({ system: 'cin7', fault: { kind: 'drop-before' }, times: 100 });
  const error = await system.probe().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(Failure);
  const shown = [...lines, JSON.stringify(error), (error as Error).stack].join('\n');
  expect(shown).not.toContain(sandbox.credentials.cin7.applicationKey);
});
