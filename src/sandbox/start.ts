import { businessCentralDefaults, createBusinessCentral } from './business-central/index.ts';
import { makeCertificates } from './certificates.ts';
import { type CheckOptions, checkAll } from './check.ts';
import { cin7Defaults, createCin7 } from './cin7/index.ts';
import { createVirtualClock } from './clock.ts';
import { serveControl } from './control.ts';
import { fillDemo } from './demo-data.ts';
import { createEntra, entraDefaults } from './entra/index.ts';
import type { Service } from './exchange.ts';
import { createFaults } from './faults.ts';
import { createJournal } from './journal.ts';
import type { Sandbox, SandboxOptions } from './sandbox.ts';
import { type RunningServer, serve } from './server.ts';

export { type Certificates, makeCertificates } from './certificates.ts';
export type { CheckOptions } from './check.ts';
export { createVirtualClock, type VirtualClock } from './clock.ts';
export { demoConfig, demoConfigText, demoCredentials } from './demo/config.ts';
export { demoProblems } from './demo/purchases.ts';
export type { SandboxRequest, SystemName } from './exchange.ts';
export type { Fault, FaultKind, FaultRule, Faults } from './faults.ts';
export type { Journal, JournalEntry, JournalFilter } from './journal.ts';
export type { Sandbox, SandboxOptions } from './sandbox.ts';

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, tls = true, data = 'demo' } = options;
  const clock = options.clock ?? createVirtualClock();
  const certificates = options.certificate ?? (await makeCertificates());
  const faults = createFaults();
  const journal = createJournal();
  let ticks = 0;
  const tick = () => ++ticks;

  const entra = createEntra({ clock });
  const { tenantId, clientId, clientSecret } = entraDefaults;
  entra.addTenant(tenantId);
  entra.addClient(clientId, clientSecret);
  entra.addResource(businessCentralDefaults.audience);
  const cin7 = createCin7({ clock, tick, requestsPerMinute: options.cin7RequestsPerMinute ?? 60 });
  const businessCentral = createBusinessCentral({
    clock,
    entra,
    tenantId,
    tick,
    pageSize: options.pageSize ?? 20_000,
  });
  if (data === 'demo') fillDemo(cin7, businessCentral, clock.now());

  const running: RunningServer[] = [];
  const start = async (service: Service, place: number, secure: boolean): Promise<string> => {
    const server = await serve(service, {
      clock,
      faults,
      journal,
      host,
      port: port === 0 ? 0 : port + place,
      certificates: secure ? certificates : undefined,
    });
    running.push(server);
    return server.origin;
  };
  const cin7Origin = await start(cin7, 0, tls);
  const entraOrigin = await start(entra, 1, true);
  const businessCentralOrigin = await start(businessCentral, 2, tls);

  const check = (checkOptions?: CheckOptions) => checkAll(cin7, businessCentral, checkOptions);
  const snapshot = () => ({ cin7: cin7.state, businessCentral: businessCentral.state });
  const targets = { clock, faults, journal, cin7, businessCentral, entra, sandbox: { check, snapshot } };
  const control = await serveControl(targets, host, port === 0 ? 0 : port + 3);

  return {
    ca: certificates.caCert,
    urls: {
      cin7: `${cin7Origin}/ExternalApi/v2`,
      entra: entraOrigin,
      businessCentral: businessCentralOrigin,
      control: control.url,
    },
    credentials: { cin7: { ...cin7Defaults }, entra: { ...entraDefaults } },
    clock,
    faults,
    journal,
    cin7,
    businessCentral,
    entra,
    check,
    snapshot,
    async close() {
      faults.clear();
      await Promise.all([...running, control].map((server) => server.close()));
    },
  };
}
