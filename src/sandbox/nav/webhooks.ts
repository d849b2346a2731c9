import type { Answer, SandboxRequest } from '../exchange.ts';
import { json } from '../exchange.ts';
import { createSubscriptions, type SetChange, type SubscriptionService } from '../odata/subscriptions.ts';
import { type Change, changesOf } from '../push/watch.ts';
import { errorAnswer } from './errors.ts';
import type { Kept } from './fields.ts';
import type { Company, World } from './state.ts';

/** What can be subscribed to, as far as the stand-in has it (apis/dynamics-nav.md, section 10). */
const sets = [
  'accounts',
  'customers',
  'dimensions',
  'generalLedgerEntries',
  'items',
  'journals',
  'paymentTerms',
  'vendors',
];

export interface NavWebhooks {
  readonly service: SubscriptionService;
  /** Answers what is about webhooks; nothing for any other path. `path` stands behind the server's base. */
  answer(request: SandboxRequest, path: string): Promise<Answer> | undefined;
}

/** Subscriptions of the main company, in the newest API that the server offers. */
export function createNavWebhooks(world: World, company: Company, ca: string): NavWebhooks {
  const version = () => world.switches.apiVersions[0] ?? 'v2.0';
  const service = createSubscriptions({
    system: 'nav',
    get root() {
      return `api/${version()}/companies(${company.id})/`;
    },
    sets,
    now: world.now,
    ca,
    error: errorAnswer,
  });
  return {
    service,
    answer(request, path) {
      if (!world.switches.apiEnabled) return undefined;
      const rest = new RegExp(`^/api/${version()}/subscriptions(\\(.*\\))?$`).exec(path);
      if (rest) return service.answer(request, rest[1] ?? '');
      const listed =
        /^\/api\/microsoft\/runtime\/beta\/companies\(([^)]*)\)\/webhookSupportedResources$/.exec(path);
      if (!listed || request.method !== 'GET' || listed[1]?.toLowerCase() !== company.id) return undefined;
      const wanted = /^resource eq '([^'*]*)\*'$/.exec(request.query.get('$filter') ?? '')?.[1] ?? '';
      const value = sets.map((set) => ({ resource: `${version()}/${set}` }));
      return Promise.resolve(
        json(200, { value: value.filter(({ resource }) => resource.startsWith(wanted)) }),
      );
    },
  };
}

export interface WatchedRows {
  readonly vendors: readonly Kept[];
  readonly customers: readonly Kept[];
  readonly items: readonly Kept[];
  readonly generalLedgerEntries: readonly Kept[];
}

export const watchedRows = (company: Company): WatchedRows => ({
  vendors: company.vendors.all(),
  customers: company.customers.all(),
  items: company.items.all(),
  generalLedgerEntries: company.glEntries.all(),
});

export const changedSets = (before: WatchedRows, after: WatchedRows): SetChange[] =>
  (['vendors', 'customers', 'items', 'generalLedgerEntries'] as const).flatMap((set) =>
    changesOf(before[set], after[set], ({ id }) => id).map((change) => told(set, change)),
  );

const told = (set: string, { before, after }: Change<Kept>): SetChange => ({
  set,
  id: (after ?? before)?.id ?? '',
  type: after === undefined ? 'deleted' : before === undefined ? 'created' : 'updated',
});
