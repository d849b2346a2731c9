/** So many at once, and so many a second in the long run. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export interface Limiter {
  /** @returns whether one more is allowed now. */
  allow(sender: string): boolean;
}

/** Senders that are remembered: the one that was silent longest is forgotten first. */
const most = 10_000;

/** One bucket per sender; `now` in milliseconds. */
export function createLimiter({ burst, perSecond }: Rate, now: () => number): Limiter {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    allow(sender) {
      const at = now();
      const before = buckets.get(sender) ?? { left: burst, at };
      const left = Math.min(burst, before.left + (Math.max(0, at - before.at) / 1000) * perSecond);
      buckets.delete(sender);
      buckets.set(sender, { left: left < 1 ? left : left - 1, at });
      if (buckets.size > most) buckets.delete(buckets.keys().next().value as string);
      return left >= 1;
    },
  };
}
