import { type Instant, shift } from '../../domain/time.ts';
import type { VirtualClock } from '../clock.ts';
import type { EntraStandin } from '../entra/index.ts';
import type { IssuedToken } from '../entra/state.ts';
import { type Answer, Refusal, type SandboxRequest, type Service, tail } from '../exchange.ts';
import { bodyOf } from '../json-body.ts';
import { createSubscriptions, type SubscriptionService } from '../odata/subscriptions.ts';
import { watched } from '../push/watch.ts';
import { createDatabase, inTransactions } from '../tables.ts';
import { defaultDimensions } from './default-dimensions.ts';
import { errorAnswer } from './errors.ts';
import { createLimits, tooMany } from './limits.ts';
import { type BusinessCentralPeople, businessCentralPeople } from './people.ts';
import { generalLedgerEntries, purchaseResources } from './purchases.ts';
import { referenceResources } from './references.ts';
import { answer, type Routes } from './route.ts';
import type { PurchaseDocument } from './rows.ts';
import { fillSetup } from './setup.ts';
import { type Company, createCompany, createNewId, type Switches, type World } from './state.ts';
import { vendors } from './vendors.ts';
import { type BusinessCentralView, viewState } from './view-state.ts';
import { changedSets, subscribableSets, watchedRows } from './webhooks.ts';

/** Business Central's API v2.0 (apis/business-central.md), the people who work in it, and what differs between sites. */
export interface BusinessCentralStandin extends Service, BusinessCentralPeople, Switches {
  readonly state: BusinessCentralView;
  /** The main company's tables, for checks. */
  readonly company: Company;
  readonly environment: string;
  /** Requests other than GET that named the chart of accounts. */
  readonly accountWrites: readonly string[];
  documents(): readonly PurchaseDocument[];
  /** What it tells its subscribers. */
  readonly subscriptions: SubscriptionService;
}

export interface BusinessCentralOptions {
  readonly clock: VirtualClock;
  readonly entra: EntraStandin;
  readonly tenantId: string;
  readonly tick: () => number;
  readonly pageSize: number;
  /** PEM of the authority that a receiver's certificate may come from. */
  readonly ca?: string | undefined;
}

export const businessCentralDefaults = {
  audience: 'https://api.businesscentral.dynamics.com',
  environment: 'production',
  company: 'Larder & Vine Ltd',
} as const;

export function createBusinessCentral(options: BusinessCentralOptions): BusinessCentralStandin {
  const { clock, entra, tenantId } = options;
  const database = createDatabase();
  const companies = database.table<Company>((row) => row.id);
  const switches: Switches = {
    nestedDimensions: true,
    vendorTemplate: true,
    manualVendorNumbers: true,
    externalNumberMandatory: true,
    roundingQuirk: false,
    approvals: false,
    filtersIgnoreCase: false,
    enabled: true,
    pageSize: options.pageSize,
    requestsPerFiveMinutes: 6000,
  };
  const now = (): Instant => shift(clock.now(), standin.skewMs);
  // The switches are fields of the stand-in itself, so that a test can set them there.
  const world: World = {
    database,
    clock,
    companies,
    get switches() {
      return standin;
    },
    now,
    newId: createNewId(),
    tick: options.tick,
  };
  const addCompany = (name: string, displayName: string): Company => {
    const company = companies.put(createCompany(database, name, displayName));
    fillSetup(world, company);
    return company;
  };
  const accountWrites: string[] = [];
  const limits = createLimits();
  const routes: Routes = {
    world,
    tenantId,
    environment: businessCentralDefaults.environment,
    resources: [
      ...referenceResources(defaultDimensions),
      vendors(defaultDimensions),
      ...purchaseResources(),
      generalLedgerEntries,
    ],
  };

  function handle(request: SandboxRequest): Answer | Promise<Answer> {
    if (request.method !== 'GET' && /\/accounts\b/i.test(request.path))
      accountWrites.push(`${request.method} ${request.path}`);
    const token = tokenOf(entra, request);
    if (
      token === undefined ||
      token.audience !== businessCentralDefaults.audience ||
      token.tenantId !== tenantId ||
      !standin.enabled
    )
      return errorAnswer(
        401,
        'Authentication_InvalidCredentials',
        'The server has rejected the client credentials.',
      );
    if (!limits.admit(token.clientId, clock.now(), standin.requestsPerFiveMinutes)) return tooMany({});
    if (request.method !== 'GET' && request.headers['data-access-intent']?.toLowerCase() === 'readonly')
      return errorAnswer(
        400,
        'BadRequest',
        'Data-Access-Intent: ReadOnly is not allowed on a request that writes.',
      );
    const above = subscriptionPath.exec(request.path);
    if (above) return subscriptions.answer(request, above[1] ?? '');
    return refusable(() => transaction(() => answer(routes, request)));
  }

  const base = {
    ...switches,
    system: 'businessCentral' as const,
    skewMs: 0,
    environment: businessCentralDefaults.environment,
    accountWrites,
    handle,
    caller: (request: SandboxRequest) => tail(tokenOf(entra, request)?.clientId),
    keep: bodyOf,
    throttled: (_request: SandboxRequest, throttling: Parameters<typeof tooMany>[0]) => tooMany(throttling),
    expire: (request: SandboxRequest) => entra.revoke(bearerOf(request)),
  };
  const standin = base as unknown as BusinessCentralStandin;
  const company = addCompany(businessCentralDefaults.company, businessCentralDefaults.company);
  const subscriptions = createSubscriptions({
    system: 'businessCentral',
    root: `api/v2.0/companies(${company.id})/`,
    sets: subscribableSets,
    now,
    ca: options.ca ?? '',
    error: errorAnswer,
  });
  const transaction = watched(
    database.transaction,
    subscriptions.listens,
    () => watchedRows(company),
    (before, after) => subscriptions.tell(changedSets(before, after)),
  );
  const people = inTransactions(businessCentralPeople(world, company, addCompany), transaction);
  return Object.assign(standin, people, {
    company,
    state: viewState(world, company),
    documents: () => company.documents.all(),
    subscriptions,
  });
}

/** Above the companies, with a key that is a text. */
const subscriptionPath = /^\/v2\.0\/[^/]+\/[^/]+\/api\/v2\.0\/subscriptions(\(.*\))?$/;

const bearerOf = (request: SandboxRequest): string =>
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
