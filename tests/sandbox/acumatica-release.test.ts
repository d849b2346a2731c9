import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { acumaticaClient, bill, ended, errorsOf, put, startAcumatica } from './acumatica-support.ts';
import type { Client, Reply } from './support.ts';

let sandbox: Sandbox;
let client: Client;
const key = { Type: 'Bill', ReferenceNbr: '000001' };
beforeEach(async () => {
  sandbox = await startAcumatica();
  client = await acumaticaClient(sandbox);
  sandbox.acumatica.addVendor({ VendorID: 'V1', VendorName: 'Tea Co' });
  await client('PUT', 'Bill', put(bill()));
});
afterEach(() => sandbox.close());

const takeOffHold = (more = {}) => client('PUT', 'Bill', put({ ...key, Hold: false, ...more }));
const release = (entity: object = put(key)): Promise<Reply> =>
  client('POST', 'Bill/ReleaseBill', { entity, parameters: {} });
const now = () => sandbox.acumatica.state.bills[0];

describe('release', () => {
  test('202 and a place to ask at, until 204; then it is open and in the ledger', async () => {
    await takeOffHold();
    const started = await release();
    expect(started.status).toBe(202);
    expect(started.headers['location']).toMatch(
      /^\/AcumaticaERP\/entity\/Default\/24\.200\.001\/Bill\/ReleaseBill\/status\/[0-9a-f-]+$/,
    );
    expect((await ended(client, started)).status).toBe(204);
    expect(now()).toMatchObject({ Status: 'Open', Balance: 120 });
    expect(sandbox.acumatica.state.batches[0]?.lines).toMatchObject([
      { account: '10700', debit: '100' },
      { account: '22400', debit: '20' },
      { account: '20100', credit: '120' },
    ]);
  });

  test('meanwhile other requests of the session fail; sign-out and other sessions do not', async () => {
    await takeOffHold();
    const started = await release();
    expect((await client('GET', 'Vendor')).json.exceptionMessage).toContain('has not been completed');
    const other = await acumaticaClient(sandbox);
    expect((await other('GET', 'Bill/Bill/000001')).json.Status.value).toBe('Balanced');
    await ended(client, started);
    expect((await client('GET', 'Vendor')).status).toBe(200);
  });

  test('it goes on though nobody asks', async () => {
    await takeOffHold();
    await release();
    sandbox.clock.advance(30_000);
    expect((await client('GET', 'Bill/Bill/000001')).json.Status.value).toBe('Open');
  });

  test('done at once it is 204, with a place that leads nowhere', async () => {
    sandbox.acumatica.polls = 0;
    await takeOffHold();
    const done = await release();
    expect(done.status).toBe(204);
    expect((await client('GET', String(done.headers['location']))).status).toBe(404);
    expect(now()?.Status).toBe('Open');
  });

  test('on hold, or released already, it fails at the end', async () => {
    const failed = await ended(client, await release());
    expect([failed.status, failed.json.exceptionMessage]).toEqual([
      500,
      expect.stringContaining('status is invalid'),
    ]);
    await takeOffHold();
    await ended(client, await release());
    expect((await ended(client, await release())).status).toBe(500);
    expect(sandbox.acumatica.state.batches).toHaveLength(1);
  });

  test('it can be told to fail', async () => {
    await takeOffHold();
    sandbox.acumatica.failingActions = ['The document is out of balance.'];
    expect((await ended(client, await release())).json.exceptionMessage).toContain('out of balance');
    expect(now()?.Status).toBe('Balanced');
    expect((await ended(client, await release())).status).toBe(204);
  });

  test('an unknown action is 404, an unknown record 500, a body without entity 400', async () => {
    expect((await client('POST', 'Bill/Fly', { entity: put(key) })).status).toBe(404);
    expect((await release(put({ Type: 'Bill', ReferenceNbr: '999' }))).status).toBe(500);
    expect((await client('POST', 'Bill/ReleaseBill', {})).status).toBe(400);
  });

  test('a released document stays as it is: in silence, or refused', async () => {
    await takeOffHold();
    await ended(client, await release());
    expect((await takeOffHold({ Hold: true, Description: 'x' })).status).toBe(200);
    expect(now()).toMatchObject({ Status: 'Open', Hold: false, Description: '' });
    sandbox.acumatica.refuseReleased = true;
    expect((await takeOffHold({ Description: 'x' })).status).toBe(422);
    expect((await client('DELETE', 'Bill/Bill/000001')).status).toBe(500);
  });

  test('ReverseBill makes a debit adjustment on hold', async () => {
    await takeOffHold();
    await ended(client, await release());
    const reply = await client('POST', 'Bill/ReverseBill', { entity: put(key) });
    expect((await ended(client, reply)).text).toBe('');
    expect(sandbox.acumatica.state.bills[1]).toMatchObject({
      Type: 'Debit Adj.',
      Status: 'On Hold',
      VendorRef: 'INV-1',
      Amount: 120,
    });
  });

  test('a debit adjustment is booked the other way round', async () => {
    await client('PUT', 'Bill', put(bill({ Type: 'Debit Adj.', VendorRef: 'CN-1', Hold: false })));
    await ended(client, await release(put({ Type: 'Debit Adj.', ReferenceNbr: '000001' })));
    expect(sandbox.acumatica.state.batches[0]?.lines[0]).toMatchObject({ account: '10700', credit: '100' });
  });

  test('foreign amounts are booked in base currency, to the penny', async () => {
    sandbox.acumatica.addVendor({
      VendorID: 'V2',
      VendorName: 'FR',
      CurrencyID: 'EUR',
      VendorClass: 'FOREIGN',
    });
    const Details = [10.01, 10.02, 10.03].map((UnitCost) => ({ Account: '10700', Qty: 1, UnitCost }));
    const made = await client(
      'PUT',
      'Bill',
      put(bill({ Vendor: 'V2', VendorRef: 'F-1', Hold: false, Details })),
    );
    await ended(client, await release(put({ Type: 'Bill', ReferenceNbr: made.json.ReferenceNbr.value })));
    expect(sandbox.acumatica.state.batches).toHaveLength(1);
    expect(sandbox.check({ unfinished: true }).join()).not.toContain('out of balance');
  });
});

describe('what keeps a document back', () => {
  test('a closed period: when it leaves hold, and when it is released', async () => {
    await takeOffHold();
    sandbox.acumatica.closePeriod('2026-09-30');
    expect((await ended(client, await release())).json.exceptionMessage).toContain('period is closed');
    await client('PUT', 'Bill', put({ ...key, Hold: true }));
    expect(errorsOf((await takeOffHold()).json)['PostPeriod']).toContain('period is closed');
    sandbox.acumatica.setPeriod('09-2026', { status: 'Inactive' });
    expect(errorsOf((await takeOffHold()).json)['PostPeriod']).toContain('is inactive');
    sandbox.acumatica.setPeriod('09-2026', { status: 'Open', closedInAP: true });
    expect(errorsOf((await takeOffHold()).json)['PostPeriod']).toContain('Accounts Payable');
    sandbox.acumatica.setPeriod('09-2026', { status: 'Open', closedInAP: false });
    expect((await takeOffHold()).status).toBe(200);
    expect(errorsOf((await takeOffHold({ PostPeriod: '10-2030' })).json)['PostPeriod']).toContain(
      'cannot be found',
    );
  });

  test('approval: by a person, not through the API', async () => {
    sandbox.acumatica.approveBills = true;
    await takeOffHold();
    expect(now()?.Status).toBe('Pending Approval');
    await takeOffHold({ Description: 'x' });
    expect(now()).toMatchObject({ Status: 'Pending Approval', Description: '' });
    expect((await client('POST', 'Bill/Approve', { entity: put(key) })).status).toBe(500);
    expect((await ended(client, await release())).status).toBe(500);
    sandbox.acumatica.approveBill('000001');
    expect((await ended(client, await release())).status).toBe(204);
  });

  test('a total below zero', async () => {
    const Details = [{ Account: '10700', Qty: 1, UnitCost: -200 }];
    expect(errorsOf((await takeOffHold({ Details })).json)['Amount']).toContain('greater than or equal to 0');
  });
});
