/** The server's release: what it has by default. */
export type Release = 'nav2017' | 'nav2018' | 'bc14' | 'bc16' | 'bc23';

export type ApiVersion = 'v2.0' | 'v1.0' | 'beta';
export type AuthKind = 'basic' | 'entra' | 'ntlm' | 'negotiate';

/** Behaviour that differs between sites (apis/dynamics-nav.md). */
export interface Switches {
  /** Where it runs; decides the shape of its addresses. Default `on-premises`. */
  deployment: 'on-premises' | 'online';
  /** NAV: names and addresses of 50 characters, pages of 1,000 rows. Default `bc`. */
  era: 'nav' | 'bc';
  /** Versions of the standard API. Default v2.0 and v1.0. */
  apiVersions: readonly ApiVersion[];
  /** `ApiServicesEnabled`: without it every address of the API answers 405. Default true. */
  apiEnabled: boolean;
  /** `ODataServicesV4EndpointEnabled`. Default true. */
  odataEnabled: boolean;
  /** `$batch`: `transactional` obeys `Isolation: snapshot`, `plain` ignores it, `none` knows no `$batch`. */
  batch: 'transactional' | 'plain' | 'none';
  /** What it accepts. Default Basic and Entra. */
  auth: readonly AuthKind[];
  /** Whether the password works besides the web service key. Default false. */
  passwordAllowed: boolean;
  /** A multitenant server: every request must carry `?tenant=`. Its next links don't. Default: none. */
  tenant: string | undefined;
  /** What links and contexts are built from (`PublicODataBaseUrl`), `https://nav.example:7048/BC`. Default: as called. */
  publicBaseUrl: string | undefined;
  /** Rows in one answer at most. */
  pageSize: number;
  /** Whether fields of a body are validated as they were sent; else in the page's order. Default true. */
  keepsOrder: boolean;
  /** Whether pages write options as escaped identifiers. Default false: plain captions. */
  escapedOptions: boolean;
  /** Whether filters compare texts without case. Default false. */
  filtersIgnoreCase: boolean;
  /** Whether `Location_Filter` works; else it is ignored without a word. Default true. */
  flowFilters: boolean;
  /** Whether a changed balance changes the tag of a card. Default true. */
  flowFieldsInTag: boolean;
  /** `Ext. Doc. No. Mandatory` of Purchases & Payables and of Sales & Receivables. Defaults true and false. */
  externalNumberMandatory: boolean;
  salesExternalNumberMandatory: boolean;
  /** Whether posting only queues the batch until `runJobQueue`. Default false. */
  postWithJobQueue: boolean;
  /** Whether journal batches need a person's approval before they can be posted. Default false. */
  approvals: boolean;
  /** Whether a batch whose name ends in a digit is renamed when it is posted. Default false, true in NAV. */
  renamesBatches: boolean;
  /** Whether a new vendor, customer or item gets its posting groups. Default false: as on a card without template. */
  templates: boolean;
  /** Whether numbers may be given. Default true. */
  manualNumbers: boolean;
  /** Whether every item line needs a location. Default true. */
  locationMandatory: boolean;
  preventNegativeInventory: boolean;
  /** Largest VAT difference that a line may have, in local currency. Default 0. */
  maxVatDifference: number;
  /** Requests in five minutes, online only. Default 6000. */
  requestsPerFiveMinutes: number;
  /** Whether the client may do anything here (its permission sets). Default true. */
  enabled: boolean;
}

const releases: Readonly<
  Record<Release, Pick<Switches, 'era' | 'apiVersions' | 'batch' | 'pageSize' | 'renamesBatches'>>
> = {
  nav2017: { era: 'nav', apiVersions: [], batch: 'plain', pageSize: 1000, renamesBatches: true },
  nav2018: { era: 'nav', apiVersions: ['beta'], batch: 'plain', pageSize: 1000, renamesBatches: true },
  bc14: {
    era: 'bc',
    apiVersions: ['v1.0', 'beta'],
    batch: 'plain',
    pageSize: 20_000,
    renamesBatches: true,
  },
  bc16: {
    era: 'bc',
    apiVersions: ['v2.0', 'v1.0'],
    batch: 'plain',
    pageSize: 20_000,
    renamesBatches: true,
  },
  bc23: {
    era: 'bc',
    apiVersions: ['v2.0', 'v1.0'],
    batch: 'transactional',
    pageSize: 20_000,
    renamesBatches: false,
  },
};

/** Makes it a server of that release; every switch can still be set by itself afterwards. */
export function useRelease(switches: Switches, release: Release): void {
  Object.assign(switches, releases[release]);
}

export const defaultSwitches = (): Switches => ({
  deployment: 'on-premises',
  ...releases.bc23,
  apiEnabled: true,
  odataEnabled: true,
  auth: ['basic', 'entra'],
  passwordAllowed: false,
  tenant: undefined,
  publicBaseUrl: undefined,
  keepsOrder: true,
  escapedOptions: false,
  filtersIgnoreCase: false,
  flowFilters: true,
  flowFieldsInTag: true,
  externalNumberMandatory: true,
  salesExternalNumberMandatory: false,
  postWithJobQueue: false,
  approvals: false,
  templates: false,
  manualNumbers: true,
  locationMandatory: true,
  preventNegativeInventory: false,
  maxVatDifference: 0,
  requestsPerFiveMinutes: 6000,
  enabled: true,
});
