import {
  demoPairName,
  type FaultRule,
  type Journal,
  type Sandbox,
  type SandboxRequest,
  type StandinType,
  type SystemName,
} from '../sandbox/start.ts';
import { builtTypes } from './systems.ts';

/** What is told of one ERP. */
interface Story {
  readonly title: string;
  readonly system: SystemName;
  /** It takes name and key with each request, so that no sign-in expires. */
  readonly keyed?: true;
  /** Whether a request makes a new bill there. */
  makesBill(request: Pick<SandboxRequest, 'method' | 'path' | 'text'>): boolean;
}

const stories: Readonly<Record<StandinType, Story>> = {
  'business-central': {
    title: 'Business Central',
    system: 'businessCentral',
    makesBill: ({ method, path }) => method === 'POST' && path.endsWith('/purchaseInvoices'),
  },
  'finance-operations': {
    title: 'Finance & Operations',
    system: 'financeOperations',
    makesBill: ({ method, path }) => method === 'POST' && /VendorInvoiceHeaders$/.test(path),
  },
  acumatica: {
    title: 'Acumatica',
    system: 'acumatica',
    makesBill: ({ method, path }) => method === 'PUT' && /\/Bill$/.test(path),
  },
  nav: {
    title: 'Dynamics NAV',
    system: 'nav',
    keyed: true,
    makesBill: ({ method, path, text }) => method === 'POST' && /Journal|\$batch/.test(path + text),
  },
  gp: {
    title: 'Dynamics GP',
    system: 'gp',
    makesBill: ({ method, text }) => method === 'POST' && /<CreatePayables/.test(text),
  },
};

/** The ERPs that there is a demo of, by the name of their pair. */
export const demoPairs: ReadonlyMap<string, StandinType> = new Map(
  (Object.keys(stories) as StandinType[])
    .filter((type) => builtTypes.includes(type))
    .map((type) => [demoPairName(type), type]),
);

export const titleOf = (type: StandinType): string => stories[type].title;

export interface Trouble {
  readonly words: string;
  readonly rule: FaultRule;
}

const expiry = (title: string, bill: Pick<FaultRule, 'system' | 'match'>): Trouble => ({
  words: `${title} declares that our sign-in has expired, in the middle of the bills`,
  rule: { ...bill, after: 9, fault: { kind: 'expire-token' } },
});

/** What goes wrong in the demo; each strikes once. */
export function troublesOf(type: StandinType): Trouble[] {
  const { title, system, keyed, makesBill } = stories[type];
  const bill = { system, match: makesBill };
  return [
    {
      words: `${title} gives no answer: a new bill is saved there, and the connection breaks before we hear of it`,
      rule: { ...bill, after: 4, fault: { kind: 'drop-after' } },
    },
    ...(keyed ? [] : [expiry(title, bill)]),
    {
      words: `${title} says "too many calls"`,
      rule: { ...bill, after: 15, fault: { kind: 'throttle', retryAfter: 1 } },
    },
    {
      words: 'Cin7 says it too',
      rule: {
        system: 'cin7',
        method: 'GET',
        path: '/(advanced-)?purchase$',
        after: 20,
        fault: { kind: 'throttle', retryAfter: '1 Seconds' },
      },
    },
  ];
}

/** Which of these numbers stands in the request whose answer was lost. */
export function lostNumber(journal: Journal, numbers: readonly string[]): string | undefined {
  const [lost] = journal.find({ fault: 'drop-after' });
  const text = JSON.stringify(lost?.body ?? '');
  return [...numbers].sort((a, b) => b.length - a.length).find((number) => text.includes(number));
}

/** SOAP reads by POST too. */
const isRead = (body: unknown): boolean => /"operation":"Get/.test(JSON.stringify(body ?? ''));

/** Requests since the journal was cleared that could have changed anything. */
export const writesIn = ({ journal }: Sandbox): number =>
  journal.entries.filter(
    ({ system, method, path, body }) =>
      system !== 'entra' && method !== 'GET' && !/\/(token|login|logout)$/.test(path) && !isRead(body),
  ).length;
