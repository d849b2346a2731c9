import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PassReport } from '../../src/engine/report.ts';
import type { Release, Switches } from '../../src/sandbox/nav/switches.ts';
import { type Bench, createBench } from './harness.ts';
import { furnishNav, navScenes } from './nav-scenes.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await createBench({ erps: ['nav'], data: 'empty', tls: false });
  furnishNav(bench);
  await bench.sync();
});
afterEach(() => bench.close());

const states = (passes: readonly PassReport[]) =>
  passes
    .flatMap(({ documents }) => documents.map(({ kind, state, posted }) => `${kind} ${state} ${posted}`))
    .sort();

const problems = (passes: readonly PassReport[]) =>
  passes.flatMap(({ documents }) => documents.flatMap((document) => document.problems));

const writes = (from: number) =>
  bench.sandbox.journal.entries
    .slice(from)
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`);

const happenAll = (n: number) => {
  for (const scene of navScenes) scene.happen(bench, n);
};

const nextPass = (options = {}) => {
  bench.clock.advance(16 * 60_000);
  return bench.sync(options);
};

const right = (n: number) => [
  ...navScenes.flatMap((scene) => scene.wrong(bench, n)),
  ...bench.sandbox.check(),
];

const written = ['bill written yes', 'credit written yes', 'invoice written yes', 'refund written yes'];

describe('every document kind', () => {
  test('is written, posted, and left alone by a second pass', async () => {
    happenAll(1);
    expect(states(await nextPass())).toEqual(written);
    expect(right(1)).toEqual([]);
    const before = bench.sandbox.journal.entries.length;
    const again = await nextPass();
    expect(states(again)).toEqual([]);
    expect(writes(before)).toEqual([]);
  });

  test('goes into the journal line by line, in the accounts of the mapping, with its own numbers', async () => {
    happenAll(1);
    await nextPass({ flow: { post: false } });
    const lines = bench.sandbox.nav.company.genLines
      .all()
      .filter(({ Document_Type }) => Document_Type === 'Invoice')
      .map((line) => [
        line.Journal_Batch_Name,
        line.Account_No,
        line.Amount,
        line.VAT_Prod_Posting_Group,
        line.Shortcut_Dimension_1_Code ?? '',
        line.External_Document_No,
      ]);
    expect(lines.map(([batch, account, amount]) => [batch, account, amount])).toEqual([
      ['CIN7PURCH', 'V1', '-27.65'],
      ['CIN7PURCH', '2110', '15.66'],
      ['CIN7PURCH', '8210', '11.99'],
      ['CIN7SALES', 'C1', '23.98'],
      ['CIN7SALES', '6110', '-23.98'],
    ]);
    expect(lines[0]?.[5]).toBe('I-1');
  });
});

describe('releases', () => {
  const releases: readonly (readonly [Release, boolean])[] = [
    ['nav2017', false],
    ['nav2018', true],
    ['bc14', true],
    ['bc16', true],
  ];
  test.each(releases)('%s', async (release, posts) => {
    bench.sandbox.nav.useRelease(release);
    bench.clock.advance(25 * 3_600_000);
    happenAll(1);
    const kinds = posts ? 'yes' : 'no';
    expect(states(await nextPass())).toEqual(written.map((state) => state.replace('yes', kinds)));
    if (!posts) {
      bench.sandbox.nav.postBatch('GENERAL', 'CIN7PURCH');
      bench.sandbox.nav.postBatch('GENERAL', 'CIN7SALES');
      expect(states(await nextPass())).toEqual(written);
    }
    expect(right(1)).toEqual([]);
  });
});

describe('habits of servers', () => {
  const habits: readonly (readonly [string, Partial<Switches>])[] = [
    ['fields are validated in the order of the page', { keepsOrder: false }],
    ['options are escaped', { escapedOptions: true }],
    ['batches are not transactional', { batch: 'plain' }],
    ['no batches', { batch: 'none' }],
    [
      'pages of three rows, next links of another host',
      { pageSize: 3, publicBaseUrl: 'https://nav.example:7048/BC' },
    ],
    ['no API', { apiEnabled: false }],
  ];
  test.each(habits)('%s', async (_, habit) => {
    Object.assign(bench.sandbox.nav, habit);
    bench.clock.advance(25 * 3_600_000);
    happenAll(1);
    happenAll(2);
    await nextPass();
    if (habit.apiEnabled === false) {
      bench.sandbox.nav.postBatch('GENERAL', 'CIN7PURCH');
      bench.sandbox.nav.postBatch('GENERAL', 'CIN7SALES');
      await nextPass();
    }
    expect([...right(1), ...right(2)]).toEqual([]);
  });

  test('a multitenant server is told its tenant with every request', async () => {
    Object.assign(bench.sandbox.nav, { tenant: 'larder', pageSize: 3 });
    bench.pair = { ...bench.pair, erp: { ...bench.pair.erp, tenant: 'larder' } as typeof bench.pair.erp };
    happenAll(1);
    happenAll(2);
    await nextPass();
    expect([...right(1), ...right(2)]).toEqual([]);
  });
});

describe('posting', () => {
  test('a batch with lines of somebody else is not posted', async () => {
    bench.sandbox.nav.addLine('GENERAL', 'CIN7PURCH', {
      Posting_Date: '2026-09-14',
      Document_No: 'BY-HAND',
      Account_Type: 'G/L Account',
      Account_No: '8130',
      Amount: 5,
    });
    navScenes[0]?.happen(bench, 1);
    const passes = await nextPass();
    expect(states(passes)).toEqual(['bill held no', 'credit held no']);
    expect(problems(passes).map(({ code, seen }) => [code, /BY-HAND/.test(seen ?? '')])).toEqual([
      ['post-refused', true],
      ['post-refused', true],
    ]);
    expect(bench.sandbox.nav.company.vendorEntries.all()).toEqual([]);
    bench.sandbox.nav.deleteLine('GENERAL', 'CIN7PURCH', 10_000);
    await nextPass();
    await nextPass();
    expect(right(1).filter((wrong) => !/INV|CR-/.test(wrong))).toEqual([]);
  });

  test('what was written without posting is posted once the flow posts', async () => {
    happenAll(1);
    happenAll(2);
    await nextPass({ flow: { post: false } });
    expect(bench.sandbox.nav.company.vendorEntries.all()).toEqual([]);
    await nextPass();
    await nextPass();
    expect([...right(1), ...right(2)]).toEqual([]);
  });

  test('lines in the job queue are noticed when they are posted', async () => {
    bench.sandbox.nav.postWithJobQueue = true;
    happenAll(1);
    await nextPass();
    bench.sandbox.nav.runJobQueue();
    await nextPass();
    expect(right(1)).toEqual([]);
  });

  test('a closed period holds the document; it is posted once the period is open', async () => {
    bench.sandbox.nav.setPostingRange('2026-10-01');
    bench.clock.advance(2 * 3_600_000);
    happenAll(1);
    const held = await nextPass();
    expect(problems(held).map(({ code }) => code)).toEqual(Array(4).fill('period-closed'));
    bench.sandbox.nav.setPostingRange('2026-01-01');
    await nextPass();
    await nextPass();
    expect(right(1)).toEqual([]);
  });

  test('what cannot be posted does not stay in the way of the others', async () => {
    const bare = { Vendor_Posting_Group: '' };
    bench.sandbox.cin7.addSupplier({ Name: 'No Groups', PaymentTerm: '30 days' });
    bench.sandbox.nav.addVendor({ No: 'V0', Name: 'No Groups', Payment_Terms_Code: '30 DAYS', ...bare });
    const lines = [{ sku: 'OIL-01', quantity: '1', price: '1.00', account: '310' }];
    bench.sandbox.cin7.addPurchase({ supplier: 'No Groups', lines, invoices: [{ number: 'N-1' }] });
    // Three lines at 0.03 make a tax of 0.03 on the whole; a server that reckons by line makes 0.01 of each.
    const cents = Array.from({ length: 3 }, () => ({
      sku: 'OIL-01',
      quantity: '1',
      price: '0.12',
      account: '310',
    }));
    const odd = { supplier: 'Harbour Oils', lines: cents, invoices: [{ number: 'N-2', tax: '0.07' }] };
    bench.sandbox.cin7.addPurchase(odd as Parameters<typeof bench.sandbox.cin7.addPurchase>[0]);
    navScenes[0]?.happen(bench, 1);
    const passes = await nextPass();
    expect(states(passes)).toContain('bill held no');
    expect(right(1).filter((wrong) => !/INV|CR-/.test(wrong))).toEqual([]);
    expect(bench.sandbox.nav.company.genLines.all()).toEqual([]);
    bench.sandbox.nav.editVendor('V0', {
      Vendor_Posting_Group: 'DOMESTIC',
      Gen_Bus_Posting_Group: 'DOMESTIC',
    });
    await nextPass();
    const posted = bench.sandbox.nav.company.vendorEntries.all().map((row) => row.External_Document_No);
    expect(posted).toContain('N-1');
  });

  test('a batch that waits for approval is held', async () => {
    navScenes[0]?.happen(bench, 1);
    await nextPass({ flow: { post: false } });
    bench.sandbox.nav.requestApproval('GENERAL', 'CIN7PURCH');
    navScenes[0]?.happen(bench, 2);
    const passes = await nextPass({ flow: { post: false } });
    expect(problems(passes).map(({ code }) => code)).toEqual(['approval-pending', 'approval-pending']);
  });
});

describe('what people do in the journal', () => {
  test('a group that was changed is held and not posted; deleted, it is told', async () => {
    navScenes[0]?.happen(bench, 1);
    await nextPass({ flow: { post: false } });
    const line = bench.sandbox.nav.company.genLines.find(({ Account_No }) => Account_No === '8210');
    bench.sandbox.nav.editLine('GENERAL', 'CIN7PURCH', line?.Line_No ?? 0, { Account_No: '8310' });
    const passes = await nextPass();
    expect(problems(passes).map(({ code }) => code)).toContain('line-differs');
    for (const { Line_No } of bench.sandbox.nav.company.genLines.all())
      bench.sandbox.nav.deleteLine('GENERAL', 'CIN7PURCH', Line_No);
    expect(states(await nextPass({ flow: { post: false } }))).toContain('bill diverged no');
  });

  test('what is reversed in the ledger is told until a person accepts it', async () => {
    happenAll(1);
    await nextPass();
    const number = bench.sandbox.nav.company.vendorEntries.all()[0]?.Document_No ?? '';
    bench.sandbox.nav.reverse(number);
    const passes = await nextPass();
    const told = problems(passes).map(({ code, seen }) => [code, seen]);
    expect(told).toEqual([['deleted-at-target', `${number}: reversed in the ledger`]]);
    expect(states(await nextPass())).toEqual(['bill diverged yes']);
    const [bill] = passes.flatMap(({ documents }) => documents.filter(({ state }) => state === 'diverged'));
    await nextPass({ replay: new Set([bill?.id ?? '']), accept: 'entered by hand' });
    expect(states(await nextPass())).toEqual([]);
  });

  test('a bill that stands in the ledger already is linked, with another amount it is told', async () => {
    for (const [number, amount] of [
      ['I-1', '-27.65'],
      ['I-2', '-30.00'],
    ] as const) {
      const common = { Posting_Date: '2026-09-01', Document_Type: 'Invoice', Document_No: `H-${number}` };
      const external = { External_Document_No: number };
      bench.sandbox.nav.addLine('GENERAL', 'DEFAULT', {
        ...common,
        ...external,
        Account_Type: 'Vendor',
        Account_No: 'V1',
        Amount: Number(amount),
      });
      bench.sandbox.nav.addLine('GENERAL', 'DEFAULT', {
        ...common,
        ...external,
        Account_Type: 'G/L Account',
        Account_No: '8130',
        Amount: -Number(amount),
      });
    }
    bench.sandbox.nav.postBatch('GENERAL', 'DEFAULT');
    for (const n of [1, 2])
      bench.sandbox.cin7.addPurchase({
        supplier: 'Harbour Oils',
        lines: [
          { sku: 'OIL-01', quantity: '3', price: '4.35', account: '310' },
          { description: 'Freight', price: '9.99', account: '425' },
        ],
        invoices: [{ number: `I-${n}` }],
      });
    expect(states(await nextPass())).toEqual(['bill diverged unknown', 'bill linked yes']);
    expect(bench.sandbox.nav.company.genLines.all()).toEqual([]);
  });

  test('a bill that changes before it is posted is written anew', async () => {
    const invoices = [{ number: 'I-1' }];
    const lines = [{ sku: 'OIL-01', quantity: '3', price: '4.35', account: '310' }];
    const purchase = bench.sandbox.cin7.addPurchase({ supplier: 'Harbour Oils', lines, invoices });
    await nextPass({ flow: { post: false } });
    bench.sandbox.cin7.editInvoice(purchase.id, { lines: [{ ...lines[0], sku: 'OIL-01', price: '5.00' }] });
    await nextPass();
    const [entry, ...more] = bench.sandbox.nav.company.vendorEntries.all();
    expect([entry?.Amount, more.length]).toEqual(['-18', 0]);
    expect(bench.sandbox.nav.company.genLines.all()).toEqual([]);
  });
});

describe('what happens to a sale in Cin7', () => {
  const sold = [{ sku: 'OIL-01', quantity: '2', price: '9.99', account: '200', taxRule: 'Tax on Sales' }];
  const sell = () => bench.sandbox.cin7.addSale({ customer: 'Corner Cafe', lines: sold, invoices: [{}] });

  test('voided before it is posted, its group is taken out; after that, it is told', async () => {
    const early = sell();
    await nextPass({ flow: { post: false } });
    expect(bench.sandbox.nav.company.genLines.all()).toHaveLength(2);
    bench.sandbox.cin7.voidSale(early.id);
    await nextPass({ flow: { post: false } });
    expect(bench.sandbox.nav.company.genLines.all()).toEqual([]);
    const late = sell();
    await nextPass();
    bench.sandbox.cin7.voidSale(late.id);
    const passes = await nextPass();
    expect(problems(passes).map(({ code }) => code)).toEqual(['voided-after-posting']);
  });
});

describe('customers', () => {
  test('of two with one name the second gets its number behind it in Cin7, and both stay linked', async () => {
    bench.sandbox.nav.addCustomer({
      No: 'C8',
      Name: 'Twin Foods',
      Address: '1 Quay',
      Country_Region_Code: 'GB',
    });
    bench.sandbox.nav.addCustomer({
      No: 'C9',
      Name: 'Twin Foods',
      Address: '9 Quay',
      Country_Region_Code: 'GB',
    });
    await nextPass();
    await nextPass();
    const names = () =>
      bench.sandbox.cin7.state.customers
        .map((row) => String(row['Name']))
        .filter((name) => /Twin/.test(name));
    expect(names().sort()).toEqual(['Twin Foods', 'Twin Foods (C9)']);
    bench.sandbox.nav.editCustomer('C9', { Phone_No: '0113 99' });
    bench.clock.advance(24 * 3_600_000);
    await nextPass();
    expect(names().sort()).toEqual(['Twin Foods', 'Twin Foods (C9)']);
    expect(bench.sandbox.nav.company.customers.get('C9')?.Name).toBe('Twin Foods');
    const passes = await nextPass();
    expect(problems(passes)).toEqual([]);
  });
});
