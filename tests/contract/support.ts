import { silent } from '../../src/domain/log.ts';
import { createRedactor } from '../../src/domain/redactor.ts';
import { type Clock, type Instant, instant, millis } from '../../src/domain/time.ts';
import type { Lookups } from '../../src/engine/ports.ts';
import type { Pacer } from '../../src/http/ports.ts';
import type { createMapping } from '../../src/mapping/mapping.ts';
import {
  indexRows,
  type ReferenceIndex,
  type ReferenceList,
  type References,
} from '../../src/mapping/references.ts';
import {
  type Certificates,
  makeCertificates,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../src/sandbox/start.ts';
import type { SystemDeps } from '../../src/systems/shared/options.ts';
import { memory, queue } from '../systems/entra/support.ts';

let certificate: Promise<Certificates> | undefined;

/** A sandbox without records, on the certificate that all share. */
export async function emptySandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  certificate ??= makeCertificates();
  return startSandbox({ data: 'empty', certificate: await certificate, ...options });
}

/** At most `limit` sends in any window, by the clock of the sandbox. */
export function memoryPacer(clock: Clock): Pacer {
  const sends = new Map<string, number[]>();
  const closed = new Map<string, number>();
  const next = (key: string, { limit, windowMs }: { limit: number; windowMs: number }): number => {
    const now = millis(clock.now());
    const places = (sends.get(key) ?? []).filter((at) => at > now - windowMs);
    sends.set(key, places);
    const earliest = places.length < limit ? now : (places[places.length - limit] ?? now) + windowMs;
    return Math.max(now, earliest, closed.get(key) ?? 0);
  };
  return {
    async reserve(key, budget) {
      const at = next(key, budget);
      sends.get(key)?.push(at);
      return at - millis(clock.now());
    },
    backlog: async (key, budget) => next(key, budget) - millis(clock.now()),
    async delay(key, until: Instant) {
      closed.set(key, Math.max(closed.get(key) ?? 0, millis(until)));
    },
  };
}

export function depsOf(sandbox: Sandbox): SystemDeps {
  const { clock } = sandbox;
  return {
    clock,
    log: silent,
    redactor: createRedactor(),
    pacer: memoryPacer(clock),
    cache: memory(),
    secrets: memory(),
    mutex: queue(),
    random: () => 0.5,
    env: {},
  };
}

/** What `map` may look at, with the lists as the system itself tells them. */
export async function lookupsFrom(
  references: References,
  facts: Pick<Lookups, 'master' | 'document' | 'siblings'> & { mapping: ReturnType<typeof createMapping> },
): Promise<Lookups> {
  const lists = new Map<ReferenceList, ReferenceIndex>();
  for (const list of references.lists) lists.set(list, await references.load(list));
  return {
    pair: 'demo',
    options: { lines: 'account', postingDate: 'invoice-date', closedPeriod: 'hold' },
    today: instant(0).slice(0, 10) as Lookups['today'],
    reference: (list) => lists.get(list) ?? indexRows([]),
    ...facts,
  };
}
