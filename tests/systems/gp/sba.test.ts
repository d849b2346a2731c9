import { afterEach, describe, expect, test } from '@jest/globals';
import { isFailure } from '../../../src/domain/failure.ts';
import { createSbaApi } from '../../../src/systems/gp/sba/api.ts';
import { encodeKey } from '../../../src/systems/gp/sba/client.ts';
import { type Asked, gpPair, optionsFor, type Reply, serveGp } from './support.ts';

type Server = Awaited<ReturnType<typeof serveGp>>;
let server: Server;
let api: ReturnType<typeof createSbaApi>;
afterEach(async () => {
  await api.close();
  await server.close();
});

const json = (status: number, body: unknown): Reply => ({
  status,
  text: JSON.stringify(body),
  type: 'application/json',
});
const ok = (payload: unknown): Reply =>
  json(200, { Status: { CorrelationId: 'c-1', Code: 200, Trace: [] }, Payload: payload });
const refused = (status: number, code: number, message: string): Reply =>
  json(status, {
    Status: { CorrelationId: 'c-2', Code: status, Trace: [{ Type: 'Error', Code: code, Message: message }] },
  });

async function start(answer: (asked: Asked) => Reply | string, erp: Parameters<typeof gpPair>[1] = {}) {
  server = await serveGp(answer);
  api = createSbaApi(optionsFor(gpPair(`${server.url}/GPService`, { protocol: 'sba', ...erp })));
}
const failureOf = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) => (isFailure(error) ? error : Promise.reject(error)),
  );
const queryOf = ({ url }: Asked) => new URL(url, 'http://x').searchParams;

describe('addresses', () => {
  test('the company by its display name, keys in parentheses, what would end them encoded', async () => {
    await start(() => ok({ VendorId: "O'NE(1)" }), { company: "COMPAÑIA (Bermuda), 'LTD'" });
    await api.vendors.read("O'NE(1)");
    expect(server.asked[0]?.url).toBe(
      '/GPService/Tenants(DefaultTenant)/Companies(COMPA%C3%91IA%20%28Bermuda%29%2C%20%27LTD%27)/Purchasing/Vendors(O%27NE%281%29)',
    );
    expect(encodeKey('1;A')).toBe('1%3BA');
  });

  test('an item number with a slash is looked up in the list', async () => {
    await start(() => ok([{ ItemNumber: 'A/1', ItemDescription: 'A' }]));
    expect((await api.items.read('A/1'))?.record.number).toBe('A/1');
    expect(queryOf(server.asked[0] as Asked).get('$filter')).toBe("ItemNumber eq 'A/1'");
  });
});

describe('lists', () => {
  const rows = Array.from({ length: 250 }, (_, n) => ({
    VendorId: `V${String(n).padStart(3, '0')}`,
    Status: 1,
  }));
  const slice = (of: readonly object[], asked: Asked, most = 100) => {
    const query = queryOf(asked);
    const skip = Number(query.get('$skip'));
    return ok(of.slice(skip, skip + Math.min(most, Number(query.get('$top')))));
  };

  test.each([
    ['as many as asked for', 100],
    ['fewer than asked for', 40],
  ])('two and a half pages of %s hold every row once', async (_, most) => {
    await start((asked) => slice(rows, asked, most));
    expect((await api.vendors.all()).map(({ id }) => id)).toEqual(rows.map(({ VendorId }) => VendorId));
  });

  test('rows that leave the list while it is read pass nobody over', async () => {
    let left = [...rows];
    await start((asked) => {
      const answer = slice(left, asked);
      if (server.asked.length === 1) left = left.slice(20);
      return answer;
    });
    const found = new Set((await api.vendors.all()).map(({ id }) => id));
    expect(left.every(({ VendorId }) => found.has(VendorId))).toBe(true);
  });

  test('changes are asked for from the day before, and never later', async () => {
    await start(() => ok([]));
    for await (const _ of api.vendors.changed('2026-07-02T03:00:00.000Z' as never)) break;
    expect(queryOf(server.asked[0] as Asked).get('$filter')).toBe('ModifiedDate ge 2026-07-01T00:00:00');
  });

  test('a row in a shape that we do not know goes on by its key', async () => {
    await start((asked) => slice([{ VendorId: 'ODD', VendorName: { x: 1 } }, { VendorId: 'TEACO' }], asked));
    const ids: unknown[] = [];
    for await (const page of api.vendors.changed(undefined))
      ids.push(...page.rows.map(({ id, record }) => [id, record !== undefined]));
    expect(ids).toEqual([
      ['ODD', false],
      ['TEACO', true],
    ]);
  });
});

describe('writes', () => {
  test('the body is wrapped in Payload, with numbers for amounts and the id of the currency', async () => {
    await start(() => ok({}));
    await api.payables('credit').create({
      voucher: 'C7X',
      vendor: 'TEACO',
      number: 'CN-1',
      date: '2026-07-01',
      postingDate: '2026-07-01',
      batch: 'B',
      description: 'd',
      orderNumber: 'PO-1',
      currency: 'Z-EURO',
      decimals: 2,
      rate: '0.8642',
      purchases: '10.1',
      tradeDiscount: '0',
      freight: '0',
      misc: '0',
      tax: '0',
      total: '10.1',
      distributions: [{ type: 2, account: '000-2100-00', debit: '10.1', credit: '0', reference: '' }],
      taxes: [],
    } as never);
    const [asked] = server.asked;
    expect(asked?.method).toBe('POST');
    expect(asked?.headers['gp-custom-action']).toBeUndefined();
    expect(Object.keys(JSON.parse(asked?.text ?? ''))).toEqual(['Payload']);
    expect(JSON.parse(asked?.text ?? '').Payload).toMatchObject({
      DocumentType: 5,
      VoucherNumber: 'C7X',
      PurchasesAmount: 10.1,
      CurrencyId: 'Z-EURO',
      ExchangeRate: 0.8642,
      Distributions: [
        { AccountNumber: '000-2100-00', DistributionType: 2, DebitAmount: 10.1, CreditAmount: 0 },
      ],
    });
  });

  test('receipts by account cannot be sent: the service takes no accounts', async () => {
    await start(() => ok({}));
    const failure = await failureOf(
      api.receipts.create({ lines: [{ nonInventory: true }], distributions: [] } as never),
    );
    expect(failure?.kind).toBe('refused');
    expect(failure?.problems[0]?.fix).toContain('protocol: soap');
    expect(server.asked).toEqual([]);
  });
});

describe('refusals', () => {
  test('number, text and correlation id are kept', async () => {
    await start(() => refused(400, 372, 'Vendor does not exist'));
    const failure = await failureOf(api.payables('bill').create({ distributions: [] } as never));
    expect(failure).toMatchObject({ kind: 'refused', code: '372', status: 400 });
    expect(failure?.problems).toEqual([
      expect.objectContaining({ code: 'master-unknown', seen: expect.stringContaining('c-2') }),
    ]);
  });

  test('an unknown key is nothing, an unknown company is not', async () => {
    let known = true;
    await start(({ url }) => (url.includes('Currencies') && known ? ok([]) : refused(404, 0, 'not found')));
    expect(await api.payables('bill').read('C7X')).toBeUndefined();
    await api.close();
    await server.close();
    known = false;
    await start(({ url }) => (url.includes('Currencies') && known ? ok([]) : refused(404, 0, 'not found')));
    expect((await failureOf(api.payables('bill').read('C7X')))?.kind).toBe('refused');
  });

  test('without a chart of accounts there is none, rather than an empty one', async () => {
    await start(() => refused(404, 0, 'The resource was not found.'));
    expect(await api.accounts()).toBeUndefined();
  });

  test.each([
    ['a page of HTML', { text: '<html></html>', type: 'text/html' }],
    ['a gateway', { status: 502, text: '<html></html>' }],
    ['a 500 without a frame', { status: 500, text: '' }],
  ])('%s after a create is unknown', async (_, reply) => {
    await start(() => reply);
    expect((await failureOf(api.payables('bill').create({ distributions: [] } as never)))?.kind).toBe(
      'unknown',
    );
    expect(server.asked).toHaveLength(1);
  });
});
