import { type Instant, shift } from '../../domain/time.ts';
import type { VirtualClock } from '../clock.ts';
import type { EntraStandin } from '../entra/index.ts';
import type { IssuedToken } from '../entra/state.ts';
import { type Answer, Refusal, type SandboxRequest, type Service, tail } from '../exchange.ts';
import { guidOf } from '../ids.ts';
import { bodyOf } from '../json-body.ts';
import { createDirectSender, type DirectSender } from '../push/direct.ts';
import { watched } from '../push/watch.ts';
import { createDatabase, inTransactions } from '../tables.ts';
import { batch, partsOf } from './batch.ts';
import { tellEvents, watchedRows } from './business-events.ts';
import type { Asked } from './entity.ts';
import { invoiceLines } from './invoice-lines.ts';
import { invoices } from './invoices.ts';
import { busy, createLimits, overLimit } from './limits.ts';
import { orderLines } from './order-lines.ts';
import { orders } from './orders.ts';
import { type FinanceOperationsPeople, financeOperationsPeople } from './people.ts';
import { products, releasedProductCreations, releasedProducts } from './products.ts';
import { references } from './references.ts';
import { answer, type Routes } from './route.ts';
import { fillShared } from './setup.ts';
import { createTables, type Switches, type World } from './state.ts';
import { vendors } from './vendors.ts';
import { type FinanceOperationsView, viewState } from './view.ts';

/** The OData service of Finance & Operations (apis/dynamics-fo.md), its people, and what differs between sites. */
export interface FinanceOperationsStandin extends Service, FinanceOperationsPeople, Switches {
  readonly state: FinanceOperationsView;
  /** All tables, for checks. */
  readonly world: World;
  /** The legal entity of the demo, in lower case. */
  readonly legalEntity: string;
  /** Requests other than GET that named the chart of accounts, parts of batches included. */
  readonly accountWrites: readonly string[];
  /** Business events, once an endpoint is entered. */
  readonly businessEvents: DirectSender;
}

export interface FinanceOperationsOptions {
  readonly clock: VirtualClock;
  readonly entra: EntraStandin;
  readonly tenantId: string;
  readonly tick: () => number;
  /** Rows in one answer at most. */
  readonly pageSize?: number | undefined;
}

export const financeOperationsDefaults = {
  /** As it stands in a configuration. */
  legalEntity: 'LVUK',
  /** The default company of the API's user, which is another one. */
  defaultCompany: 'usmf',
} as const;

export function createFinanceOperations(options: FinanceOperationsOptions): FinanceOperationsStandin {
  const { clock, entra, tenantId } = options;
  const database = createDatabase();
  const switches: Switches = {
    defaultCompany: financeOperationsDefaults.defaultCompany,
    clientRegistered: true,
    writeErrorStatus: 400,
    headerReferences: 'kept',
    rejectDuplicateInvoices: true,
    negativeQuantities: true,
    discounts: 'per-unit',
    invoiceAmounts: 'reckoned',
    matchNeedsConfirmation: false,
    pagesOverlap: true,
    pageSize: options.pageSize ?? 10_000,
    requestsPerFiveMinutes: 6000,
    busyParts: 0,
    updateConflicts: 0,
  };
  const now = (): Instant => shift(clock.now(), standin.skewMs);
  // The switches are fields of the stand-in itself, so that a test can set them there.
  const world: World = {
    ...createTables(database),
    database,
    clock,
    forbidden: new Map(),
    get switches() {
      return standin;
    },
    now,
    tick: options.tick,
  };
  const accountWrites: string[] = [];
  const seen = ({ method, path }: Asked) => {
    if (method !== 'GET' && /\/(MainAccounts|ChartOfAccounts|LedgerChartOfAccounts)/i.test(path))
      accountWrites.push(`${method} ${path}`);
  };
  const limits = createLimits();
  const entities = [
    vendors,
    releasedProductCreations,
    releasedProducts,
    products,
    orders,
    orderLines,
    invoices,
    invoiceLines,
    ...references,
  ];
  const routes: Routes = { world, entities };

  function answered(request: SandboxRequest): Answer {
    seen(request);
    const token = tokenOf(entra, request);
    if (token?.audience !== request.origin || token.tenantId !== tenantId || !standin.clientRegistered)
      return unauthorized;
    const wait = limits.admit(token.clientId, clock.now(), standin.requestsPerFiveMinutes);
    if (wait !== undefined) return overLimit(standin.requestsPerFiveMinutes, wait);
    if (isBatch(request)) return refusable(() => batch(routes, request, request.n, seen));
    return refusable(() => transaction(() => answer(routes, request)));
  }

  const base = {
    ...switches,
    system: 'financeOperations' as const,
    skewMs: 0,
    legalEntity: financeOperationsDefaults.legalEntity.toLowerCase(),
    accountWrites,
    handle: (request: SandboxRequest) => withActivity(answered(request), request.n),
    caller: (request: SandboxRequest) => tail(tokenOf(entra, request)?.clientId),
    keep: (request: SandboxRequest) =>
      isBatch(request) ? (partsOf(request) ?? bodyOf(request)) : bodyOf(request),
    throttled: (_request: SandboxRequest, throttling: Parameters<typeof busy>[0]) => busy(throttling),
    expire: (request: SandboxRequest) => entra.revoke(bearerOf(request)),
  };
  const standin = base as unknown as FinanceOperationsStandin;
  const businessEvents = createDirectSender('financeOperations', clock, 2000, [1000, 1000, 1000]);
  const transaction = watched(
    database.transaction,
    businessEvents.listens,
    () => watchedRows(world),
    (before, after) => tellEvents(world, businessEvents, before, after),
  );
  const people = inTransactions(financeOperationsPeople(world, base.legalEntity), transaction);
  Object.assign(standin, people, { businessEvents, world, state: viewState(world) });
  fillShared(world);
  people.addCompany(financeOperationsDefaults.defaultCompany, {
    name: 'Contoso Entertainment System USA',
    country: 'USA',
    currency: 'USD',
  });
  people.addCompany(base.legalEntity, { name: 'Larder & Vine Ltd' });
  return standin;
}

const isBatch = ({ method, path }: SandboxRequest): boolean => method === 'POST' && path === '/data/$batch';

/** Nothing but the status: the sheet expects no readable body. */
const unauthorized: Answer = {
  status: 401,
  text: '',
  headers: { 'www-authenticate': 'Bearer', 'content-length': '0' },
};

/** The id that Microsoft's support asks for. */
const withActivity = (given: Answer, n: number): Answer => ({
  ...given,
  headers: { ...given.headers, 'ms-dyn-aid': guidOf(`activity ${n}`) },
});

const bearerOf = (request: Pick<SandboxRequest, 'headers'>): string =>
  /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '';

const tokenOf = (entra: EntraStandin, request: SandboxRequest): IssuedToken | undefined =>
  entra.verify(bearerOf(request));

function refusable(run: () => Answer): Answer {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
