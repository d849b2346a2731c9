import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FlowOptions } from '../../src/config/schema.ts';
import type { Bill } from '../../src/domain/bill.ts';
import { decimal } from '../../src/domain/decimal.ts';
import { Failure, type FailureKind } from '../../src/domain/failure.ts';
import { silent } from '../../src/domain/log.ts';
import { money, sumMoney } from '../../src/domain/money.ts';
import type { Party } from '../../src/domain/party.ts';
import type { Purchase, PurchasePart } from '../../src/domain/purchase.ts';
import { fold } from '../../src/domain/text.ts';
import { type Clock, type Instant, instant, millis, type PlainDate } from '../../src/domain/time.ts';
import type { Pair, Run } from '../../src/engine/context.ts';
import type {
  Capabilities,
  DocumentTarget,
  Draft,
  Lookups,
  Mapped,
  MasterDraft,
  MasterTarget,
  Remote,
  Source,
  Step,
  System,
  Versioned,
} from '../../src/engine/ports.ts';
import { type LegToRun, type RunOptions, runPair } from '../../src/engine/run.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { indexRows } from '../../src/mapping/references.ts';
import type { Holder } from '../../src/store/holder.ts';
import { openStore, type Store } from '../../src/store/store.ts';

/** Two make-believe systems behind the engine's ports, with every fault on demand, and processes that can be killed. */
export interface World {
  readonly clock: Clock & { advance(ms: number): void };
  readonly purchases: Map<string, Purchase & { stamp: Instant }>;
  readonly suppliers: Map<string, Party & { stamp: Instant }>;
  readonly vendors: Map<string, Party & { stamp: Instant; version: number }>;
  readonly bills: Map<string, ErpBill>;
  /** Consulted at every remote call and commit, in order; returns what goes wrong there. */
  trouble: (at: string) => Trouble | undefined;
  /** Everything that was asked of a system or committed, in order. */
  readonly calls: string[];
  /** A slow server's writes, still to be carried out. */
  readonly late: (() => void)[];
  readonly path: string;
  /** Runs one process to its end, or to its crash. */
  process(
    options?: Partial<RunOptions> & { flow?: Partial<FlowOptions> },
  ): Promise<Awaited<ReturnType<typeof runPair>> | 'crashed'>;
  /** Looks into the state file. */
  look<T>(work: (store: Store) => Promise<T>): Promise<T>;
  close(): void;
}

export type Trouble =
  | 'unsent'
  | 'throttled'
  | 'refused'
  | 'unauthenticated'
  | 'lost before'
  | 'lost after'
  | 'late'
  | 'crash before'
  | 'crash after';

export interface ErpBill {
  readonly id: string;
  readonly kind: 'bill' | 'credit';
  number: string;
  readonly vendor: string;
  readonly external: string;
  status: 'draft' | 'posted';
  body: BillBody;
  /** What the ERP computes wrongly, in cents. */
  off: number;
  version: number;
}

interface BillBody {
  readonly vendor: string;
  readonly number: string;
  readonly date: string;
  readonly lines: readonly { readonly account: string; readonly amount: string; readonly tax: string }[];
}

export class Crash extends Error {}

export function createWorld(options: { twoStep?: boolean } = {}): World {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mlc-world-'));
  let now = Date.parse('2026-09-01T08:00:00.000Z');
  const clock = {
    now: () => instant(now),
    sleep: async (ms: number) => {
      now += ms;
    },
    advance: (ms: number) => {
      now += ms;
    },
  };
  let counter = 0;
  const world: World = {
    clock,
    purchases: new Map(),
    suppliers: new Map(),
    vendors: new Map(),
    bills: new Map(),
    trouble: () => undefined,
    calls: [],
    late: [],
    path: join(folder, 'state.db'),
    process: async (runOptions = {}) => runProcess(world, ++counter, options, runOptions),
    async look(work) {
      const store = openStore({ path: world.path, clock, auditKey });
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
  return world;
}

const auditKey = Buffer.alloc(32, 7);

// ------------------------------------------------------------------ processes

interface Proc {
  dead: boolean;
  /** A remote call: `apply` is what the server does, if it does it. */
  remote<T>(world: World, name: string, apply: () => T, write: boolean): Promise<T>;
}

function createProcess(): Proc {
  return {
    dead: false,
    async remote(world, name, apply, write) {
      await Promise.resolve();
      if (this.dead) throw new Crash('dead');
      world.calls.push(name);
      const trouble = world.trouble(name);
      if (trouble === 'crash before') return die(this);
      const kind = kinds[trouble ?? 'none'];
      if (kind) throw failure(kind, name);
      if (trouble === 'lost before') throw failure('unknown', name);
      if (trouble === 'late' && write) {
        world.late.push(apply);
        throw failure('unknown', name);
      }
      const answer = apply();
      if (trouble === 'crash after') return die(this);
      if (trouble === 'lost after') throw failure('unknown', name);
      return answer;
    },
  };
}

const kinds: Record<string, FailureKind | undefined> = {
  unsent: 'unsent',
  throttled: 'throttled',
  refused: 'refused',
  unauthenticated: 'unauthenticated',
};

function die(process: Proc): never {
  process.dead = true;
  throw new Crash('killed');
}

const failure = (kind: FailureKind, name: string) =>
  new Failure({
    kind,
    system: name.startsWith('cin7') ? 'Cin7 Core' : 'Fake ERP',
    message: `${kind} at ${name}`,
  });

async function runProcess(
  world: World,
  number: number,
  shape: { twoStep?: boolean },
  options: Partial<RunOptions> & { flow?: Partial<FlowOptions> },
): Promise<Awaited<ReturnType<typeof runPair>> | 'crashed'> {
  const process = createProcess();
  const self: Holder = { host: 'h', boot: 'b', pid: number, started: `${number}`, instance: `${number}` };
  alive.add(number);
  const liveness = { self, isGone: (holder: Holder) => !alive.has(holder.pid) };
  const opened = openStore({ path: world.path, clock: world.clock, auditKey, liveness });
  const store: Store = {
    ...opened,
    async transact(work) {
      if (process.dead) throw new Crash('dead');
      const trouble = world.trouble('commit');
      world.calls.push('commit');
      if (trouble === 'crash before') return die(process);
      const result = await opened.transact(work);
      if (trouble === 'crash after') return die(process);
      return result;
    },
  };
  const run: Run = {
    store,
    clock: world.clock,
    log: silent,
    liveness,
    signal: new AbortController().signal,
    progress: { at: () => {} },
  };
  try {
    const reports = await runPair(run, fakePair(world, process, shape, options.flow), legs(options.flow), {
      dryRun: false,
      ...options,
    });
    return process.dead ? 'crashed' : reports;
  } catch (error) {
    if (error instanceof Crash || process.dead) return 'crashed';
    throw error;
  } finally {
    alive.delete(number);
    await opened.close();
  }
}

const alive = new Set<number>();

// ------------------------------------------------------------------ the pair

export const baseOptions = {
  enabled: true,
  every: 15,
  legs: ['cin7-to-erp'],
  since: '2026-01-01' as PlainDate,
  post: true,
  lines: 'account',
  documents: ['bills', 'credits'],
  postingDate: 'invoice-date',
  closedPeriod: 'hold',
  totalTolerance: decimal('0'),
  taxTolerance: decimal('0'),
  conflicts: 'erp-wins',
  create: 'always',
  deactivate: 'report',
  matchOn: ['code', 'taxNumber', 'name', 'email', 'phone'],
  only: {},
} as unknown as FlowOptions;

const legs = (flow: Partial<FlowOptions> = {}): LegToRun[] => [
  { flow: 'purchases', leg: 'cin7-to-erp', options: { ...baseOptions, ...flow }, kinds: ['bill', 'credit'] },
];

function fakePair(
  world: World,
  process: Proc,
  shape: { twoStep?: boolean },
  flow: Partial<FlowOptions> = {},
): Pair {
  return {
    name: 'acme',
    systems: { cin7: cin7(world, process), erp: erp(world, process, shape) },
    mapping: createMapping({}),
    flows: { purchases: { ...baseOptions, ...flow }, suppliers: baseOptions },
  };
}

const capabilities: Capabilities = {
  concurrency: 2,
  overlapMinutes: 10,
  stampGrainMs: 1000,
  lateCommitMinutes: 10,
  naturalKeys: {},
  lengths: {},
};

const common = (side: 'cin7' | 'erp', title: string, world: World, process: Proc) => ({
  side,
  name: side === 'cin7' ? 'cin7' : 'fake',
  title,
  capabilities,
  references: { lists: [], load: async () => indexRows([]) },
  ping: async () => [],
  probe: () => process.remote(world, `${side} probe`, () => undefined, false),
  requests: () => 0,
  close: async () => {},
});

const reading = <T>(process: Proc, world: World, name: string, read: () => T): Promise<T> =>
  process.remote(world, name, () => structuredClone(read()), false);

function sourceOf<R extends { id: string; stamp: Instant }>(
  process: Proc,
  world: World,
  name: string,
  rows: Map<string, R>,
  whole: boolean,
  numberOf: (row: R) => string,
): Source<R> {
  const versioned = (row: R): Versioned<R> => ({
    id: row.id,
    number: numberOf(row),
    version: `${row.stamp}#${JSON.stringify(row).length}`,
    stamp: row.stamp,
    record: row,
    servedAt: world.clock.now(),
  });
  return {
    paging: 'offset',
    async *changes(since) {
      const hits = await reading(process, world, `${name} list`, () =>
        [...rows.values()].filter((row) => since === undefined || row.stamp >= since),
      );
      yield {
        rows: hits.map((row) => {
          const { record, servedAt: _, ...rest } = versioned(row);
          return whole ? { ...rest, record } : rest;
        }),
        total: hits.length,
        servedAt: world.clock.now(),
      };
    },
    async read(id) {
      const row = await reading(process, world, `${name} read`, () => rows.get(id));
      return row && versioned(row);
    },
  };
}

function cin7(world: World, process: Proc): System {
  return {
    ...common('cin7', 'Cin7 Core', world, process),
    sources: {
      suppliers: sourceOf(
        process,
        world,
        'cin7 supplier',
        world.suppliers,
        true,
        (row) => row.name,
      ) as Source<Party>,
      purchases: sourceOf(
        process,
        world,
        'cin7 purchase',
        world.purchases,
        false,
        (row) => row.orderNumber,
      ) as Source<Purchase>,
    },
    targets: {},
  };
}

function erp(world: World, process: Proc, shape: { twoStep?: boolean }): System {
  return {
    ...common('erp', 'Fake ERP', world, process),
    sources: {
      suppliers: sourceOf(
        process,
        world,
        'erp vendor',
        world.vendors,
        true,
        (row) => row.code,
      ) as Source<Party>,
    },
    targets: {
      suppliers: vendorTarget(world, process),
      bills: billTarget(world, process, 'bill', shape),
      credits: billTarget(world, process, 'credit', shape),
    },
  };
}

// ------------------------------------------------------------------ vendors

function vendorTarget(world: World, process: Proc): MasterTarget<Party> {
  const source = sourceOf(process, world, 'erp vendor', world.vendors, true, (row) => row.code);
  const draftOf = (record: Party, current?: Versioned<Party>): MasterDraft => ({
    kind: 'supplier',
    naturalKey: `supplier|${fold(record.name)}`,
    title: `supplier ${record.name}`,
    body: { name: record.name, taxNumber: record.taxNumber },
    totals: { net: money('0', 'GBP'), tax: money('0', 'GBP'), gross: money('0', 'GBP') },
    current,
  });
  return {
    kind: 'supplier',
    needs: [],
    carry: (record) => ({ ...record, contact: undefined }),
    create: (record) => ({ ok: true, draft: draftOf(record), warnings: [] }),
    change: (current, wanted) => ({ ok: true, draft: draftOf(wanted, current), warnings: [] }),
    find: async (draft) => {
      const hits = await reading(process, world, 'erp vendor find', () =>
        [...world.vendors.values()].filter((vendor) => `supplier|${fold(vendor.name)}` === draft.naturalKey),
      );
      return Promise.all(hits.map(async (hit) => ({ ...asVersioned(hit, world) })));
    },
    read: source.read as MasterTarget<Party>['read'],
    steps: (draft) => [
      {
        role: 'create',
        name: 'create',
        run: async () => {
          const id = await process.remote(
            world,
            'erp vendor create',
            () => addVendor(world, (draft.body as Party).name),
            true,
          );
          return { ref: { id } };
        },
      },
    ],
  };
}

const asVersioned = (row: Party & { stamp: Instant }, world: World): Versioned<Party> => ({
  id: row.id,
  number: row.code,
  version: row.stamp,
  stamp: row.stamp,
  record: row,
  servedAt: world.clock.now(),
});

export function addVendor(world: World, name: string): string {
  const code = `V${String(world.vendors.size + 1).padStart(4, '0')}`;
  world.vendors.set(`v-${code}`, { ...party(`v-${code}`, name, code), stamp: world.clock.now(), version: 1 });
  return `v-${code}`;
}

const party = (id: string, name: string, code: string): Party => ({
  id,
  code,
  name,
  taxNumber: '',
  email: '',
  phone: '',
  currency: 'GBP',
  status: 'active',
});

// ------------------------------------------------------------------ bills

function billTarget(
  world: World,
  process: Proc,
  kind: 'bill' | 'credit',
  shape: { twoStep?: boolean },
): DocumentTarget<Bill> {
  const nk = (bill: ErpBill) => `${bill.kind}|${bill.vendor}|${bill.external.toUpperCase()}`;
  const toRemote = (bill: ErpBill): Remote => ({
    ref: { id: bill.id, number: bill.number, version: `${bill.version}` },
    status: bill.status,
    naturalKey: nk(bill),
    currency: 'GBP',
    totals: totalsOf(bill),
    content: structuredClone(bill.body),
  });
  const bodyOf = (draft: Draft) => draft.body as BillBody;
  const write = <T>(name: string, apply: () => T) =>
    process.remote(world, `erp ${kind} ${name}`, apply, true);
  const patch = (id: string) => {
    const bill = world.bills.get(id);
    if (bill?.status !== 'draft') throw failure('refused', 'erp');
    bill.version++;
    return bill;
  };
  return {
    kind,
    needs: [],
    map: (bill, lookups) => mapBill(bill, kind, lookups),
    find: (draft) =>
      reading(process, world, `erp ${kind} find`, () =>
        [...world.bills.values()].filter((bill) => nk(bill) === draft.naturalKey).map(toRemote),
      ),
    read: (refs) =>
      reading(process, world, `erp ${kind} read`, () =>
        refs.flatMap((ref) => {
          const bill = world.bills.get(ref.id);
          return bill ? [toRemote(bill)] : [];
        }),
      ),
    compare: (draft, remote) =>
      JSON.stringify(bodyOf(draft)) === JSON.stringify(remote.content)
        ? []
        : [{ field: 'lines', expected: JSON.stringify(draft.body), found: JSON.stringify(remote.content) }],
    began: (draft, remote) =>
      shape.twoStep === true &&
      (remote.content as BillBody).lines.length === 0 &&
      (remote.content as BillBody).date === bodyOf(draft).date,
    steps: (draft, done) =>
      billSteps(world, kind, draft, done['create']?.ref?.id, shape, write, patch, (id) =>
        reading(process, world, `erp ${kind} read`, () => world.bills.get(id)),
      ),
    withdraw: (ref) =>
      write('delete', () => {
        const bill = world.bills.get(ref.id);
        if (!bill) return;
        if (bill.status === 'posted') throw failure('refused', 'erp');
        if (ref.version !== `${bill.version}`) throw failure('stale', 'erp');
        world.bills.delete(ref.id);
      }),
  };
}

function billSteps(
  world: World,
  kind: 'bill' | 'credit',
  draft: Draft,
  created: string | undefined,
  shape: { twoStep?: boolean },
  write: <T>(name: string, apply: () => T) => Promise<T>,
  patch: (id: string) => ErpBill,
  read: (id: string) => Promise<ErpBill | undefined>,
): Step[] {
  const body = draft.body as BillBody;
  const id = created ?? '';
  const create: Step = {
    role: 'create',
    name: 'create',
    run: async () => ({
      ref: {
        id: await write('create', () => insert(world, kind, shape.twoStep ? { ...body, lines: [] } : body)),
      },
    }),
  };
  const fill: Step = {
    role: 'fill',
    name: 'lines',
    probe: async () => (((await read(id))?.body.lines.length ?? 0) > 0 ? {} : undefined),
    run: async () => {
      await write('lines', () => {
        const bill = patch(id);
        bill.body = { ...bill.body, lines: [...bill.body.lines, ...body.lines] };
      });
      return {};
    },
  };
  const post: Step = {
    role: 'post',
    name: 'post',
    probe: async () => ((await read(id))?.status === 'posted' ? {} : undefined),
    run: async () => {
      await write('post', () => {
        const bill = patch(id);
        const twin = [...world.bills.values()].some(
          (other) =>
            other.id !== id &&
            other.status === 'posted' &&
            other.kind === kind &&
            other.vendor === bill.vendor &&
            fold(other.external) === fold(bill.external),
        );
        if (twin) throw failure('refused', 'erp');
        bill.status = 'posted';
        bill.number = `P${bill.id}`;
      });
      return {};
    },
  };
  return shape.twoStep ? [create, fill, post] : [create, post];
}

let billCounter = 0;
export function insert(world: World, kind: 'bill' | 'credit', body: BillBody): string {
  const id = `b${++billCounter}`;
  world.bills.set(id, {
    id,
    kind,
    number: `D${id}`,
    vendor: body.vendor,
    external: body.number,
    status: 'draft',
    body: structuredClone(body),
    off: 0,
    version: 1,
  });
  return id;
}

function totalsOf(bill: ErpBill) {
  const net = sumMoney(
    bill.body.lines.map((line) => money(line.amount, 'GBP')),
    'GBP',
  );
  const tax = sumMoney(
    bill.body.lines.map((line) => money(line.tax, 'GBP')),
    'GBP',
  );
  const off = money(decimal((bill.off / 100).toFixed(2)), 'GBP');
  return { net, tax: sumMoney([tax, off], 'GBP'), gross: sumMoney([net, tax, off], 'GBP') };
}

function mapBill(bill: Bill, kind: 'bill' | 'credit', lookups: Lookups): Mapped<Draft> {
  const vendor = lookups.master('suppliers', bill.supplier.id);
  if (!vendor) throw new Error('the vendor was not resolved');
  const bad = bill.lines.find((line) => line.account === 'BAD');
  if (bad) {
    const problem = {
      code: 'account-unmapped',
      record: bill.number,
      field: 'line 1',
      seen: 'BAD',
      fix: 'map it',
    } as const;
    return { ok: false, problems: [problem], missing: [] };
  }
  const number = vendor.ref.number ?? '';
  const lines = bill.lines.map((line) => ({
    account: line.account ?? '',
    amount: line.total.amount,
    tax: line.tax.amount,
  }));
  return {
    ok: true,
    warnings: [],
    draft: {
      kind,
      naturalKey: `${kind}|${number}|${fold(bill.number)}`,
      title: `${kind} ${bill.number}`,
      body: { vendor: number, number: bill.number, date: bill.date ?? '', lines },
      totals: bill.totals,
    },
  };
}

// ------------------------------------------------------------------ what people do in Cin7

export function addSupplier(world: World, id: string, name: string): void {
  world.suppliers.set(id, { ...party(id, name, ''), stamp: world.clock.now() });
}

export function part(
  task: string,
  number: string,
  amount: string,
  changes: Partial<PurchasePart> = {},
): PurchasePart {
  const net = money(amount, 'GBP');
  const tax = money('0', 'GBP');
  return {
    task,
    status: 'authorised',
    number,
    date: '2026-08-20' as PlainDate,
    lines: [
      {
        kind: 'item',
        sku: 'TEA',
        productId: undefined,
        description: 'Tea',
        quantity: decimal('1'),
        price: net,
        discountPercent: decimal('0'),
        tax,
        total: net,
        account: '310',
      },
    ],
    totals: { net, tax, gross: net },
    ...changes,
  };
}

export function putPurchase(
  world: World,
  id: string,
  change: Partial<Pick<Purchase, 'invoices' | 'credits' | 'live' | 'supplier'>>,
): void {
  const before = world.purchases.get(id);
  const none = part(id, '', '0', { status: 'none' });
  const base: Purchase = before ?? {
    id,
    orderNumber: `PO-${id}`,
    live: true,
    blindReceipt: false,
    service: false,
    supplier: { id: 's1', name: 'Tea Co' },
    currency: 'GBP',
    baseCurrency: 'GBP',
    taxInclusive: false,
    order: none,
    invoices: [],
    credits: [],
    receipts: [],
    attributes: {},
  };
  world.purchases.set(id, { ...base, ...change, stamp: world.clock.now() });
}

/** Every bill of Cin7 that is authorised stands at the ERP once, posted, with its total; nothing else of ours is there. */
export function violations(world: World): string[] {
  const found: string[] = [];
  const wanted = new Map<string, string>();
  for (const purchase of world.purchases.values()) {
    for (const [kind, parts] of [
      ['bill', purchase.invoices],
      ['credit', purchase.credits],
    ] as const) {
      for (const invoice of parts) {
        if (!purchase.live || invoice.status !== 'authorised') continue;
        wanted.set(`${kind}|${fold(invoice.number)}`, invoice.totals.gross.amount);
      }
    }
  }
  const there = new Map<string, ErpBill[]>();
  for (const bill of world.bills.values()) {
    const key = `${bill.kind}|${fold(bill.external)}`;
    there.set(key, [...(there.get(key) ?? []), bill]);
  }
  for (const [key, bills] of there) {
    if (bills.length > 1)
      found.push(`${key} is there ${bills.length} times: ${bills.map((bill) => bill.status)}`);
    if (!wanted.has(key)) found.push(`${key} is there (${bills[0]?.status}) and not wanted`);
  }
  for (const [key, total] of wanted) {
    const [bill] = there.get(key) ?? [];
    if (!bill) found.push(`${key} is missing`);
    else if (bill.status !== 'posted') found.push(`${key} is not posted`);
    else if (totalsOf(bill).gross.amount !== total)
      found.push(`${key} has ${totalsOf(bill).gross.amount}, not ${total}`);
  }
  const names = [...world.vendors.values()].map((vendor) => vendor.name);
  if (new Set(names).size !== names.length) found.push(`a vendor is there twice: ${names}`);
  return found;
}

export const after = (world: World, ms: number): Instant => instant(millis(world.clock.now()) + ms);
