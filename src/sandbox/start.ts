import { checkAcumatica } from './acumatica/check.ts';
import { acumaticaCredentials, acumaticaPath, createAcumatica } from './acumatica/index.ts';
import { businessCentralDefaults, createBusinessCentral } from './business-central/index.ts';
import { makeCertificates } from './certificates.ts';
import { type CheckOptions, checkAll } from './check.ts';
import { cin7Defaults, createCin7 } from './cin7/index.ts';
import { createVirtualClock } from './clock.ts';
import { serveControl } from './control.ts';
import { fillAcumatica } from './demo/acumatica.ts';
import { fillBusinessCentral } from './demo/business-central.ts';
import { fillCin7 } from './demo/cin7.ts';
import { fillFinanceOperations } from './demo/finance-operations.ts';
import { fillGp } from './demo/gp.ts';
import { fillNav } from './demo/nav.ts';
import { demoCalendar } from './demo/purchases.ts';
import { createEntra, entraDefaults } from './entra/index.ts';
import type { Service } from './exchange.ts';
import { createFaults } from './faults.ts';
import { checkFinanceOperations } from './finance-operations/check.ts';
import { createFinanceOperations } from './finance-operations/index.ts';
import { checkGp } from './gp/check.ts';
import { createGp, gpDefaults, gpPaths } from './gp/index.ts';
import { createJournal } from './journal.ts';
import { checkNav } from './nav/check.ts';
import { createNav, navDefaults } from './nav/index.ts';
import { createPushes, type Sender } from './push/pushes.ts';
import { type Sandbox, type SandboxOptions, type StandinType, standinTypes } from './sandbox.ts';
import { serve } from './server.ts';

export { type Certificates, makeCertificates } from './certificates.ts';
export type { CheckOptions } from './check.ts';
export { createVirtualClock, type VirtualClock } from './clock.ts';
export { demoConfig, demoConfigText, demoCredentials, demoPairName } from './demo/config.ts';
export { financeOperationsProblems } from './demo/finance-operations.ts';
export { demoProblems } from './demo/purchases.ts';
export type { SandboxRequest, SystemName } from './exchange.ts';
export type { Fault, FaultKind, FaultRule, Faults } from './faults.ts';
export type { Journal, JournalEntry, JournalFilter } from './journal.ts';
export { type Sandbox, type SandboxOptions, type StandinType, standinTypes } from './sandbox.ts';

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, tls = true, data = 'demo', erps = ['business-central'] } = options;
  const clock = options.clock ?? createVirtualClock();
  const certificates = options.certificate ?? (await makeCertificates());
  const faults = createFaults();
  const journal = createJournal();
  let ticks = 0;
  const tick = () => ++ticks;

  const running: { close(): Promise<void> }[] = [];
  let places = 0;
  const start = async (service: Service, secure: boolean): Promise<string> => {
    const place = port === 0 ? 0 : port + places++;
    const chosen = secure ? certificates : undefined;
    const server = await serve(service, { clock, faults, journal, host, port: place, certificates: chosen });
    running.push(server);
    return server.origin;
  };

  const entra = createEntra({ clock });
  const { tenantId, clientId, clientSecret } = entraDefaults;
  entra.addTenant(tenantId);
  entra.addClient(clientId, clientSecret);
  const cin7 = createCin7({ clock, tick, requestsPerMinute: options.cin7RequestsPerMinute ?? 60 });
  if (data === 'demo') fillCin7(cin7, demoCalendar(clock.now()));
  const cin7Origin = await start(cin7, tls);
  const entraOrigin = await start(entra, true);

  const targets: Record<string, object> = { clock, faults, journal, cin7, entra };
  const senders: Sender[] = [cin7.sender];
  const pushes = createPushes(clock, senders, certificates.caCert);
  targets['pushes'] = pushes;
  const control = await serveControl(targets, host, port === 0 ? 0 : port + places++);
  running.push(control);
  const origins: Partial<Record<StandinType, string>> = {};
  const demo = (fill: () => void) => {
    if (data === 'demo') fill();
  };
  const wanted = (type: StandinType) => erps.includes(type);
  const checks: ((options?: CheckOptions) => string[])[] = [];
  const states: Record<string, () => unknown> = { cin7: () => cin7.state };

  const businessCentral = wanted('business-central')
    ? createBusinessCentral({
        clock,
        entra,
        tenantId,
        tick,
        pageSize: options.pageSize ?? 20_000,
        ca: certificates.caCert,
      })
    : undefined;
  if (businessCentral) {
    entra.addResource(businessCentralDefaults.audience);
    demo(() => fillBusinessCentral(businessCentral, demoCalendar(clock.now())));
    origins['business-central'] = await start(businessCentral, tls);
    targets['businessCentral'] = businessCentral;
    senders.push(businessCentral.subscriptions);
    states['businessCentral'] = () => businessCentral.state;
    checks.push((given) => checkAll(cin7, businessCentral, given));
  }

  const financeOperations = wanted('finance-operations')
    ? createFinanceOperations({ clock, entra, tenantId, tick, pageSize: options.pageSize })
    : undefined;
  if (financeOperations) {
    const origin = await start(financeOperations, tls);
    entra.addResource(origin);
    demo(() => fillFinanceOperations(financeOperations));
    origins['finance-operations'] = origin;
    targets['financeOperations'] = financeOperations;
    senders.push(financeOperations.businessEvents);
    states['financeOperations'] = () => financeOperations.state;
    checks.push((given) => checkFinanceOperations(cin7, financeOperations, given));
  }

  const acumatica = wanted('acumatica') ? createAcumatica({ clock, tick }) : undefined;
  if (acumatica) {
    demo(() => fillAcumatica(acumatica, demoCalendar(clock.now())));
    origins.acumatica = `${await start(acumatica, tls)}${acumaticaPath}`;
    targets['acumatica'] = acumatica;
    senders.push(acumatica.notifications);
    states['acumatica'] = () => acumatica.state;
    checks.push((given) => checkAcumatica(cin7, acumatica, given));
  }

  const gp = wanted('gp') ? createGp({ clock, tick, tls, certificate: certificates.cert }) : undefined;
  if (gp) {
    demo(() => fillGp(gp, demoCalendar(clock.now())));
    origins.gp = `${await start(gp, tls)}${gpPaths.soap}`;
    targets['gp'] = gp;
    states['gp'] = () => gp.state;
    checks.push((given) => checkGp(cin7, gp, given));
  }

  const nav = wanted('nav')
    ? createNav({ clock, entra, tenantId, tick, pageSize: options.pageSize, ca: certificates.caCert })
    : undefined;
  if (nav) {
    entra.addResource(navDefaults.audience);
    entra.addResource(businessCentralDefaults.audience);
    demo(() => fillNav(nav, demoCalendar(clock.now())));
    origins.nav = `${await start(nav, tls)}/${navDefaults.instance}`;
    targets['nav'] = nav;
    senders.push(nav.subscriptions);
    states['nav'] = () => nav.state;
    checks.push((given) => checkNav(cin7, nav, given));
  }

  // What is wrong in Cin7 is told once, however many ERPs there are.
  const check = (checkOptions?: CheckOptions): string[] => [
    ...new Set(checks.flatMap((each) => each(checkOptions))),
  ];
  const snapshot = () => Object.fromEntries(Object.entries(states).map(([name, read]) => [name, read()]));
  targets['sandbox'] = { check, snapshot };

  return {
    ca: certificates.caCert,
    erps,
    urls: addresses(
      { cin7: `${cin7Origin}/ExternalApi/v2`, entra: entraOrigin, control: control.url },
      origins,
    ),
    credentials: {
      cin7: { ...cin7Defaults },
      entra: { ...entraDefaults },
      acumatica: { ...acumaticaCredentials },
      nav: { username: navDefaults.username, webServiceKey: navDefaults.webServiceKey },
      gp: { domain: gpDefaults.domain, username: gpDefaults.username, password: gpDefaults.password },
    },
    clock,
    faults,
    journal,
    cin7,
    entra,
    pushes,
    get businessCentral() {
      return started(businessCentral, 'business-central');
    },
    get financeOperations() {
      return started(financeOperations, 'finance-operations');
    },
    get acumatica() {
      return started(acumatica, 'acumatica');
    },
    get nav() {
      return started(nav, 'nav');
    },
    get gp() {
      return started(gp, 'gp');
    },
    check,
    snapshot,
    async close() {
      faults.clear();
      pushes.close();
      await Promise.all(running.map((server) => server.close()));
    },
  };
}

const urlNames = {
  'business-central': 'businessCentral',
  'finance-operations': 'financeOperations',
  acumatica: 'acumatica',
  nav: 'nav',
  gp: 'gp',
} as const satisfies Record<StandinType, keyof Sandbox['urls']>;

/** With the ERPs' addresses: the one of an ERP that was not started throws when it is read, and is not listed. */
function addresses(
  known: Pick<Sandbox['urls'], 'cin7' | 'entra' | 'control'>,
  origins: Partial<Record<StandinType, string>>,
): Sandbox['urls'] {
  const properties = standinTypes.map((type): [string, PropertyDescriptor] => [
    urlNames[type],
    { enumerable: origins[type] !== undefined, get: () => started(origins[type], type) },
  ]);
  properties.push([
    'gpSba',
    {
      enumerable: origins.gp !== undefined,
      get: () => started(origins.gp, 'gp').replace(gpPaths.soap, gpPaths.sba),
    },
  ]);
  return Object.defineProperties(known, Object.fromEntries(properties)) as Sandbox['urls'];
}

function started<T>(standin: T | undefined, type: StandinType): T {
  if (standin === undefined) throw new Error(`this sandbox was started without ${type}`);
  return standin;
}
