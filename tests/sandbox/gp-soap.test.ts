import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { context, distribution, type GpClient, gpClient, gpNs, invoice, money } from './gp-support.ts';
import { ask, start } from './support.ts';

let sandbox: Sandbox;
let gp: GpClient;
beforeEach(async () => {
  sandbox = await start({ erps: ['gp'] });
  gp = gpClient(sandbox);
  sandbox.gp.addVendor({ id: 'LEAFCO0001', name: 'Leaf Co', city: 'London', payablesAccount: '000-2100-00' });
});
afterEach(async () => {
  await gp.close();
  await sandbox.close();
});

describe('envelopes', () => {
  test('wrong content type, malformed XML, an undefined entity, a forbidden character', async () => {
    const list = (more: object) => gp.call('GetVendorList', '<criteria/>', '', more);
    expect((await list({ contentType: 'application/soap+xml' })).status).toBe(415);
    expect((await list({ envelope: 'not xml' })).status).toBe(400);
    expect((await gp.call('GetVendorByKey', '<key><Id>&eacute;</Id></key>')).status).toBe(400);
    expect((await gp.call('GetVendorByKey', '<key><Id>&#1;</Id></key>')).status).toBe(400);
    expect((await gp.call('GetVendorByKey', '<key><Id>a\u0001</Id></key>')).status).toBe(400);
  });

  test('the action must name the operation', async () => {
    const reply = await gp.call('GetVendorList', '<criteria/>', '', { action: `${gpNs}/GetItemList` });
    expect(reply.status).toBe(500);
    expect(reply.fault).toContain('ContractFilter mismatch');
    expect((await gp.call('PostPayablesInvoice', '<x/>')).fault).toContain('ContractFilter mismatch');
    expect(
      (await gp.call('GetVendorList', '<criteria/>', '', { action: `${gpNs}/GetVendorList` })).status,
    ).toBe(200);
  });

  test('the context names a company, by its type', async () => {
    expect((await gp.call('GetVendorList', '<criteria/>', '', { company: 99 })).fault).toContain('99');
    expect((await gp.call('GetVendorList', '<criteria/>', '', { company: -1 })).fault).toContain(
      'not authorized',
    );
    const untyped = `<GetVendorList xmlns="${gpNs}"><criteria/>${context().replace('i:type="d:CompanyKey"', '')}</GetVendorList>`;
    const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${untyped}</s:Body></s:Envelope>`;
    expect((await gp.call('GetVendorList', '', '', { envelope })).fault).toContain(
      "abstract: name='OrganizationKey'",
    );
    // Children of the context live in another namespace: in GP's own they are skipped.
    const foreign = envelope.replaceAll('d:OrganizationKey', 'OrganizationKey');
    expect((await gp.call('GetVendorList', '', '', { envelope: foreign })).fault).toContain('company');
  });

  test('the list of companies needs none', async () => {
    const reply = await gp.call('GetCompanyList', '<criteria/>', '', { company: undefined as never });
    expect(reply.all('Name')).toEqual(['Fabrikam, Inc.', 'Larder &amp; Vine, Ltd.']);
    expect(reply.text).toContain('<Id xmlns="http://schemas.microsoft.com/dynamics/2006/01">2</Id>');
  });

  test('an operation that the role does not allow', async () => {
    sandbox.gp.denied = ['CreatePayablesInvoice'];
    expect((await gp.call('CreatePayablesInvoice', invoice())).fault).toContain('not authorized');
    expect((await gp.call('GetVendorList', '<criteria/>')).status).toBe(200);
  });
});

describe('lists', () => {
  const ids = async (criteria: string) =>
    (await gp.call('GetVendorList', `<criteria>${criteria}</criteria>`))
      .all('Key')
      .map((key) => /<Id>(.*?)</.exec(key)?.[1]);

  test('are cut without a word', async () => {
    for (let i = 0; i < 1100; i++) sandbox.gp.addVendor({ id: `V${String(i).padStart(4, '0')}` });
    expect(await ids('')).toHaveLength(1000);
    expect(await ids('<Id><From>V0900</From></Id>')).toHaveLength(200);
    sandbox.gp.listCap = 50;
    expect(await ids('<Id><From>V0900</From><To>V0919</To></Id>')).toHaveLength(20);
    expect(await ids('<Id><From>V0900</From></Id>')).toHaveLength(50);
  });

  test('restrictions: equal, between, like, lists, flags, texts without case', async () => {
    sandbox.gp.addVendor({ id: 'ACME', name: 'Acme 100% Foods', classId: 'DOMESTIC' });
    sandbox.gp.addVendor({ id: 'zebra', name: 'Zebra', active: false });
    expect(await ids('<Id><EqualValue>acme</EqualValue></Id>')).toEqual(['ACME']);
    expect(await ids('<Id><NotEqualValue>ACME</NotEqualValue></Id>')).toEqual(['LEAFCO0001', 'ZEBRA']);
    expect(await ids('<Id><GreaterThan>ACME</GreaterThan><LessThan>Z</LessThan></Id>')).toEqual([
      'LEAFCO0001',
    ]);
    expect(await ids('<Name><Like>%foods</Like></Name>')).toEqual(['ACME']);
    expect(await ids('<Id><Items><string>ACME</string><string>ZEBRA</string></Items></Id>')).toEqual([
      'ACME',
      'ZEBRA',
    ]);
    expect(await ids('<IsActive><EqualValue>false</EqualValue></IsActive>')).toEqual(['ZEBRA']);
    expect(await ids('<ClassId><EqualValue>DOMESTIC</EqualValue></ClassId>')).toEqual(['ACME']);
  });

  test('a criterion that is misspelt restricts nothing', async () => {
    expect(await ids('<VendorId><EqualValue>nobody</EqualValue></VendorId>')).toEqual(['LEAFCO0001']);
  });

  test('ModifiedDate is UTC without a zone, and wants a time of day', async () => {
    sandbox.clock.set('2026-09-16T12:00:00Z');
    sandbox.gp.editVendor('LEAFCO0001', { city: 'Bath' });
    const changed = (from: string, to: string) =>
      ids(`<ModifiedDate><From>${from}</From><To>${to}</To></ModifiedDate>`);
    expect(await changed('2026-09-16T12:00:00', '2026-09-16T13:00:00')).toEqual(['LEAFCO0001']);
    expect(await changed('2026-09-16T14:00:00+02:00', '2026-09-16T12:00:01Z')).toEqual(['LEAFCO0001']);
    expect(await changed('2026-09-16T12:01:00', '2026-09-16T13:00:00')).toEqual([]);
    expect(
      (
        await gp.call(
          'GetVendorList',
          '<criteria><ModifiedDate><From>2026-09-16</From></ModifiedDate></criteria>',
        )
      ).fault,
    ).toContain('correct format');
    const reply = await gp.call('GetVendorByKey', '<key><Id>LEAFCO0001</Id></key>');
    expect(reply.one('ModifiedDate')).toMatch(/^2026-09-16T12:00:00\.\d{3}$/);
    sandbox.gp.timedStamps = false;
    expect((await gp.call('GetVendorByKey', '<key><Id>LEAFCO0001</Id></key>')).one('ModifiedDate')).toBe(
      '2026-09-16T00:00:00',
    );
    expect(await changed('2026-09-16T12:00:00', '2026-09-16T13:00:00')).toEqual([]);
  });

  test('items say their kind by type, summaries what is discontinued', async () => {
    sandbox.gp.addItem({ number: 'tea-01', description: 'Tea <fine>', type: 'SalesItem' });
    sandbox.gp.addItem({ number: 'OLD', type: 'Discontinued' });
    const list = await gp.call(
      'GetItemList',
      '<criteria><IsDiscontinued><EqualValue>true</EqualValue></IsDiscontinued></criteria>',
    );
    expect(list.all('ItemSummary')).toHaveLength(1);
    const item = await gp.call('GetItemByKey', '<key><Id>TEA-01</Id></key>');
    expect(item.text).toContain('xsi:type="SalesItem"');
    expect(item.one('Description')).toBe('Tea &lt;fine&gt;');
  });

  test('accounts, currencies, batches', async () => {
    expect(
      (
        await gp.call(
          'GetGLAccountList',
          '<criteria><GLAccountId><Like>000-13%</Like></GLAccountId></criteria>',
        )
      ).all('GLAccountSummary'),
    ).toHaveLength(4);
    expect((await gp.call('GetCurrencyList', '<criteria/>')).all('ISOCode')).toContain('EUR');
    expect((await gp.call('GetBatchByKey', '<key><Id>NONE</Id></key>')).fault).toContain(
      'could not be found',
    );
    sandbox.gp.setBatch('B1', 'Posting');
    expect((await gp.call('GetBatchByKey', '<key><Id>b1</Id></key>')).one('Status')).toBe('Posting');
  });
});

describe('payables', () => {
  const create = (parts?: Parameters<typeof invoice>[0], last?: string) =>
    gp.call('CreatePayablesInvoice', invoice(parts), last);
  const read = (voucher = 'C7ABC') => gp.call('GetPayablesInvoiceByKey', `<key><Id>${voucher}</Id></key>`);
  const reasons = async (fault: { one(name: string): string }) =>
    (await gp.call('GetLoggedValidationResultByKey', `<logId>${fault.one('Message')}</logId>`)).all(
      'Message',
    );

  test('written as sent, unposted, in a batch that is made on the fly', async () => {
    expect((await create()).status).toBe(200);
    const reply = await read();
    expect(reply.one('TransactionState')).toBe('Work');
    expect(reply.one('DocumentAmount')).toContain('<Value>120</Value>');
    expect(reply.one('Date')).toBe('2026-09-10T00:00:00');
    expect(reply.all('PayablesDistribution')).toHaveLength(3);
    expect(reply.text).toContain('xsi:type="MoneyAmount"');
    expect(sandbox.gp.state.batches).toEqual([
      { id: 'C7-20260910', origin: 'PM_Trxent', status: 'Available' },
    ]);
    expect(sandbox.gp.skipped).toEqual([]);
    expect(
      sandbox.journal.entries.find(
        (entry) => (entry.body as { operation: string }).operation === 'CreatePayablesInvoice',
      )?.status,
    ).toBe(200);
  });

  test('a read of what is not there is a fault', async () => {
    expect(await read('NONE')).toMatchObject({
      status: 500,
      fault: expect.stringContaining('could not be found'),
    });
  });

  test('misspelt, foreign and misplaced elements are skipped in silence, and the check tells', async () => {
    const misspelt = invoice()
      .replaceAll('PONumber', 'PoNumber')
      .replace('<Description>', '<Desc>')
      .replace('</Description>', '</Desc>');
    await gp.call('CreatePayablesInvoice', misspelt);
    expect((await read()).one('Description')).toBe('');
    const late = invoice({
      voucher: 'V2',
      number: '2',
      after: '<Description>too late</Description>',
    }).replace('<Description>PO-1</Description>', '');
    await gp.call('CreatePayablesInvoice', late);
    const foreign = invoice({ voucher: 'V3', number: '3' }).replace(
      '<Description>',
      '<Description xmlns="urn:x">',
    );
    await gp.call('CreatePayablesInvoice', foreign);
    expect(sandbox.gp.skipped).toEqual([
      'CreatePayablesInvoice/payablesInvoice/Desc',
      'CreatePayablesInvoice/payablesInvoice/Description',
      'CreatePayablesInvoice/payablesInvoice/Description',
    ]);
    expect(sandbox.check().filter((line) => line.includes('skipped'))).toHaveLength(2);
  });

  test('amounts of distributions must name their type', async () => {
    const untyped = invoice().replaceAll(' i:type="MoneyAmount"', '');
    expect((await gp.call('CreatePayablesInvoice', untyped)).fault).toContain("abstract: name='Amount'");
  });

  test('validation faults hold only a GUID; all reasons are fetched by it', async () => {
    const fault = await create({
      voucher: 'X'.repeat(18),
      number: 'N'.repeat(21),
      description: 'D'.repeat(31),
      batch: 'B'.repeat(16),
    });
    expect(fault.status).toBe(500);
    expect(fault.one('detail')).toMatch(/^<Message>[\da-f-]{36}<\/Message>$/);
    expect(await reasons(fault)).toEqual([
      expect.stringContaining('Key.Id is longer than 17'),
      expect.stringContaining('VendorDocumentNumber is longer than 20'),
      expect.stringContaining('BatchKey.Id is longer than 15'),
      expect.stringContaining('Description is longer than 30'),
    ]);
    expect(await reasons(await create({ purchases: '100.001' }))).toContainEqual(
      expect.stringContaining('decimals'),
    );
    expect(await reasons(await create({ vendor: '', batch: '' }))).toHaveLength(2);
    expect(sandbox.gp.state.payables).toEqual([]);
  });

  test.each([
    ['372', { vendor: 'NOBODY' }],
    ['90004', { total: '119.00' }],
    [
      '90005',
      {
        distributions:
          distribution(6, '000-1300-01', '100.00', '0') +
          distribution(10, '000-2300-00', '19.00', '0') +
          distribution(2, '000-2100-00', '0', '119.00'),
      },
    ],
    [
      '90006',
      {
        taxes:
          '<Taxes><PayablesTax><Key><TaxDetailKey><Id>VAT-P20</Id></TaxDetailKey></Key><TaxAmount><Value>19</Value></TaxAmount></PayablesTax></Taxes>',
      },
    ],
    ['90007', { currency: 'CHF' }],
    ['90007', { currency: 'AUD' }],
    [
      '90012',
      {
        taxes:
          '<Taxes><PayablesTax><Key><TaxDetailKey><Id>NONE</Id></TaxDetailKey></Key><TaxAmount><Value>20</Value></TaxAmount></PayablesTax></Taxes>',
      },
    ],
    ['90010', { posting: '2020-01-01' }],
  ])('eConnect error %s: %j', async (number, parts) => {
    expect((await create(parts)).fault).toContain(`Error Number = ${number} `);
    expect(sandbox.gp.state.payables).toEqual([]);
    expect(sandbox.gp.state.batches).toEqual([]);
  });

  test.each([
    ['90021', '000-9999-99'],
    ['90022', '000-6999-00'],
    ['90023', '000-1300-00'],
    ['90024', '000-9010-00'],
  ])('account error %s: %s', async (number, account) => {
    const reply = await gp.call('CreatePayablesInvoice', invoice().replace('000-1300-01', account));
    expect(reply.fault).toContain(`Error Number = ${number} `);
  });

  test('an inactive vendor is refused, one on hold is not', async () => {
    sandbox.gp.editVendor('LEAFCO0001', { onHold: true });
    expect((await create()).status).toBe(200);
    sandbox.gp.deactivateVendor('LEAFCO0001');
    expect((await create({ voucher: 'V2', number: '2' })).fault).toContain('90001');
  });

  test('a voucher is unique in work, open and history, also across kinds', async () => {
    await create();
    expect((await create({ number: 'INV-2' })).fault).toContain('90002');
    sandbox.gp.postPayables('C7ABC');
    expect((await create({ number: 'INV-2' })).fault).toContain('90002');
    expect(
      (await gp.call('CreatePayablesCreditMemo', invoice({ number: 'INV-2' }, 'payablesCreditMemo'))).fault,
    ).toContain('90002');
  });

  test('the same number of a vendor twice, unless the setup forbids it', async () => {
    await create();
    expect((await create({ voucher: 'V2' })).status).toBe(200);
    sandbox.gp.allowDuplicates = false;
    expect((await create({ voucher: 'V3', number: ' inv-1 ' })).fault).toContain('90003');
  });

  test('a batch that somebody works with', async () => {
    sandbox.gp.setBatch('C7-20260910', 'Editing');
    expect((await create()).fault).toContain('90009');
    expect((await create({ batch: 'C7-20260910A' })).status).toBe(200);
  });

  test('a foreign document takes a rate or the table’s; the functional one takes none', async () => {
    expect((await create({ currency: 'EUR', rate: '0.85' })).status).toBe(200);
    expect(sandbox.gp.state.payables[0]).toMatchObject({ currency: 'EUR', rate: '0.85' });
    await create({ voucher: 'V2', number: '2', currency: 'EUR' });
    expect(sandbox.gp.state.payables[1]).toMatchObject({ rate: '0.8642' });
    expect(await reasons(await create({ voucher: 'V3', number: '3', rate: '1' }))).toEqual([
      expect.stringContaining('ExchangeRate'),
    ]);
  });

  test('amounts of another currency than the document’s', async () => {
    const mixed = invoice({ currency: 'EUR' }).replace(
      '<Currency>EUR</Currency>',
      '<Currency>GBP</Currency>',
    );
    expect(await reasons(await gp.call('CreatePayablesInvoice', mixed))).toEqual([
      expect.stringContaining('is in GBP'),
    ]);
  });

  test('without distributions GP books its defaults: not what was mapped', async () => {
    await create({ distributions: '' });
    expect(sandbox.gp.state.payables[0]?.distributions.map((row) => row.account)).toEqual([
      '000-4500-00',
      '000-2300-00',
      '000-2100-00',
    ]);
  });

  test('dates default to today, the posting date not to the invoice’s', async () => {
    const bare = invoice().replace(/<(Date|GeneralLedgerPostingDate)>.*?<\/\1>/g, '');
    await gp.call('CreatePayablesInvoice', bare);
    expect(sandbox.gp.state.payables[0]).toMatchObject({ date: '2026-09-16', postingDate: '2026-09-16' });
  });

  test('characters outside the code page become question marks', async () => {
    await create({ description: 'Crème 好 €' });
    expect((await read()).one('Description')).toBe('Crème ? €');
  });

  test('a credit memo turns the sides', async () => {
    const memo = invoice({ voucher: 'M1', number: 'CN-1' }, 'payablesCreditMemo');
    expect((await gp.call('CreatePayablesCreditMemo', memo)).status).toBe(200);
    expect((await gp.call('GetPayablesCreditMemoByKey', '<key><Id>m1</Id></key>')).one('Type')).toBe(
      'CreditMemo',
    );
    expect((await read('M1')).status).toBe(500);
    const unturned = invoice({ voucher: 'M2', number: 'CN-2' }).replaceAll(
      'payablesInvoice',
      'payablesCreditMemo',
    );
    expect((await gp.call('CreatePayablesCreditMemo', unturned)).fault).toContain('90005');
  });

  test('the policy, where it is required', async () => {
    sandbox.gp.policyRequired = true;
    expect((await create()).fault).toContain('policy');
    const policy = await gp.call('GetPolicyByOperation', '<operation>CreatePayablesInvoice</operation>');
    const id = policy.one('Id');
    expect((await create({}, `<policy><Key><Id>${id}</Id></Key></policy>`)).status).toBe(200);
  });

  test('summaries know no vendor document number', async () => {
    await create();
    const list = await gp.call(
      'GetPayablesInvoiceList',
      '<criteria><VendorId><EqualValue>LEAFCO0001</EqualValue></VendorId><TransactionState><Items><PayablesTransactionState>Work</PayablesTransactionState></Items></TransactionState></criteria>',
    );
    expect(list.all('PayablesInvoiceSummary')).toHaveLength(1);
    expect(list.text).not.toContain('VendorDocumentNumber');
    const all = await gp.call(
      'GetPayablesDocumentList',
      '<criteria><BatchId><EqualValue>c7-20260910</EqualValue></BatchId></criteria>',
    );
    expect(all.one('Type')).toBe('Invoice');
  });
});

describe('receipts', () => {
  const receipt = (line: string, more = '') =>
    `<purchaseReceipt><Key><Id>R1</Id></Key><VendorDocumentNumber>GRN-1</VendorDocumentNumber><Date>2026-09-10T00:00:00</Date><BatchKey><Id>C7R-20260910</Id></BatchKey><VendorKey><Id>LEAFCO0001</Id></VendorKey><Reference>PO-1</Reference><CurrencyKey><ISOCode>GBP</ISOCode></CurrencyKey>${more}<Lines><PurchaseReceiptLine>${line}</PurchaseReceiptLine></Lines></purchaseReceipt>`;
  const stock = `<ItemKey><Id>TEA-01</Id></ItemKey><UofM>Each</UofM>${money('UnitCost', '2.5')}<QuantityShipped><Value>4</Value><DecimalDigits>0</DecimalDigits></QuantityShipped><WarehouseKey><Id>MAIN</Id></WarehouseKey>`;
  const free = `<ItemKey><Id>ANY</Id></ItemKey><ItemDescription>Crates</ItemDescription><InventoryGLAccountKey><Id>000-6600-00</Id></InventoryGLAccountKey><UofM>Each</UofM>${money('UnitCost', '2.5')}<IsNonInventory>true</IsNonInventory><QuantityShipped><Value>4</Value></QuantityShipped>`;
  const create = (line: string) => gp.call('CreatePurchaseReceipt', receipt(line));

  test('a stock line needs the item, its vendor, and no lots', async () => {
    expect((await create(stock)).fault).toContain('90033');
    sandbox.gp.addItem({ number: 'TEA-01' });
    expect((await create(stock)).fault).toContain('90034');
    const pair = '<Key><ItemKey><Id>TEA-01</Id></ItemKey><VendorKey><Id>LEAFCO0001</Id></VendorKey></Key>';
    expect((await gp.call('CreateItemVendor', `<itemVendor>${pair}</itemVendor>`)).status).toBe(200);
    expect(
      (
        await gp.call(
          'GetItemVendorByKey',
          pair
            .replaceAll('Key>', 'KEY>')
            .replaceAll('KEY>', 'Key>')
            .replace('<Key>', '<key>')
            .replace(/<\/Key>$/, '</key>'),
        )
      ).status,
    ).toBe(200);
    expect((await create(stock)).status).toBe(200);
    sandbox.gp.editItem('TEA-01', { tracking: 'Lot' });
    expect((await gp.call('CreatePurchaseReceipt', receipt(stock).replace('R1', 'R2'))).fault).toContain(
      '90036',
    );
  });

  test('a non-inventory line is booked on its account against accrued purchases', async () => {
    expect((await create(free)).status).toBe(200);
    expect(sandbox.gp.state.receipts[0]?.distributions).toEqual([
      expect.objectContaining({ type: 1, account: '000-6600-00', debit: '10', credit: '0' }),
      expect.objectContaining({ type: 9, account: '000-2111-00', debit: '0', credit: '10' }),
    ]);
    const reply = await gp.call('GetPurchaseReceiptByKey', '<key><Id>R1</Id></key>');
    expect(reply.one('ItemDescription')).toBe('Crates');
    expect((await create(free)).fault).toContain('90031');
    expect(sandbox.check()).toEqual([]);
  });
});

test('faults strike the request itself, never a leg of the sign-in', async () => {
  sandbox.faults.add({ system: 'gp', fault: { kind: 'drop-after' } });
  await expect(gp.call('CreatePayablesInvoice', invoice())).rejects.toMatchObject({ left: true });
  expect(sandbox.gp.state.payables).toHaveLength(1);
  sandbox.faults.add({ system: 'gp', fault: { kind: 'throttle' } });
  expect((await gp.call('GetVendorList', '<criteria/>')).status).toBe(503);
  sandbox.faults.add({ system: 'gp', fault: { kind: 'late-commit', requests: 1, answer: 504 } });
  expect((await gp.call('CreatePayablesInvoice', invoice({ voucher: 'V2', number: '2' }))).status).toBe(504);
  expect(sandbox.gp.state.payables).toHaveLength(1);
  await gp.call('GetVendorList', '<criteria/>');
  expect(sandbox.gp.state.payables).toHaveLength(2);
});

test('another process reaches it by the control server', async () => {
  const reply = await ask(`${sandbox.urls.control}/control/gp/addVendor`, {
    method: 'POST',
    body: [{ id: 'new1', name: 'New' }],
  });
  expect(reply.json.result.id).toBe('NEW1');
});
