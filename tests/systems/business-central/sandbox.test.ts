import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Bill } from '../../../src/domain/bill.ts';
import { decimal } from '../../../src/domain/decimal.ts';
import type { Party } from '../../../src/domain/party.ts';
import type { DocumentTarget, Done, Draft, Lookups, Outcome, System } from '../../../src/engine/ports.ts';
import { createMapping } from '../../../src/mapping/mapping.ts';
import { demoConfigText, type Sandbox } from '../../../src/sandbox/start.ts';
import { createBusinessCentral } from '../../../src/systems/business-central/index.ts';
import { pairOf } from '../../config/sample.ts';
import { depsOf, emptySandbox, lookupsFrom } from '../../contract/support.ts';
import { bill, credit, item, line, money, totals } from './documents.ts';

let sandbox: Sandbox;
let system: System;
let vendor: Party;
const mapping = () => createMapping(pairOf(demoConfigText(sandbox)).mapping);

beforeEach(async () => {
  sandbox = await emptySandbox();
  system = newSystem();
  const row = sandbox.businessCentral.addVendor({ number: 'V00010', displayName: 'Tea Co' });
  vendor = { id: row.id, code: row.number, name: 'Tea Co', currency: 'GBP', status: 'active' };
});
afterEach(async () => {
  await system.close();
  await sandbox.close();
});

const newSystem = (deps = depsOf(sandbox)): System => {
  const { clientId, clientSecret } = sandbox.credentials.entra;
  const pair = pairOf(demoConfigText(sandbox));
  return createBusinessCentral({
    pair,
    credentials: { clientId, clientSecret },
    ca: sandbox.ca,
    mapping: mapping(),
    deps,
  });
};

const lookups = async (more: Partial<Lookups> = {}): Promise<Lookups> => ({
  ...(await lookupsFrom(system.references, {
    mapping: mapping(),
    master: (flow) =>
      flow === 'suppliers'
        ? { ref: { id: vendor.id, number: vendor.code }, record: vendor }
        : item('TEA-01', 'TEA-01'),
    document: () => undefined,
    siblings: () => [],
  })),
  ...more,
});
const byItem = { options: { lines: 'item', postingDate: 'invoice-date', closedPeriod: 'hold' } } as const;

const targetOf = (kind: Bill['kind']) =>
  (kind === 'bill' ? system.targets.bills : system.targets.credits) as DocumentTarget<Bill, Draft>;

async function draftOf(document: Bill, at?: Lookups): Promise<Draft> {
  const mapped = targetOf(document.kind).map(document, at ?? (await lookups()));
  if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems, null, 1));
  return mapped.draft;
}

/** Create, fills, read back: what the engine does before it posts. */
async function written(document: Bill, at?: Lookups) {
  const target = targetOf(document.kind);
  const draft = await draftOf(document, at);
  const done: Record<string, Outcome> = {};
  const ran: string[] = [];
  for (;;) {
    const step = target.steps(draft, done).find(({ name, role }) => role !== 'post' && !(name in done));
    if (!step) break;
    done[step.name] = await step.run(done);
    ran.push(step.name);
  }
  const id = done['create']?.ref?.id ?? '';
  const [remote] = await target.read([{ id }]);
  if (!remote) throw new Error('it is not there');
  const post = async () => {
    const step = target.steps(draft, done).at(-1);
    await step?.run(done as Done);
    return (await target.read([{ id }]))[0];
  };
  return { target, draft, done, ran, id, remote, post, differences: target.compare(draft, remote) };
}

const tea = (more: Partial<Bill['lines'][number]> = {}) => line({ account: '310', ...more });
/** With a dimension of its account and one of its location. */
const freight = line({
  kind: 'charge',
  sku: undefined,
  description: 'Freight',
  quantity: decimal(1),
  price: money(10),
  total: money(10),
  tax: money(2),
  account: '425',
});
const goods = bill({ location: 'Showroom', lines: [tea(), freight], totals: totals(135, 27, 162) });

describe('dimensions', () => {
  const posts = () => sandbox.journal.count({ system: 'businessCentral', method: 'POST' });

  test('go along with the create where the server takes them', async () => {
    const { ran, differences } = await written(goods);
    expect(ran).toEqual(['create']);
    expect(differences).toEqual([]);
  });

  test('are set afterwards where it does not, which is found out once', async () => {
    sandbox.businessCentral.nestedDimensions = false;
    const { ran, differences, post } = await written(goods);
    expect(ran).toEqual(['create', 'complete']);
    expect(differences).toEqual([]);
    expect((await post())?.status).toBe('posted');
    const before = posts();
    await written({ ...goods, number: 'INV-78' });
    // One create, and three dimensions: two of the freight line, one of the goods.
    expect(posts() - before).toBe(4);
  });

  test('that a vendor brings along are replaced, not doubled', async () => {
    sandbox.businessCentral.vendorDefaultDimension('V00010', 'AREA', 'NORTH');
    sandbox.businessCentral.vendorDefaultDimension('V00010', 'PROJECT', 'XMAS');
    const { ran, differences, remote } = await written(goods);
    expect(ran).toEqual(['create', 'complete']);
    expect(differences).toEqual([]);
    const content = remote.content as {
      purchaseInvoiceLines: { dimensionSetLines: { code: string; valueCode: string }[] }[];
    };
    expect(
      content.purchaseInvoiceLines[0]?.dimensionSetLines.map(({ code, valueCode }) => [code, valueCode]),
    ).toEqual(
      expect.arrayContaining([
        ['AREA', 'LONDON'],
        ['PROJECT', 'XMAS'],
      ]),
    );
  });

  test('that were lost on the way are told as differences, and as begun by us', async () => {
    sandbox.businessCentral.nestedDimensions = false;
    const target = targetOf('bill');
    const draft = await draftOf(goods);
    const [create] = target.steps(draft, {});
    await create?.run({});
    const [hit] = await target.find(draft);
    expect(hit && target.compare(draft, hit).map(({ field }) => field)).toEqual([
      'line 1 dimension AREA',
      'line 2 dimension AREA',
      'line 2 dimension DEPARTMENT',
    ]);
    expect(hit && target.began?.(draft, hit)).toBe(true);
  });
});

test('a server that does not expand on two levels is read line by line', async () => {
  const refuse = {
    system: 'businessCentral' as const,
    method: 'GET',
    match: ({ query }: { query: URLSearchParams }) => /\(\$expand/.test(query.get('$expand') ?? ''),
    times: 100,
    fault: {
      kind: 'status' as const,
      status: 400,
      body: { error: { code: 'BadRequest', message: 'No multi-level expand.' } },
    },
  };
  sandbox.faults.add(refuse);
  const { differences, id, target } = await written(goods);
  expect(differences).toEqual([]);
  const nested = () => sandbox.journal.find({ system: 'businessCentral', fault: 'status' }).length;
  const before = nested();
  await target.read([{ id }]);
  expect(nested()).toBe(before);
});

describe('item lines', () => {
  const product = tea({
    quantity: decimal(12),
    price: money('2.5'),
    discountPercent: decimal(10),
    total: money(27),
    tax: money('5.4'),
  });
  const document = bill({ location: 'Main Warehouse', lines: [product], totals: totals(27, '5.4', '32.4') });
  beforeEach(() => {
    sandbox.businessCentral.addItem({ number: 'TEA-01', displayName: 'Green tea' });
  });

  test('are booked at quantity and price, less a discount that makes the total', async () => {
    const { differences, remote, draft, post } = await written(document, await lookups(byItem));
    expect(differences).toEqual([]);
    expect(remote.totals).toEqual(draft.totals);
    expect((await post())?.status).toBe('posted');
  });

  test('keep their cost when a price list says another', async () => {
    sandbox.businessCentral.addPrice('V00010', 'TEA-01', '9.99');
    const { differences, remote, draft } = await written(document, await lookups(byItem));
    expect(differences).toEqual([]);
    expect(remote.totals).toEqual(draft.totals);
  });

  test('whose cost was changed on the way in are put right', async () => {
    const target = targetOf('bill');
    const draft = await draftOf(document, await lookups(byItem));
    const [create] = target.steps(draft, {});
    const outcome = await create?.run({});
    sandbox.businessCentral.editDraftLine(outcome?.ref?.id ?? '', 0, { unitCost: 9.99 });
    const done: Done = { create: { ...outcome, whole: false } };
    const complete = target.steps(draft, done).find(({ role }) => role === 'fill');
    if (complete?.role !== 'fill') throw new Error('nothing to complete');
    expect(await complete.probe(done)).toBeUndefined();
    await complete.run(done);
    expect(await complete.probe(done)).toBeDefined();
    const [remote] = await target.read(outcome?.ref ? [outcome.ref] : []);
    expect(remote && target.compare(draft, remote)).toEqual([]);
    expect(remote?.totals).toEqual(draft.totals);
  });
});

describe('amounts', () => {
  test('of a tax-inclusive bill are sent with the tax, of a tax-inclusive credit note without it', async () => {
    const inclusive = { taxInclusive: true, location: 'Main Warehouse', lines: [tea({ total: money(150) })] };
    for (const document of [bill(inclusive), credit(inclusive)]) {
      const { differences, remote, draft, post } = await written(document);
      expect(differences).toEqual([]);
      expect(remote.totals).toEqual(draft.totals);
      expect((await post())?.status).toBe('posted');
    }
  });

  test('of negative lines and of zero-total bills are posted', async () => {
    const rebate = {
      ...freight,
      description: 'Rebate',
      price: money(-5),
      total: money(-5),
      tax: money(-1),
      account: '330',
    };
    const mixed = bill({ location: 'Main Warehouse', lines: [tea(), rebate], totals: totals(120, 24, 144) });
    const free = bill({
      number: 'FREE',
      location: 'Main Warehouse',
      lines: [tea({ total: money(0), tax: money(0), price: money(0) })],
      totals: totals(0, 0, 0),
    });
    for (const document of [mixed, free]) {
      const { differences, remote, draft, post } = await written(document);
      expect(differences).toEqual([]);
      expect(remote.totals).toEqual(draft.totals);
      expect((await post())?.status).toBe('posted');
    }
  });

  test('that differ by a cent can be booked on the rounding account', async () => {
    sandbox.businessCentral.roundingQuirk = true;
    const { target, draft, done, remote } = await written(
      bill({ location: 'Main Warehouse', lines: [tea()] }),
    );
    expect(remote.totals.gross).toEqual(money('150.01'));
    const step = target.round?.(draft, money('-0.01'), '80100');
    expect(await step?.probe(done)).toBeUndefined();
    await step?.run(done);
    expect(await step?.probe(done)).toBeDefined();
    expect((await target.read([remote.ref]))[0]?.totals.gross).toEqual(money(150));
  });

  test('in a foreign currency are settled with what the ledger booked, if it may be read', async () => {
    const foreign = bill({
      currency: 'EUR',
      rate: decimal('0.85'),
      location: 'Main Warehouse',
      lines: [tea({ price: money('12.5', 'EUR'), total: money(125, 'EUR'), tax: money(25, 'EUR') })],
      totals: totals(125, 25, 150, 'EUR'),
    });
    const { target, draft, id, post, remote } = await written(foreign);
    expect(remote.currency).toBe('EUR');
    expect(remote.totals).toEqual(draft.totals);
    await post();
    const [settled] = (await target.settle?.([{ draft, ref: { id } }])) ?? [];
    // 125 at the rate of the books, 0.8642; Cin7's own rate gave 106.25.
    expect(settled?.baseNet).toEqual(money('108.03'));
    expect(draft.baseNet).toEqual(money('106.25'));
    const forbidden = { error: { code: 'Authorization_RequestDenied', message: 'No.' } };
    sandbox.faults.add({
      system: 'businessCentral',
      path: /generalLedgerEntries/,
      fault: { kind: 'status', status: 403, body: forbidden },
    });
    const [without] = (await target.settle?.([{ draft, ref: { id } }])) ?? [];
    expect(without?.ref.number).toBe(settled?.ref.number);
    expect(without?.baseNet).toBeUndefined();
  });
});

describe('a posting that the server does not allow now', () => {
  test('is held: approval', async () => {
    sandbox.businessCentral.approvals = true;
    const { post } = await written(goods);
    await expect(post()).rejects.toMatchObject({ kind: 'held', problems: [{ code: 'approval-pending' }] });
  });

  test('is held: a closed period that no API shows', async () => {
    sandbox.businessCentral.setUserPostingRange('2026-10-01');
    const { post, draft } = await written(goods);
    expect(draft.hold).toBeUndefined();
    await expect(post()).rejects.toMatchObject({ kind: 'held', problems: [{ code: 'period-closed' }] });
  });

  test('is refused in its own words, with what to do: posting groups', async () => {
    sandbox.businessCentral.setPostingGroups('V00010', false);
    await expect(written(goods).then(({ post }) => post())).rejects.toMatchObject({
      kind: 'refused',
      problems: [{ fix: expect.stringContaining('posting groups') }],
    });
  });

  test('is refused for a number that was posted before, by whoever', async () => {
    await (await written(goods)).post();
    const second = await written(goods);
    await expect(second.post()).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('already exists for this vendor'),
    });
  });
});

test('a document of the vendor that is paid instead is a hit too', async () => {
  sandbox.businessCentral.addVendor({ number: 'V00020', displayName: 'Tea Group' });
  sandbox.businessCentral.setPayTo('V00020', 'V00010');
  sandbox.businessCentral.addDraft('invoice', { vendorNumber: 'V00020', vendorInvoiceNumber: 'INV-77' });
  const hits = await targetOf('bill').find(await draftOf(goods));
  expect(hits.map(({ ref, status }) => [ref.number !== '', status])).toEqual([[true, 'draft']]);
});

describe('a credit memo of which only the header tells whether it was posted', () => {
  const forbidden = { error: { code: 'Authorization_RequestDenied', message: 'No.' } };
  const hideLedger = () =>
    sandbox.faults.add({
      system: 'businessCentral',
      path: /generalLedgerEntries/,
      times: 100,
      fault: { kind: 'status', status: 403, body: forbidden },
    });
  const document = credit({ location: 'Main Warehouse', lines: [tea()] });

  test('was posted if its number is another than that of our draft', async () => {
    const { target, draft, done, post } = await written(document);
    hideLedger();
    expect((await post())?.status).toBe('pending');
    const step = target.steps(draft, done).at(-1);
    if (step?.role !== 'post') throw new Error('no post');
    expect((await step.probe(done))?.ref?.number).toMatch(/^109/);
  });

  test('cannot be told where we do not know our number: it is not posted again', async () => {
    const { target, draft, done, id, post } = await written(document);
    hideLedger();
    await post();
    const step = target.steps(draft, done).at(-1);
    if (step?.role !== 'post') throw new Error('no post');
    await expect(step.probe({ create: { ref: { id } } })).rejects.toMatchObject({ kind: 'unknown' });
  });
});

describe('the company', () => {
  const companyCalls = () => sandbox.journal.count({ system: 'businessCentral', path: /\/companies$/ });

  test('is looked up once for all processes, and again when it is lost', async () => {
    const deps = depsOf(sandbox);
    for (let n = 0; n < 2; n += 1) await newSystem(deps).references.load('units', { fresh: true });
    expect(companyCalls()).toBe(1);
    sandbox.faults.add({
      system: 'businessCentral',
      fault: {
        kind: 'status',
        status: 404,
        body: { error: { code: 'Internal_CompanyNotFound', message: 'Gone.' } },
      },
    });
    const next = newSystem(deps);
    await expect(next.references.load('units', { fresh: true })).rejects.toMatchObject({ kind: 'refused' });
    await next.references.load('units', { fresh: true });
    expect(companyCalls()).toBe(2);
  });
});

test('every call asks for English, and nothing ever reaches the chart of accounts but GET', async () => {
  const languages = new Set<string | undefined>();
  const look = ({ headers }: { headers: Readonly<Record<string, string | undefined>> }) => {
    languages.add(headers['accept-language']);
    return false;
  };
  sandbox.faults.add({ system: 'businessCentral', match: look, fault: { kind: 'html' } });
  await (await written(goods)).post();
  expect([...languages]).toEqual(['en-US']);
  expect(sandbox.businessCentral.accountWrites).toEqual([]);
  expect(sandbox.check()).toEqual([expect.stringContaining('Cin7 has no such document')]);
});
