import { setTimeout as wait } from 'node:timers/promises';
import { type Instant, shift } from '../../domain/time.ts';
import type { VirtualClock } from '../clock.ts';
import { type Answer, Refusal, type SandboxRequest, type Service, tail } from '../exchange.ts';
import { createDirectSender, type DirectSender } from '../push/direct.ts';
import { watched } from '../push/watch.ts';
import { createDatabase, inTransactions } from '../tables.ts';
import { declined } from './errors.ts';
import { createLimits } from './limits.ts';
import { tellChanges, watchedRows } from './notifications.ts';
import { createOperations } from './operations.ts';
import { type AcumaticaPeople, acumaticaPeople } from './people.ts';
import { answer, instanceName } from './route.ts';
import { createSessions, type Session } from './sessions.ts';
import { fillSetup } from './setup.ts';
import { createNewId, createSite, type Site, type World } from './state.ts';
import { defaultSwitches, type Switches } from './switches.ts';
import { createUsers } from './users.ts';
import { type AcumaticaView, viewState } from './view-state.ts';
import { keptBody } from './write.ts';

/** Acumatica's contract-based REST API (apis/acumatica.md), the people who work in it, and what differs between sites. */
export interface AcumaticaStandin extends Service, AcumaticaPeople, Switches {
  readonly state: AcumaticaView;
  /** The tenant's tables, for checks. */
  readonly site: Site;
  /** Requests other than GET that named the chart of accounts. */
  readonly accountWrites: readonly string[];
  /** Names that were sent and passed over: `PUT Bill: VendorID`. A connector should send none. */
  readonly ignored: readonly string[];
  /** Who takes a seat of the licence now. */
  readonly seats: readonly Session[];
  /** Most requests that were under way at once. */
  readonly mostAtOnce: number;
  /** Push notifications, once an endpoint is entered. */
  readonly notifications: DirectSender;
}

export interface AcumaticaOptions {
  readonly clock: VirtualClock;
  readonly tick: () => number;
}

export const acumaticaDefaults = {
  tenant: 'LARDER',
  branch: 'MAIN',
  endpoint: 'Default',
  endpointVersion: '24.200.001',
} as const;

/** What the stand-in accepts. `clientId` is the application's GUID with its tenant. */
export const acumaticaCredentials = {
  clientId: '88358B02-A48D-A50E-F710-39C1636C30F6@LARDER',
  clientSecret: 'acumatica-sandbox-secret-x7Qe',
  username: 'ml-connector',
  password: 'acumatica-sandbox-password-4Tz',
} as const;

/** What the address of the site is below the server's origin. */
export const acumaticaPath = `/${instanceName}`;

export function createAcumatica({ clock, tick }: AcumaticaOptions): AcumaticaStandin {
  const database = createDatabase();
  const sites = database.table<Site>((row) => row.tenant);
  const ignored: string[] = [];
  const now = (): Instant => shift(clock.now(), standin.skewMs);
  // The switches are fields of the stand-in itself, so that a test can set them there.
  const world: World = {
    database,
    clock,
    sites,
    get switches() {
      return standin;
    },
    ignored,
    now,
    newId: createNewId(),
    tick,
  };
  const sessions = createSessions(world);
  const users = createUsers(world);
  const operations = createOperations(world);
  const limits = createLimits(world);
  const accountWrites: string[] = [];
  let underWay = 0;
  let mostAtOnce = 0;

  async function handle(request: SandboxRequest): Promise<Answer> {
    underWay++;
    mostAtOnce = Math.max(mostAtOnce, underWay);
    try {
      // What was sent at the same time is here by now.
      await wait(1);
      return await carryOut(request);
    } finally {
      underWay--;
    }
  }

  async function carryOut(request: SandboxRequest): Promise<Answer> {
    if (request.method !== 'GET' && /\/(Account|Subaccount|Ledger|JournalTransaction)\b/.test(request.path))
      accountWrites.push(`${request.method} ${request.path}`);
    // Sign-in and sign-out don't wait in the queue.
    if (!/\/(identity|entity\/auth)\//.test(request.path)) {
      const delay = limits.admit();
      if (delay === undefined) return declined({});
      if (delay > 0) await clock.sleep(delay);
    }
    operations.settle();
    try {
      return transaction(() => answer({ world, sessions, users, operations }, request));
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  const base = {
    ...defaultSwitches(),
    system: 'acumatica' as const,
    skewMs: 0,
    accountWrites,
    ignored,
    handle,
    caller: (request: SandboxRequest) => {
      const session = sessions.known(request);
      return session === undefined ? '' : `${session.kind} ${tail(session.user)}`;
    },
    keep: keptBody,
    throttled: (_request: SandboxRequest, throttling: Parameters<typeof declined>[0]) => declined(throttling),
    expire: (request: SandboxRequest) => sessions.expire(request),
  };
  const standin = base as unknown as AcumaticaStandin;
  const { clientId, clientSecret, username, password } = acumaticaCredentials;
  const site = sites.put(createSite(database, acumaticaDefaults.tenant));
  fillSetup(world, site);
  users.clients.set((clientId.split('@')[0] ?? '').toLowerCase(), clientSecret);
  users.setPassword(username, password);
  const notifications = createDirectSender('acumatica', clock, 2000, [60_000, 60_000, 60_000, 60_000]);
  const transaction = watched(
    database.transaction,
    notifications.listens,
    () => watchedRows(site),
    (before, after) => tellChanges(world, site, notifications, before, after),
  );
  const office = { world, site, sessions, users, operations, username };
  Object.assign(standin, inTransactions(acumaticaPeople(office), transaction), {
    notifications,
    site,
    state: viewState(site, world),
  });
  Object.defineProperties(standin, {
    seats: { enumerable: true, get: () => sessions.open() },
    mostAtOnce: { enumerable: true, get: () => mostAtOnce },
  });
  return standin;
}
