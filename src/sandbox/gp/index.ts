import { X509Certificate } from 'node:crypto';
import { millis, shift } from '../../domain/time.ts';
import { channelBindings } from '../../systems/ntlm/channel-binding.ts';
import type { VirtualClock } from '../clock.ts';
import { type Answer, page, type SandboxRequest, type Service } from '../exchange.ts';
import { bodyOf } from '../json-body.ts';
import { createDatabase, inTransactions } from '../tables.ts';
import { type GpPeople, gpPeople } from './people.ts';
import { sba, sbaPath } from './sba.ts';
import { fillSetup } from './setup.ts';
import { authorizationOf, createSignIn, type SignInStep, type WindowsUser } from './sign-in.ts';
import { operationOf, soap, soapPath } from './soap.ts';
import { type Company, createCompany, createGuids, type Switches, type World } from './state.ts';
import { type GpView, viewState } from './view-state.ts';

export { operationOf } from './soap.ts';

/** Dynamics GP's web services (apis/dynamics-gp.md), the people who work there, and what differs between sites. */
export interface GpStandin extends Service, GpPeople, Switches {
  readonly state: GpView;
  readonly company: Company;
  /** Elements of writes that the serializer skipped without a word. */
  readonly skipped: readonly string[];
  /** Sign-ins that were carried to their end. */
  readonly signIns: { readonly accepted: number; readonly refused: number };
}

export interface GpOptions {
  readonly clock: VirtualClock;
  readonly tick: () => number;
  readonly tls: boolean;
  /** PEM of the server's certificate, for channel bindings. */
  readonly certificate: string;
}

export const gpDefaults = {
  companyId: 2,
  company: 'Larder & Vine, Ltd.',
  domain: 'VINE',
  username: 'svc-mlconnector',
  password: 'Truffle&Brine-41',
} as const;

export const gpPaths = { soap: soapPath, sba: sbaPath } as const;

export function createGp(options: GpOptions): GpStandin {
  const { clock } = options;
  const database = createDatabase();
  const users: WindowsUser[] = [];
  const now = () => shift(clock.now(), standin.skewMs);
  const switches: Switches = {
    schemes: ['Negotiate', 'NTLM'],
    keepsSignIn: true,
    channelBinding: 'supported',
    lockAfter: 5,
    listCap: 1000,
    allowDuplicates: true,
    refusesClosedPeriods: true,
    timedStamps: true,
    policyRequired: false,
    customServices: false,
    denied: [],
  };
  const company = createCompany(database, gpDefaults.companyId, gpDefaults.company, 'GBP');
  // The switches are fields of the stand-in itself, so that a test can set them there.
  const world: World = {
    database,
    clock,
    company,
    otherCompanies: [{ id: -1, name: 'Fabrikam, Inc.' }],
    get switches() {
      return standin;
    },
    log: new Map(),
    skipped: [],
    now,
    tick: options.tick,
    newGuid: createGuids(),
  };
  const signIns = { accepted: 0, refused: 0 };
  const signIn = createSignIn({
    users,
    get switches() {
      return standin;
    },
    channelBindings: options.tls ? channelBindings(new X509Certificate(options.certificate).raw) : undefined,
    nowMs: () => millis(now()),
  } as Parameters<typeof createSignIn>[0]);

  /** Who is signed in on a connection, and which requests may be carried out. */
  const connections = new WeakMap<object, WindowsUser>();
  const allowed = new WeakMap<
    SandboxRequest,
    { readonly user: WindowsUser; readonly header?: string | undefined }
  >();
  const connectionOf = (request: SandboxRequest): object => request.connection ?? request;

  function stepOf(request: SandboxRequest): SignInStep | undefined {
    const given = authorizationOf(request);
    const scheme = standin.schemes.find((name) => name.toLowerCase() === given?.scheme);
    if (!given || !scheme) return undefined;
    try {
      return scheme === 'Basic'
        ? signIn.basic(given.token)
        : signIn.step(connectionOf(request), scheme, given.token);
    } catch {
      return { kind: 'refused' };
    }
  }

  function prelude(request: SandboxRequest): Answer | undefined {
    const step = stepOf(request);
    const connection = connectionOf(request);
    if (step === undefined) {
      const user = standin.keepsSignIn ? connections.get(connection) : undefined;
      if (user) allowed.set(request, { user });
      return undefined;
    }
    connections.delete(connection);
    if (step.kind === 'challenge') return unauthorized([step.header]);
    signIns[step.kind === 'refused' ? 'refused' : 'accepted'] += 1;
    if (step.kind === 'refused') return undefined;
    connections.set(connection, step.user);
    allowed.set(request, step);
    return undefined;
  }

  function handle(request: SandboxRequest): Answer {
    const who = allowed.get(request);
    if (!who)
      return unauthorized([...standin.schemes].map((name) => (name === 'Basic' ? 'Basic realm="GP"' : name)));
    const path = request.path.toLowerCase();
    const answer =
      path === soapPath.toLowerCase()
        ? soap(world, request)
        : path.startsWith(`${sbaPath.toLowerCase()}/`)
          ? sba(world, request)
          : page(404, 'Not Found');
    return who.header
      ? { ...answer, headers: { ...answer.headers, 'www-authenticate': who.header } }
      : answer;
  }

  const base = {
    ...switches,
    system: 'gp' as const,
    skewMs: 0,
    prelude,
    handle,
    caller: (request: SandboxRequest) => allowed.get(request)?.user.username ?? '',
    keep: (request: SandboxRequest) =>
      request.path.toLowerCase() === soapPath.toLowerCase()
        ? { operation: operationOf(request), xml: request.text }
        : bodyOf(request),
    throttled: (_request: SandboxRequest, { retryAfter = null }: Parameters<Service['throttled']>[1]) =>
      page(503, 'Service Unavailable', retryAfter === null ? {} : { 'retry-after': String(retryAfter) }),
    expire(request: SandboxRequest) {
      connections.delete(connectionOf(request));
      allowed.delete(request);
    },
  };
  const standin = base as unknown as GpStandin;
  fillSetup(world, company);
  const people = inTransactions(gpPeople(world, users), database.transaction);
  people.addUser(gpDefaults.domain, gpDefaults.username, gpDefaults.password);
  return Object.assign(standin, people, {
    company,
    state: viewState(company),
    skipped: world.skipped,
    signIns,
  });
}

const unauthorized = (challenges: readonly string[]): Answer => {
  const { headers, ...answer } = page(401, 'Unauthorized');
  return { ...answer, headers: { ...headers, 'www-authenticate': [...challenges] } };
};
