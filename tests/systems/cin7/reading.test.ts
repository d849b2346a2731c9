import { afterEach, describe, expect, test } from '@jest/globals';
import type { Source, SourcePage } from '../../../src/engine/ports.ts';
import { createCin7 } from '../../../src/systems/cin7/index.ts';
import { closeAll, json, serve } from '../../http/support.ts';
import { optionsFor } from '../shared/support.ts';

afterEach(closeAll);

type Answers = (path: string, query: URLSearchParams) => unknown;

async function cin7(answers: Answers) {
  const server = await serve((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    const answer = answers(url.pathname.toLowerCase(), url.searchParams);
    if (answer === undefined) json(response, 404, [{ ErrorCode: 404, Exception: 'Purchase was not found' }]);
    else json(response, 200, answer, { date: 'Tue, 01 Sep 2026 08:00:00 GMT' });
  });
  const options = optionsFor(
    {
      cin7: `baseUrl: ${server.origin}/ExternalApi/v2\nsupplierCode: AdditionalAttribute1`,
      flows: 'suppliers: {}',
    },
    { accountId: 'acc', applicationKey: 'key-12345678' },
  );
  return { system: createCin7(options), server };
}

async function pagesOf<R>(source: Source<R> | undefined, since?: string): Promise<SourcePage<R>[]> {
  const pages: SourcePage<R>[] = [];
  for await (const page of source?.changes(since as never) ?? []) pages.push(page);
  return pages;
}

const me = { Company: 'Acme', Currency: 'GBP' };
const supplier = {
  ID: 'AAAA-1',
  Name: 'Tea Co',
  Currency: 'EUR',
  PaymentTerm: '30 days',
  AccountPayable: '800',
  TaxRule: 'Tax on Purchases',
  Status: 'ACTIVE',
  TaxNumber: null,
  AdditionalAttribute1: 'V00010',
  LastModifiedOn: '2026-08-01T10:00:00.5',
  Addresses: [
    { ID: 'a1', Line1: 'Dock 1', City: 'Leeds', Country: 'United Kingdom', Type: 'Shipping' },
    {
      ID: 'a2',
      Line1: 'High Street 1',
      City: 'Leeds',
      Country: 'United Kingdom',
      Type: 'Billing',
      DefaultForType: true,
    },
  ],
  Contacts: [
    { ID: 'c1', Name: 'Warehouse', Phone: '1' },
    { ID: 'c2', Name: 'Ann', Phone: '0113 1', Email: 'ann@tea.example', Default: true },
  ],
};

describe('suppliers', () => {
  test('are read whole from the list, deprecated ones too, by default address and contact', async () => {
    const { system, server } = await cin7((path) =>
      path.endsWith('/me') ? me : { Total: 1, Page: 1, SupplierList: [supplier] },
    );
    const [page] = await pagesOf(system.sources.suppliers, '2026-08-01T00:00:00.000Z');
    expect(page).toMatchObject({ total: 1, servedAt: '2026-09-01T08:00:00.000Z' });
    expect(page?.rows[0]).toMatchObject({
      id: 'aaaa-1',
      number: 'Tea Co',
      stamp: '2026-08-01T10:00:00.500Z',
      record: {
        code: 'V00010',
        name: 'Tea Co',
        taxNumber: '',
        contact: 'Ann',
        phone: '0113 1',
        email: 'ann@tea.example',
        line1: 'High Street 1',
        country: 'GB',
        terms: '30 days',
        currency: 'EUR',
        status: 'active',
      },
    });
    expect(server.seen).toContain(
      'GET /ExternalApi/v2/supplier?ModifiedSince=2026-08-01T00%3A00%3A00.000&IncludeDeprecated=true&Page=1&Limit=1000',
    );
    expect(server.requests[0]?.headers).toMatchObject({
      'api-auth-accountid': 'acc',
      'api-auth-applicationkey': 'key-12345678',
    });
  });

  test('the first walk has no lower bound, and pages go on until the total is reached', async () => {
    const rows = Array.from({ length: 2500 }, (_, n) => ({ ...supplier, ID: `id-${n}` }));
    const { system, server } = await cin7((path, query) => {
      if (path.endsWith('/me')) return me;
      const page = Number(query.get('Page'));
      return { Total: rows.length, Page: page, SupplierList: rows.slice((page - 1) * 1000, page * 1000) };
    });
    const pages = await pagesOf(system.sources.suppliers);
    expect(pages.map(({ rows, total }) => [rows.length, total])).toEqual([
      [1000, 2500],
      [1000, 2500],
      [500, 2500],
    ]);
    expect(new Set(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).size).toBe(2500);
    expect(
      server.seen.filter((line) => line.includes('/supplier')).some((line) => line.includes('ModifiedSince')),
    ).toBe(false);
  });

  test('reading one gives the same version as the list, another content another one', async () => {
    let row = supplier;
    const { system } = await cin7((path) =>
      path.endsWith('/me') ? me : { Total: 1, Page: 1, SupplierList: [row] },
    );
    const [page] = await pagesOf(system.sources.suppliers);
    const one = await system.sources.suppliers?.read('AAAA-1');
    expect(one?.version).toBe(page?.rows[0]?.version);
    row = { ...supplier, Name: 'Tea & Co' };
    expect((await system.sources.suppliers?.read('aaaa-1'))?.version).not.toBe(one?.version);
  });

  test('a filter that the server ignored is never taken for a missing record', async () => {
    const { system } = await cin7((path, query) => {
      if (path.endsWith('/me')) return me;
      return { Total: 1, Page: 1, SupplierList: query.get('ID') === 'gone' ? [] : [supplier] };
    });
    expect(await system.sources.suppliers?.read('gone')).toBeUndefined();
    await expect(system.sources.suppliers?.read('other')).rejects.toMatchObject({ kind: 'refused' });
  });
});

const purchaseRow = {
  ID: 'PPPP-1',
  OrderNumber: 'PO-1',
  Status: 'INVOICED',
  OrderStatus: 'AUTHORISED',
  SupplierID: 'AAAA-1',
  SupplierCurrency: 'GBP',
  CombinedInvoiceStatus: 'INVOICED',
  CombinedReceivingStatus: 'FULLY RECEIVED',
  LastUpdatedDate: '2026-09-01T07:00:00.12Z',
};

describe('purchases', () => {
  const list = (...rows: object[]) => ({ Total: rows.length, Page: 1, PurchaseList: rows });

  test('a row of the list and the document have one version while nothing changes', async () => {
    let detail: object = {
      ...purchaseRow,
      Supplier: 'Tea Co',
      BaseCurrency: 'GBP',
      LastUpdatedDate: '2026-09-01T07:00:00.1200000',
    };
    const { system } = await cin7((path) => (path.includes('list') ? list(purchaseRow) : detail));
    const [page] = await pagesOf(system.sources.purchases);
    const read = await system.sources.purchases?.read('PPPP-1');
    expect(read?.version).toBe(page?.rows[0]?.version);
    detail = { ...detail, CombinedInvoiceStatus: 'PARTIALLY INVOICED' };
    expect((await system.sources.purchases?.read('pppp-1'))?.version).not.toBe(read?.version);
  });

  test('the list has a lower bound only, and tells what need not be read yet', async () => {
    const untouched = {
      ...purchaseRow,
      ID: '2',
      OrderStatus: 'DRAFT',
      CombinedInvoiceStatus: 'NOT INVOICED',
      CombinedReceivingStatus: 'NOT AVAILABLE',
    };
    const { system, server } = await cin7(() =>
      list(
        purchaseRow,
        untouched,
        { ...untouched, ID: '3', OrderStatus: 'AUTHORISED' },
        { ...untouched, ID: '4', CombinedInvoiceStatus: 'SOMETHING NEW' },
        { ...purchaseRow, ID: '5', Status: 'VOIDED' },
      ),
    );
    const [page] = await pagesOf(system.sources.purchases, '2026-06-01T00:00:00.000Z');
    expect(page?.rows.map(({ early }) => early)).toEqual([
      undefined,
      'waiting',
      undefined,
      undefined,
      'voided',
    ]);
    expect(server.seen).toEqual([
      'GET /ExternalApi/v2/purchaseList?UpdatedSince=2026-06-01T00%3A00%3A00.000&Page=1&Limit=1000',
    ]);
  });

  test('a purchase that is gone is nothing, another one than asked for is a failure', async () => {
    const { system } = await cin7((_, query) => (query.get('ID') === 'gone' ? undefined : purchaseRow));
    expect(await system.sources.purchases?.read('gone')).toBeUndefined();
    await expect(system.sources.purchases?.read('other')).rejects.toMatchObject({ kind: 'refused' });
  });
});
