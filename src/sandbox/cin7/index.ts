import { type Instant, shift } from '../../domain/time.ts';
import type { VirtualClock } from '../clock.ts';
import { type Answer, type SandboxRequest, type Service, tail } from '../exchange.ts';
import { guidOf } from '../ids.ts';
import { bodyOf } from '../json-body.ts';
import type { Sender } from '../push/pushes.ts';
import { watched } from '../push/watch.ts';
import { createDatabase, inTransactions } from '../tables.ts';
import { Cin7Refusal, errorAnswer, wrongCredentials } from './errors.ts';
import { createLimits, limited, throttled } from './limits.ts';
import { type Cin7People, cin7People } from './people.ts';
import { astray, endpointAt, endpointPath, run } from './route.ts';
import type { PartVersion, PartyRow, ProductRow, PurchaseRow, ReferenceRow } from './rows.ts';
import type { SaleRow } from './sale-rows.ts';
import { fillSetup } from './setup.ts';
import {
  createNewId,
  createStamps,
  createTables,
  type MeRow,
  type ReferenceListName,
  type Switches,
  type World,
} from './state.ts';
import type { AdjustmentRow, MovementRow, StockTaskRow } from './stock-rows.ts';
import { watchedRows, webhookEvents } from './webhook-events.ts';
import { createWebhookSender } from './webhook-sender.ts';

/** Cin7 Core's API V2 (apis/cin7-core.md), the people who work in it, and what is not certain about it. */
export interface Cin7Standin extends Service, Cin7People, Switches {
  readonly state: Cin7View;
  readonly accountId: string;
  addKey(applicationKey: string): void;
  removeKey(applicationKey: string): void;
  /** Requests other than GET that named the chart of accounts. */
  readonly accountWrites: readonly string[];
  /** Purchases that were changed through the API. */
  readonly purchaseWrites: readonly string[];
  /** Stock adjustments that were written through the API: number and reference. */
  readonly adjustmentWrites: readonly string[];
  /** What it tells by webhooks. */
  readonly sender: Sender;
}

/** The records as they are kept, for assertions: plain arrays. */
export interface Cin7View {
  readonly suppliers: readonly PartyRow[];
  readonly customers: readonly PartyRow[];
  readonly products: readonly ProductRow[];
  readonly purchases: readonly PurchaseRow[];
  readonly sales: readonly SaleRow[];
  readonly adjustments: readonly AdjustmentRow[];
  /** Transfers, write-offs, assemblies and disassemblies. */
  readonly stockTasks: readonly StockTaskRow[];
  /** What on-hand is made of, besides what the sandbox began with. */
  readonly movements: readonly MovementRow[];
  readonly references: Readonly<Record<ReferenceListName, readonly ReferenceRow[]>>;
  readonly me: MeRow;
  /** What every invoice and credit note ever said. */
  readonly versions: readonly PartVersion[];
  /** As `versions`, of sales. */
  readonly saleVersions: readonly PartVersion[];
  /** When purchases and sales were read through the API. */
  readonly readings: World['readings'];
}

export interface Cin7Options {
  readonly clock: VirtualClock;
  readonly tick: () => number;
  readonly requestsPerMinute: number;
}

export const cin7Defaults = {
  accountId: guidOf('sandbox cin7 account'),
  applicationKey: guidOf('sandbox cin7 key'),
} as const;

export function createCin7({ clock, tick, requestsPerMinute }: Cin7Options): Cin7Standin {
  const database = createDatabase();
  const now = (): Instant => shift(clock.now(), standin.skewMs);
  const tables = createTables(database);
  const me: MeRow = {
    Company: 'Larder & Vine Ltd',
    Currency: 'GBP',
    TimeZone: 'GMT Standard Time',
    LockDate: null,
    TaxCalculationMethod: 'Row Total',
  };
  const world: World = {
    ...tables,
    database,
    clock,
    me,
    versions: [],
    readings: [],
    saleVersions: [],
    adjustmentWrites: [],
    // The switches are fields of the stand-in itself, so that a test can set them there.
    get switches() {
      return standin;
    },
    now,
    stamp: createStamps(now),
    newId: createNewId(),
    tick,
  };
  fillSetup(world);
  const sender = createWebhookSender(world);
  const transaction = watched(
    database.transaction,
    sender.listens,
    () => watchedRows(world),
    (before, after) => sender.tell(webhookEvents(world, before, after)),
  );
  const keys = new Set<string>([cin7Defaults.applicationKey]);
  const limits = createLimits();
  const accountWrites: string[] = [];
  const purchaseWrites: string[] = [];

  function handle(request: SandboxRequest): Answer {
    const path = endpointPath(request.path);
    if (path === undefined) return astray(request);
    const refused = admit(request, path);
    if (refused !== undefined) return refused;
    const endpoint = endpointAt(path);
    if (endpoint === undefined) return astray(request);
    try {
      const answer = transaction(() => run(world, endpoint, request));
      if (request.method !== 'GET' && /^(advanced-)?purchase/.test(path) && answer.status === 200)
        purchaseWrites.push(`${request.method} ${request.path}`);
      return answer;
    } catch (error) {
      if (error instanceof Cin7Refusal) return errorAnswer(path, request.method, error);
      throw error;
    }
  }

  /** Credentials first, then the limit. */
  function admit(request: SandboxRequest, path: string): Answer | undefined {
    if (request.method !== 'GET' && path.startsWith('ref/account'))
      accountWrites.push(`${request.method} ${request.path}`);
    const key = keyOf(request);
    if (request.headers['api-auth-accountid']?.toLowerCase() !== cin7Defaults.accountId || !keys.has(key))
      return wrongCredentials;
    const budget = standin.limitScope === 'account' ? 'account' : key;
    if (limits.admit(budget, clock.now(), standin.requestsPerMinute)) return undefined;
    return limited(standin.limitShape, path);
  }

  const references = {} as Record<ReferenceListName, readonly ReferenceRow[]>;
  for (const name of Object.keys(tables.references) as ReferenceListName[])
    Object.defineProperty(references, name, { enumerable: true, get: () => tables.references[name].all() });
  const state: Cin7View = {
    get suppliers() {
      return tables.suppliers.all();
    },
    get customers() {
      return tables.customers.all();
    },
    get products() {
      return tables.products.all();
    },
    get purchases() {
      return tables.purchases.all();
    },
    get sales() {
      return tables.sales.all();
    },
    get adjustments() {
      return tables.adjustments.all();
    },
    get stockTasks() {
      return tables.stockTasks.all();
    },
    get movements() {
      return tables.movements.all();
    },
    references,
    me,
    versions: world.versions,
    saleVersions: world.saleVersions,
    readings: world.readings,
  };

  const standin: Cin7Standin = {
    ...inTransactions(cin7People(world), transaction),
    system: 'cin7',
    skewMs: 0,
    requestsPerMinute,
    limitShape: '429',
    limitScope: 'key',
    order: 'newest-first',
    mixedGuidCase: true,
    putAway: true,
    inclusiveTotals: true,
    stockTakesAdjust: true,
    state,
    accountId: cin7Defaults.accountId,
    accountWrites,
    purchaseWrites,
    adjustmentWrites: world.adjustmentWrites,
    sender,
    handle,
    caller: (request) => tail(keyOf(request)),
    keep: bodyOf,
    throttled: (_request, throttling) => throttled(throttling),
    expire: (request) => {
      keys.delete(keyOf(request));
    },
    addKey: (key) => {
      keys.add(key.toLowerCase());
    },
    removeKey: (key) => {
      keys.delete(key.toLowerCase());
    },
  };
  return standin;
}

const keyOf = (request: SandboxRequest): string =>
  request.headers['api-auth-applicationkey']?.toLowerCase() ?? '';
