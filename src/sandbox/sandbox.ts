import type { AcumaticaStandin } from './acumatica/index.ts';
import type { BusinessCentralStandin } from './business-central/index.ts';
import type { Certificates } from './certificates.ts';
import type { CheckOptions } from './check.ts';
import type { Cin7Standin } from './cin7/index.ts';
import type { VirtualClock } from './clock.ts';
import type { EntraStandin } from './entra/index.ts';
import type { Faults } from './faults.ts';
import type { FinanceOperationsStandin } from './finance-operations/index.ts';
import type { GpStandin } from './gp/index.ts';
import type { Journal } from './journal.ts';
import type { NavStandin } from './nav/index.ts';
import type { Pushes } from './push/pushes.ts';

/** The ERPs that have a stand-in. */
export const standinTypes = ['business-central', 'finance-operations', 'acumatica', 'gp', 'nav'] as const;
export type StandinType = (typeof standinTypes)[number];

export interface SandboxOptions {
  /** The ERPs to start; default: Business Central. Asking a sandbox for another one throws. */
  readonly erps?: readonly StandinType[] | undefined;
  /** Default true. Without it Cin7 and Business Central speak plain HTTP; Entra never does. */
  readonly tls?: boolean | undefined;
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** The first of its ports (Cin7, Entra, control, then the ERPs in order); default 0: any free ones. */
  readonly port?: number | undefined;
  /** Default: real time plus an offset. */
  readonly clock?: VirtualClock | undefined;
  /** `demo` (default): a distributor's records. `empty`: only reference data on both sides. */
  readonly data?: 'demo' | 'empty' | undefined;
  readonly cin7RequestsPerMinute?: number | undefined;
  /** The ERPs' largest page; default: each one's own. Cin7's largest `Limit` stays 1000. */
  readonly pageSize?: number | undefined;
  /** To be used again between starts; default: made anew. */
  readonly certificate?: Certificates | undefined;
}

export interface Sandbox {
  /** PEM of the authority that signed the servers' certificate. */
  readonly ca: string;
  /** The ERPs that were started. */
  readonly erps: readonly StandinType[];
  readonly urls: {
    readonly cin7: string;
    readonly entra: string;
    readonly businessCentral: string;
    /** The environment's address; `/data` is below it. */
    readonly financeOperations: string;
    /** The site's address, with the instance's name. */
    readonly acumatica: string;
    /** The server instance's address, `…/BC230`; online, its origin is the base. */
    readonly nav: string;
    /** Of the SOAP service. */
    readonly gp: string;
    /** Of GP's REST service, SBA. */
    readonly gpSba: string;
    readonly control: string;
  };
  /** What the stand-ins accept. */
  readonly credentials: {
    readonly cin7: { readonly accountId: string; readonly applicationKey: string };
    readonly entra: { readonly tenantId: string; readonly clientId: string; readonly clientSecret: string };
    readonly acumatica: {
      readonly clientId: string;
      readonly clientSecret: string;
      readonly username: string;
      readonly password: string;
    };
    readonly nav: { readonly username: string; readonly webServiceKey: string };
    readonly gp: { readonly domain: string; readonly username: string; readonly password: string };
  };
  readonly clock: VirtualClock;
  readonly faults: Faults;
  readonly journal: Journal;
  /** What the stand-ins tell their subscribers. */
  readonly pushes: Pushes;
  readonly cin7: Cin7Standin;
  readonly businessCentral: BusinessCentralStandin;
  readonly financeOperations: FinanceOperationsStandin;
  readonly acumatica: AcumaticaStandin;
  readonly nav: NavStandin;
  readonly gp: GpStandin;
  readonly entra: EntraStandin;
  /** What must hold whatever happened: sentences about what does not; empty when all is well. */
  check(options?: CheckOptions): string[];
  /** The records of all stand-ins as plain JSON. */
  snapshot(): unknown;
  close(): Promise<void>;
}
