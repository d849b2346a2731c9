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
import { demoCalendar } from './demo/purchases.ts';
import { createEntra, entraDefaults } from './entra/index.ts';
import type { Service } from './exchange.ts';
import { createFaults } from './faults.ts';
import { checkFinanceOperations } from './finance-operations/check.ts';
import { createFinanceOperations } from './finance-operations/index.ts';
import { createJournal } from './journal.ts';
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
  const control = await serveControl(targets, host, port === 0 ? 0 : port + places++);
  running.push(control);
  const origins: Partial<Record<StandinType, string>> = {};
  const wanted = (type: StandinType) => erps.includes(type);

  const businessCentral = wanted('business-central')
    ? createBusinessCentral({ clock, entra, tenantId, tick, pageSize: options.pageSize ?? 20_000 })
    : undefined;
  if (businessCentral) {
    entra.addResource(businessCentralDefaults.audience);
    if (data === 'demo') fillBusinessCentral(businessCentral, demoCalendar(clock.now()));
    origins['business-central'] = await start(businessCentral, tls);
    targets['businessCentral'] = businessCentral;
  }

  const financeOperations = wanted('finance-operations')
    ? createFinanceOperations({ clock, entra, tenantId, tick, pageSize: options.pageSize })
    : undefined;
  if (financeOperations) {
    const origin = await start(financeOperations, tls);
    entra.addResource(origin);
    if (data === 'demo') fillFinanceOperations(financeOperations);
    origins['finance-operations'] = origin;
    targets['financeOperations'] = financeOperations;
  }

  const acumatica = wanted('acumatica') ? createAcumatica({ clock, tick }) : undefined;
  if (acumatica) {
    if (data === 'demo') fillAcumatica(acumatica, demoCalendar(clock.now()));
    origins.acumatica = `${await start(acumatica, tls)}${acumaticaPath}`;
    targets['acumatica'] = acumatica;
  }

  // What is wrong in Cin7 is told once, however many ERPs there are.
  const check = (checkOptions?: CheckOptions): string[] => [
    ...new Set([
      ...(businessCentral ? checkAll(cin7, businessCentral, checkOptions) : []),
      ...(acumatica ? checkAcumatica(cin7, acumatica, checkOptions) : []),
      ...(financeOperations ? checkFinanceOperations(cin7, financeOperations, checkOptions) : []),
    ]),
  ];
  const snapshot = () => ({
    cin7: cin7.state,
    ...(businessCentral ? { businessCentral: businessCentral.state } : {}),
    ...(financeOperations ? { financeOperations: financeOperations.state } : {}),
    ...(acumatica ? { acumatica: acumatica.state } : {}),
  });
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
    },
    clock,
    faults,
    journal,
    cin7,
    entra,
    get businessCentral() {
      return started(businessCentral, 'business-central');
    },
    get financeOperations() {
      return started(financeOperations, 'finance-operations');
    },
    get acumatica() {
      return started(acumatica, 'acumatica');
    },
    check,
    snapshot,
    async close() {
      faults.clear();
      await Promise.all(running.map((server) => server.close()));
    },
  };
}

const urlNames = {
  'business-central': 'businessCentral',
  'finance-operations': 'financeOperations',
  acumatica: 'acumatica',
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
  return Object.defineProperties(known, Object.fromEntries(properties)) as Sandbox['urls'];
}

function started<T>(standin: T | undefined, type: StandinType): T {
  if (standin === undefined) throw new Error(`this sandbox was started without ${type}`);
  return standin;
}
