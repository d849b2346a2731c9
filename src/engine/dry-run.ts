import { fingerprint } from '../domain/text.ts';
import { systemClock } from '../domain/time.ts';
import type { Master } from './masters/spec.ts';
import type {
  DocumentTarget,
  Done,
  Draft,
  MasterDraft,
  MasterTarget,
  Remote,
  Step,
  System,
  Targets,
  Versioned,
} from './ports.ts';

/** A system that reads as ever and refuses to write: it answers as if the write had been done as drafted. */
export function dryRunSystem(system: System): System {
  const { suppliers, customers, products, ...documents } = system.targets;
  const targets: Targets = {
    ...(suppliers ? { suppliers: dryMaster(suppliers) } : {}),
    ...(customers ? { customers: dryMaster(customers) } : {}),
    ...(products ? { products: dryMaster(products) } : {}),
    ...Object.fromEntries(
      Object.entries(documents).map(([name, port]) => [name, dryDocuments(port as DocumentTarget<unknown>)]),
    ),
  };
  return { ...system, targets };
}

const pretendedId = (draft: Draft): string =>
  `dry-run-${fingerprint([draft.kind, draft.naturalKey]).slice(0, 12)}`;

function dryDocuments<D, B extends Draft>(port: DocumentTarget<D, B>): DocumentTarget<D, B> {
  const pretended = new Map<string, Remote>();
  const withdrawn = new Set<string>();
  const present = (remotes: readonly Remote[]) => remotes.filter((remote) => !withdrawn.has(remote.ref.id));
  const { settle: _, round: __, ...rest } = port;
  return {
    ...rest,
    find: async (draft) => present(await port.find(draft)),
    async read(refs) {
      const real = refs.filter((ref) => !pretended.has(ref.id));
      const made = refs.flatMap((ref) => pretended.get(ref.id) ?? []);
      return [...(real.length > 0 ? present(await port.read(real)) : []), ...made];
    },
    compare: (draft, remote) => (pretended.has(remote.ref.id) ? [] : port.compare(draft, remote)),
    steps: (draft, done) => drySteps(port, draft, done, () => pretend(pretended, draft)),
    withdraw: async (ref) => {
      withdrawn.add(ref.id);
    },
  };
}

function pretend(pretended: Map<string, Remote>, draft: Draft): Remote {
  const remote: Remote = {
    ref: { id: pretendedId(draft) },
    status: 'draft',
    naturalKey: draft.naturalKey,
    currency: draft.totals.gross.currency,
    totals: draft.totals,
    content: draft.body,
  };
  pretended.set(remote.ref.id, remote);
  return remote;
}

/** The create of the real steps, pretended, and a post that does nothing; fills are part of the pretended create. */
function drySteps<D, B extends Draft>(
  port: DocumentTarget<D, B>,
  draft: B,
  done: Done,
  made: () => Remote,
): Step[] {
  const pretendedAlready = Object.values(done).some((outcome) => outcome.ref?.id === pretendedId(draft));
  const create = pretendedAlready
    ? undefined
    : port.steps(draft, done).find((step) => step.role === 'create');
  const post: Step = { role: 'post', name: 'post', probe: async () => undefined, run: async () => ({}) };
  if (!create || create.name in done) return [post];
  return [{ role: 'create', name: create.name, run: async () => ({ ref: made().ref }) }, post];
}

function dryMaster<R extends Master>(port: MasterTarget<R>): MasterTarget<R> {
  return {
    ...port,
    steps: (draft, done) =>
      'write' in done
        ? []
        : [{ role: draft.current ? 'fill' : 'create', name: 'write', ...pretendWrite(draft) } as Step],
  };
}

const pretendWrite = (draft: MasterDraft) => {
  const base = draft.current ?? { id: pretendedId(draft), number: '', version: 'dry-run' };
  const record: Versioned<Master> = {
    ...base,
    record: (draft.current?.record ?? { id: base.id, code: '', name: draft.title }) as Master,
    servedAt: systemClock.now(),
  };
  return { probe: async () => undefined, run: async () => ({ ref: { id: base.id }, record }) };
};
