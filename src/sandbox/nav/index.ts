import { type Instant, millis, shift } from '../../domain/time.ts';
import { businessCentralDefaults } from '../business-central/index.ts';
import { createLimits } from '../business-central/limits.ts';
import type { VirtualClock } from '../clock.ts';
import type { EntraStandin } from '../entra/index.ts';
import { type Answer, Refusal, type SandboxRequest, type Service, type Throttling } from '../exchange.ts';
import { createIds } from '../ids.ts';
import { bodyOf } from '../json-body.ts';
import type { Sender } from '../push/pushes.ts';
import { watched } from '../push/watch.ts';
import { createDatabase, inTransactions } from '../tables.ts';
import { admit, callerOf, type NavUser, type WindowsSignIn } from './access.ts';
import { type Asked, parseAddress } from './address.ts';
import { answerApi } from './api.ts';
import { answerBatch } from './batch.ts';
import { errorAnswer, refusals } from './errors.ts';
import { answerOData, type Site } from './odata.ts';
import { customaryServices } from './pages.ts';
import { type NavPeople, navPeople } from './people.ts';
import type { WebService } from './services.ts';
import { fillSetup } from './setup.ts';
import { type Company, createCompany, type World } from './state.ts';
import { defaultSwitches, type Release, type Switches, useRelease } from './switches.ts';
import { type NavView, viewState } from './view-state.ts';
import { changedSets, createNavWebhooks, watchedRows } from './webhooks.ts';
import { createWindowsGate } from './windows.ts';

/** Dynamics NAV, or Business Central run as NAV (apis/dynamics-nav.md), and the people and administrators of the site. */
export interface NavStandin extends Service, NavPeople, Switches {
  readonly state: NavView;
  /** The main company's tables, for checks. */
  readonly company: Company;
  /** Requests other than GET that named the chart of accounts, inside a `$batch` too. */
  readonly accountWrites: readonly string[];
  /** What the API did to records that were not its own: sentences. */
  readonly trespasses: readonly string[];
  /** Who a request is from, where `auth` has `ntlm` or `negotiate`; default: a real NTLM handshake. */
  windows: WindowsSignIn | undefined;
  useRelease(release: Release): void;
  /** Publishes a page under a name, or changes one that is: `hidden`, `added` and `renamed` are the site's own page. */
  publish(name: string, object: number, changes?: Partial<Omit<WebService, 'name' | 'object'>>): void;
  /** Changes the page behind a service. */
  customise(name: string, changes: Partial<Omit<WebService, 'name' | 'object'>>): void;
  unpublish(name: string): void;
  /** A codeunit that posts a batch: called with `{ templateName, batchName }`. */
  publishCodeunit(service: string, procedure: string): void;
  unpublishCodeunit(service: string, procedure: string): void;
  addUser(user: NavUser): void;
  removeUser(name: string): void;
  addCompany(name: string, displayName?: string): Company;
  /** What it tells its subscribers. */
  readonly subscriptions: Sender;
}

export interface NavOptions {
  readonly clock: VirtualClock;
  readonly entra: EntraStandin;
  readonly tenantId: string;
  readonly tick: () => number;
  readonly pageSize?: number | undefined;
  /** PEM of the authority that a receiver's certificate may come from. */
  readonly ca?: string | undefined;
}

export const navDefaults = {
  instance: 'BC230',
  environment: 'production',
  company: 'Larder & Vine Ltd',
  /** The server's own, on-premises; online it is Business Central's. */
  audience: 'https://nav.larder-and-vine.example',
  username: 'SYNC',
  webServiceKey: 'mBvT9xQ2sLkE4pWcZ7nHd0RfUyG6iJaO3tXo8VrNq1M=',
  password: 'Correct-horse-7',
  /** Of the Windows account with that name and password. */
  domain: 'VINE',
} as const;

export function createNav(options: NavOptions): NavStandin {
  const { clock, entra, tenantId } = options;
  const database = createDatabase();
  const companies = database.table<Company>((row) => row.id);
  const switches = defaultSwitches();
  if (options.pageSize !== undefined) switches.pageSize = options.pageSize;
  const trespasses: string[] = [];
  const accountWrites: string[] = [];
  const users = new Map<string, NavUser>();
  const services = new Map<string, WebService>();
  const codeunits = new Set<string>();
  const limits = createLimits();
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
    newId: createIds('nav'),
    tick: options.tick,
    trespasses,
  };

  const audience = (deployment: Switches['deployment']) =>
    deployment === 'online' ? businessCentralDefaults.audience : navDefaults.audience;
  const basesOf = () =>
    standin.deployment === 'online'
      ? [`/v2.0/${tenantId}/${navDefaults.environment}`]
      : [`/${navDefaults.instance}`];

  const windows = createWindowsGate({
    users: [
      {
        domain: navDefaults.domain,
        username: navDefaults.username,
        password: navDefaults.password,
        locked: false,
        wrongPasswords: 0,
      },
    ],
    auth: () => standin.auth,
    nowMs: () => millis(now()),
  });

  function handle(request: SandboxRequest): Answer | Promise<Answer> {
    const gate = { switches: standin, users, entra, tenantId, audience, now, windows: () => standin.windows };
    const admitted = admit(gate, request);
    if ('status' in admitted) return admitted;
    const limit = standin.deployment === 'online' ? standin.requestsPerFiveMinutes : Number.POSITIVE_INFINITY;
    if (!limits.admit(admitted.user, clock.now(), limit)) return tooMany({});
    const site: Site = {
      world,
      services: () => [...services.values()],
      codeunits: () => [...codeunits],
      user: admitted.user.toUpperCase(),
    };
    const base = basesOf().find((one) => request.path.startsWith(`${one}/`)) ?? '';
    const told = webhooks.answer(request, request.path.slice(base.length));
    if (told !== undefined) return told.then((reply) => windows.closed(request, reply));
    return windows.closed(
      request,
      refusable(() => answer(site, request)),
    );
  }

  function answer(site: Site, request: Asked): Answer {
    watchAccounts(request);
    const address = parseAddress(request.path, basesOf()) ?? refusals.noResource(request.path);
    if (address.endpoint === 'api' ? !standin.apiEnabled : !standin.odataEnabled) refusals.switchedOff();
    if (standin.tenant !== undefined && request.query.get('tenant') !== standin.tenant)
      refusals.invalidUrl('The tenant must be named in the address of a multitenant server.');
    const [first] = address.segments;
    if (first?.name === '$batch')
      return answerBatch(world, address.root, request, (inner) => answer(site, inner));
    return transaction(() =>
      address.endpoint === 'api' ? answerApi(site, address, request) : answerOData(site, address, request),
    );
  }

  function watchAccounts({ method, path }: Asked): void {
    const set = path.split('/').at(-1)?.replace(/\(.*$/s, '') ?? '';
    const object = services.get(set)?.object;
    const account = set === 'accounts' || object === 16 || object === 17;
    if (method !== 'GET' && account) accountWrites.push(`${method} ${path}`);
  }

  const change = (name: string, changes: Partial<WebService>): void => {
    const before = services.get(name);
    if (before === undefined) throw new Error(`NAV has no web service ${name}`);
    services.set(name, { ...before, ...changes, name });
  };
  const addCompany = (name: string, displayName = name): Company => {
    const company = companies.put(createCompany(world, name, displayName));
    fillSetup(world, company);
    return company;
  };

  const base = {
    ...switches,
    system: 'nav' as const,
    skewMs: 0,
    windows: windows.userOf,
    prelude: windows.prelude,
    accountWrites,
    trespasses,
    handle,
    caller: (request: SandboxRequest) => windows.userOf(request)?.user ?? callerOf(entra, request),
    keep: bodyOf,
    throttled: (_request: SandboxRequest, throttling: Throttling) => tooMany(throttling),
    expire(request: SandboxRequest) {
      const header = request.headers['authorization'] ?? '';
      windows.forget(request);
      if (/^bearer /i.test(header)) entra.revoke(header.slice(7));
      else users.delete(callerOf(entra, request).toUpperCase());
    },
    useRelease: (release: Release) => useRelease(standin, release),
    publish: (name: string, object: number, changes: Partial<WebService> = {}) =>
      void services.set(name, {
        object,
        published: true,
        hidden: [],
        added: [],
        renamed: {},
        ...changes,
        name,
      }),
    customise: change,
    unpublish: (name: string) => change(name, { published: false }),
    publishCodeunit: (service: string, procedure: string) => void codeunits.add(`${service}_${procedure}`),
    unpublishCodeunit: (service: string, procedure: string) =>
      void codeunits.delete(`${service}_${procedure}`),
    addUser: (user: NavUser) => void users.set(user.name.toUpperCase(), user),
    removeUser: (name: string) => void users.delete(name.toUpperCase()),
    addCompany: (name: string, displayName?: string) => addCompany(name, displayName),
  };
  const standin = base as unknown as NavStandin;
  for (const [name, object] of customaryServices) standin.publish(name, object);
  const { username: name, webServiceKey, password } = navDefaults;
  standin.addUser({ name, webServiceKey, password });
  const company = addCompany(navDefaults.company);
  const webhooks = createNavWebhooks(world, company, options.ca ?? '');
  const transaction = watched(
    database.transaction,
    webhooks.service.listens,
    () => watchedRows(company),
    (before, after) => webhooks.service.tell(changedSets(before, after)),
  );
  const people = inTransactions(navPeople(world, company), transaction);
  return Object.assign(standin, people, {
    company,
    subscriptions: webhooks.service,
    state: viewState(company),
  });
}

/** Retry-After is not promised with 429: none unless asked for. */
function tooMany({ status = 429, retryAfter = null }: Throttling): Answer {
  const headers = retryAfter === null ? undefined : { 'retry-after': String(retryAfter) };
  return errorAnswer(
    status,
    'Application_TooManyRequests',
    'Too many requests reached. Try again later.',
    headers,
  );
}

function refusable(run: () => Answer): Answer {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
