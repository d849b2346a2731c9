import type { PairConfig } from '../config/schema.ts';
import { sourceSide } from '../domain/document.ts';
import { type Instant, shift } from '../domain/time.ts';
import { activeLegs } from '../flows/table.ts';
import type { PushStatus, UntoldStatus } from '../report/push-status.ts';
import type { Store } from '../store/store.ts';

/** What a sender may take until it has told: Cin7 tries for 76 minutes. */
const patienceMs = 90 * 60_000;
/** How far back it is looked; the inbox remembers as long. */
const windowMs = 7 * 24 * 3_600_000;

/** Subscriptions and notices of a pair, and what polls found that no notice told. */
export async function pushOf(
  store: Store,
  file: PairConfig,
  now: Instant,
): Promise<{ readonly push: PushStatus[]; readonly untold: UntoldStatus[] }> {
  const subscriptions = await store.subscriptions.of(file.name);
  const counts = await store.inbox.counts(file.name);
  const names = new Map(
    [...subscriptions, ...counts].map(({ side, topic }) => [`${side} ${topic}`, { side, topic }]),
  );
  const push = [...names.values()].map(({ side, topic }): PushStatus => {
    const own = subscriptions.find((one) => one.side === side && one.topic === topic);
    const count = counts.find((one) => one.side === side && one.topic === topic);
    return {
      side,
      topic,
      state: own?.state ?? null,
      expiresAt: own?.expiresAt ?? null,
      problem: own?.problem ?? null,
      notices: count?.notices ?? 0,
      lastNoticeAt: count?.lastAt ?? null,
    };
  });
  const untold: UntoldStatus[] = [];
  for (const { flow, leg } of activeLegs(file)) {
    const side = sourceSide(leg);
    const since = subscriptions
      .filter((one) => one.side === side)
      .flatMap(({ liveSince }) => liveSince ?? [])
      .sort()
      .at(-1);
    if (since === undefined) continue;
    const from = [since, shift(now, -windowMs)].sort().at(-1) as Instant;
    const found = await store.inbox.untold({ pair: file.name, side, flow }, from, shift(now, -patienceMs));
    if (found.changed > 0) untold.push({ side, flow, ...found });
  }
  return { push, untold };
}
