import { afterEach, describe, expect, test } from '@jest/globals';
import { isFailure } from '../../../src/domain/failure.ts';
import type { Instant } from '../../../src/domain/time.ts';
import { createSoapApi } from '../../../src/systems/gp/soap/api.ts';
import { type Asked, envelope, fault, gpPair, optionsFor, type Reply, serveGp } from './support.ts';

type Server = Awaited<ReturnType<typeof serveGp>>;
let server: Server;
let api: ReturnType<typeof createSoapApi>;
afterEach(async () => {
  await api.close();
  await server.close();
});

async function start(answer: (asked: Asked) => Reply | string, erp: Parameters<typeof gpPair>[1] = {}) {
  server = await serveGp(answer);
  api = createSoapApi(optionsFor(gpPair(`${server.url}/DynamicsGPWebServices/DynamicsGPService.asmx`, erp)));
}
const failureOf = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) => (isFailure(error) ? error : Promise.reject(error)),
  );
const collect = async <T>(pages: AsyncIterable<{ readonly rows: readonly T[] }>): Promise<T[]> => {
  const rows: T[] = [];
  for await (const page of pages) rows.push(...page.rows);
  return rows;
};

describe('the envelope', () => {
  test('criteria first, then the context with the company; action and type as the endpoint wants them', async () => {
    await start(() => envelope('GetVendorList', ''));
    await collect(api.vendors.changed('2026-07-02T03:00:00.000Z' as Instant));
    const [asked] = server.asked;
    expect(asked?.headers['soapaction']).toBe(
      '"http://schemas.microsoft.com/dynamics/gp/2006/01/GetVendorList"',
    );
    expect(asked?.headers['content-type']).toBe('text/xml; charset=utf-8');
    expect(asked?.text).toContain(
      '<GetVendorList xmlns="http://schemas.microsoft.com/dynamics/gp/2006/01"><criteria><ModifiedDate><From>2026-07-01T00:00:00</From><To>',
    );
    expect(asked?.text).toContain(
      '<context xmlns:d="http://schemas.microsoft.com/dynamics/2006/01"><d:OrganizationKey xsi:type="d:CompanyKey"><d:Id>-1</d:Id></d:OrganizationKey></context>',
    );
  });

  test('a tenant is named where there are several', async () => {
    await start(() => envelope('GetVendorList', ''), { tenant: 'North & South' });
    await collect(api.vendors.changed(undefined));
    expect(server.asked[0]?.text).toContain('<d:TenantName>North &amp; South</d:TenantName>');
  });

  test('the policy of a create is passed on as it was told', async () => {
    const policy = '<Key><Id>9f1</Id></Key><Behaviors><Behavior><Name>A</Name></Behavior></Behaviors>';
    await start(({ operation }) =>
      operation === 'GetPolicyByOperation' ? envelope(operation, policy) : envelope(operation, ''),
    );
    await api.assignItem?.('TEA', 'TEACO');
    expect(server.asked.map(({ operation }) => operation)).toEqual(['GetItemVendorByKey']);
    await api.receipts.create(receipt);
    expect(server.asked.at(-1)?.text).toContain(
      `</context><policy>${policy}</policy></CreatePurchaseReceipt>`,
    );
  });
});

describe('answers', () => {
  const vendor = (id: string, more = '') =>
    `<VendorSummary><Key><Id>${id}  </Id></Key><Name>Tea &amp; Co</Name><ModifiedDate>2026-07-02T03:00:00</ModifiedDate><IsActive>true</IsActive>${more}</VendorSummary>`;

  test('a vendor: padded ids, the default address, nil and missing parts', async () => {
    await start(({ operation }) =>
      operation === 'GetVendorList'
        ? envelope(operation, vendor('TEACO'))
        : envelope(
            operation,
            '<Key><Id>TEACO</Id></Key><Name>Tea &amp; Co</Name><IsActive>true</IsActive><DefaultAddressKey><Id>MAIN</Id></DefaultAddressKey><PaymentTermsKey xsi:nil="true"/><AccountsPayableGLAccountKey><Id>000-2100-01</Id></AccountsPayableGLAccountKey><ModifiedDate>2026-07-02T03:00:00</ModifiedDate><Addresses><VendorAddress><Line1>Old</Line1><Key><Id>OLD</Id></Key></VendorAddress><VendorAddress><ContactPerson>Ann</ContactPerson><Line1>Quay 1</Line1><City>Hull</City><Phone1><Value>01482000000000</Value></Phone1><Key><Id>MAIN</Id></Key></VendorAddress></Addresses>',
          ),
    );
    const [row] = await collect(api.vendors.changed(undefined));
    expect(row).toMatchObject({
      id: 'TEACO',
      record: {
        name: 'Tea & Co',
        line1: 'Quay 1',
        contact: 'Ann',
        terms: '',
        payablesAccount: '000-2100-01',
      },
    });
  });

  test('one vendor that cannot be read keeps no other waiting', async () => {
    await start(({ operation, text }) => {
      if (operation === 'GetVendorList')
        return text.includes('EqualValue')
          ? envelope(operation, vendor('BAD'))
          : envelope(operation, vendor('BAD') + vendor('TEACO'));
      return text.includes('BAD') ? fault('Broken') : envelope(operation, '<Key><Id>TEACO</Id></Key>');
    });
    const rows = await collect(api.vendors.changed(undefined));
    expect(rows.map(({ id, record }) => [id, record !== undefined])).toEqual([
      ['BAD', false],
      ['TEACO', true],
    ]);
  });

  test('a fault on a read by key is no proof of absence: the list decides', async () => {
    let listed = '';
    await start(({ operation }) =>
      operation.endsWith('List') ? envelope(operation, listed) : fault('SQL Server is busy.'),
    );
    expect(await api.payables('bill').read('C7X')).toBeUndefined();
    listed = '<PayablesInvoiceSummary><Key><Id>C7X</Id></Key></PayablesInvoiceSummary>';
    expect((await failureOf(api.payables('bill').read('C7X')))?.message).toContain('SQL Server is busy.');
  });
});

describe('faults', () => {
  const number = '372';
  test('eConnect: refused, with number and text', async () => {
    await start(({ operation }) =>
      operation.startsWith('Create')
        ? fault(
            `Sql procedure error codes returned:\n\nError Number = ${number}  Stored Procedure= taPMTransactionInsert  Error Description = Vendor Number does not exist`,
          )
        : envelope(operation, ''),
    );
    const failure = await failureOf(api.payables('bill').create(payables));
    expect(failure).toMatchObject({ kind: 'refused', code: number });
    expect(failure?.problems).toEqual([
      expect.objectContaining({ code: 'master-unknown', seen: expect.stringContaining(number) }),
    ]);
  });

  test('validation: the reasons are fetched by the GUID', async () => {
    const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
    await start(({ operation }) => {
      if (operation.startsWith('Create'))
        return fault('Validation', `<detail><Message>${guid}</Message></detail>`);
      if (operation === 'GetLoggedValidationResultByKey')
        return envelope(
          operation,
          '<Errors><ValidationError><Id>4102</Id><Message>BatchKey is required.</Message></ValidationError><ValidationError><Id>7</Id><Message>Date is wrong.</Message></ValidationError></Errors>',
        );
      return envelope(operation, '');
    });
    const failure = await failureOf(api.payables('credit').create(payables));
    expect(failure?.kind).toBe('refused');
    expect(failure?.problems.map(({ seen }) => seen)).toEqual([
      'BatchKey is required. [4102]',
      'Date is wrong. [7]',
    ]);
    expect(server.asked.at(-1)?.text).toContain(`<logId>${guid}</logId>`);
  });

  test.each([
    ['a page of HTML', { text: '<html><body>proxy</body></html>', type: 'text/html' }, 'unknown'],
    ['a 500 that is no fault', { status: 500, text: 'oops' }, 'unknown'],
    ['an answer to something else', envelope('GetItemList', ''), 'unknown'],
    ['half an answer', envelope('CreatePayablesInvoice', '').slice(0, 200), 'unknown'],
    ['a 404', { status: 404, text: '' }, 'refused'],
    ['a 403', { status: 403, text: '' }, 'refused'],
  ] as const)('%s after a create: %s', async (_, reply, kind) => {
    await start(({ operation }) => (operation.startsWith('Create') ? reply : envelope(operation, '')));
    expect((await failureOf(api.payables('bill').create(payables)))?.kind).toBe(kind);
    expect(server.asked.filter(({ operation }) => operation.startsWith('Create'))).toHaveLength(1);
  });
});

describe('lists that are cut in silence', () => {
  const all = Array.from({ length: 23 }, (_, n) => `V${String(n).padStart(2, '0')}`);
  const rowOf = (id: string) =>
    `<PayablesInvoiceSummary><Key><Id>${id}</Id></Key><ModifiedDate>2026-01-01T00:00:00</ModifiedDate></PayablesInvoiceSummary>`;
  const within = (text: string) => {
    const [from, to] = ['From', 'To'].map(
      (name) => new RegExp(`<DocumentId>(?:(?!</DocumentId>).)*<${name}>(.*?)</${name}>`).exec(text)?.[1],
    );
    return all.filter((id) => (from === undefined || id >= from) && (to === undefined || id <= to));
  };

  test.each([
    ['in order of their ids', (ids: string[]) => ids],
    [
      'in any order',
      (ids: string[]) => [...ids].sort((a, b) => Number(a.slice(2)) - Number(b.slice(2)) || (a < b ? 1 : -1)),
    ],
  ])('all are found, %s', async (_, order) => {
    await start(
      ({ operation, text }) => envelope(operation, order(within(text)).slice(0, 5).map(rowOf).join('')),
      { listCap: 5 },
    );
    const rows = await api.payables('bill').ofVendor('TEACO', '2026-01-01' as never, '2026-12-31' as never);
    expect(rows.map(({ id }) => id).sort()).toEqual(all);
  });

  test('one that cannot be split any further is told, never taken for whole', async () => {
    await start(({ operation }) => envelope(operation, rowOf('V00')), { listCap: 1 });
    const failure = await failureOf(
      api.payables('bill').ofVendor('TEACO', '2026-01-01' as never, '2026-12-31' as never),
    );
    expect(failure?.code).toBe('list-cut');
  });
});

const payables = {
  voucher: 'C7AAAAAAAAAAAAAAA',
  vendor: 'TEACO',
  number: 'INV-1',
  date: '2026-07-01',
  postingDate: '2026-07-01',
  batch: 'C7-20260701',
  description: '',
  orderNumber: 'PO-1',
  currency: 'GBP',
  decimals: 2,
  purchases: '1',
  tradeDiscount: '0',
  freight: '0',
  misc: '0',
  tax: '0',
  total: '1',
  distributions: [],
  taxes: [],
} as never;

const receipt = {
  receipt: 'C7BBBBBBBBBBBBBBB',
  vendor: 'TEACO',
  number: 'PO-1',
  date: '2026-07-01',
  postingDate: '2026-07-01',
  batch: 'C7-20260701',
  reference: '',
  currency: 'GBP',
  decimals: 2,
  lines: [],
  distributions: [],
} as never;
