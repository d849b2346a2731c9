import type { Side } from '../../domain/document.ts';
import { acquireLease } from '../../engine/leases.ts';
import { printSubscriptions } from '../../report/subscriptions.ts';
import {
  keepSubscriptions,
  listSubscriptions,
  removeSubscriptions,
  type Subscriber,
  type TopicReport,
} from '../../webhooks/upkeep.ts';
import { type App, withApp } from '../app.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { styleOf } from '../say-passes.ts';
import { choosePairs, loadSettings } from '../settings.ts';
import { eachSubscriber, secretsOfPairs, subscribersOf, webhooksOf } from '../subscribers.ts';

export interface SubscriptionOptions {
  readonly pair?: readonly string[];
}

/** What an administrator has to enter where there is no API for it. */
export interface Manual {
  readonly pair: string;
  readonly side: Side;
  readonly lines: readonly string[];
}

type What = 'list' | 'renew' | 'remove';

export async function subscriptionsCommand(
  context: Context,
  what: What,
  options: SubscriptionOptions,
): Promise<number> {
  const config = loadSettings(context);
  const webhooks = webhooksOf(config);
  const files = choosePairs(config, options.pair);
  return withApp(context, config, {}, async (app) => {
    const secrets = await secretsOfPairs(app.vault, webhooks, files);
    const reports: TopicReport[] = [];
    const manual: Manual[] = [];
    let busy = false;
    for (const pair of await app.connect(files)) {
      const own = secrets.get(pair.name);
      if (!own) continue;
      const subscribers = subscribersOf(config, pair, own);
      const told = await workOn(context, app, what, subscribers);
      busy ||= told === 'busy';
      if (told !== 'busy') reports.push(...told);
      if (what !== 'remove') manual.push(...manualOf(webhooks.secrets, subscribers));
    }
    const shown = reports.map(({ failure: _, ...report }) => report);
    if (context.json) await context.printJson({ subscriptions: shown, manual });
    else await context.print(printSubscriptions(shown, manual, await styleOf(context)));
    return exitCodeOf(reports, busy);
  });
}

async function workOn(
  context: Context,
  { run }: App,
  what: What,
  subscribers: readonly Subscriber[],
): Promise<TopicReport[] | 'busy'> {
  const { store, clock, liveness } = run;
  const works = {
    list: listSubscriptions,
    renew: (one: Subscriber) => keepSubscriptions({ store, clock }, one),
    remove: (one: Subscriber) => removeSubscriptions({ store, clock }, one),
  };
  const pair = subscribers[0]?.pair;
  if (pair === undefined || what === 'list') return eachSubscriber(subscribers, works[what]);
  const held = await acquireLease(store, `subscriptions/${pair}`, clock, liveness);
  if ('busy' in held) {
    context.warn(`pair ${pair}: another process is at its subscriptions: ${held.busy}`);
    return 'busy';
  }
  try {
    return await eachSubscriber(subscribers, works[what]);
  } finally {
    await held.lease.release();
  }
}

/** The secret itself is not shown: whoever enters it knows it, or sets a new one. */
const manualOf = (entry: string, subscribers: readonly Subscriber[]): Manual[] =>
  subscribers.flatMap(({ pair, side, push, endpoint, legs }) => {
    const secret = `<the secret of ${pair} in the vault entry ${entry}>`;
    const lines = push.instructions?.({ ...endpoint, secret, url: `${endpoint.base}/${secret}` }, legs);
    return lines && lines.length > 0 ? [{ pair, side, lines }] : [];
  });

function exitCodeOf(reports: readonly TopicReport[], busy: boolean): number {
  const away = ['outage', 'unauthenticated', 'unsent'];
  if (reports.some(({ failure }) => failure && away.includes(failure.kind))) return exitCodes.unreachable;
  if (reports.some(({ outcome }) => outcome === 'failed' || outcome === 'orphan')) return exitCodes.attention;
  return busy ? exitCodes.busy : exitCodes.ok;
}
