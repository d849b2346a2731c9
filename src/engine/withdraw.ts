import type { RemoteRef } from '../domain/document.ts';
import { isFailure } from '../domain/failure.ts';
import type { StoredDocument } from '../store/documents.ts';
import { intend } from './claims.ts';
import { audit, type Pass, target } from './context.ts';
import type { DocumentTarget, Draft, Remote } from './ports.ts';
import type { Verdict } from './verdict.ts';

/** It cannot be taken back any more: posted, or gone from where what is not posted could be read. */
export interface Final {
  readonly final: RemoteRef;
  readonly posted: 'yes' | 'unknown';
}

/**
 * Deletes our own unposted draft because the source changed, took the document back or voided it. Guarded by the
 * version that we last saw: what somebody edited or posted in the meantime is left alone.
 * @returns a verdict when it could not be withdrawn; `final` when it is posted; nothing when the draft is gone.
 */
export async function withdraw<D, B extends Draft>(
  pass: Pass,
  port: DocumentTarget<D, B>,
  document: StoredDocument,
  draft: B,
  why: string,
): Promise<Verdict | Final | undefined> {
  const ref = document.target;
  if (!ref) return undefined;
  const [remote] = await port.read([ref]);
  if (remote?.status === 'posted') return { final: remote.ref, posted: 'yes' };
  const begun = (await pass.store.intents.ofDocument(document.id))?.step === 'withdraw';
  if (!remote && port.vanishes && !begun) return { final: ref, posted: 'unknown' };
  if (remote && remote.status !== 'void') {
    if (!isUntouched(port, draft, document, remote)) return edited(pass, draft, remote);
    await pass.store.transact((tx) => intend(tx, pass, document, draft, 'withdraw'));
    const verdict = await send(pass, port, draft, remote);
    if (verdict) return verdict;
  }
  await pass.store.transact(async (tx) => {
    await pass.lease.confirm(tx);
    await tx.intents.release(document.id);
    await tx.documents.change(document.id, { target: undefined, done: {}, posted: 'no', draftPrint: null });
    await audit(tx, pass, document, 'withdrawn', { target: ref.number ?? ref.id, why });
  });
  return undefined;
}

const isUntouched = <D, B extends Draft>(
  port: DocumentTarget<D, B>,
  draft: B,
  document: StoredDocument,
  remote: Remote,
): boolean =>
  (remote.ref.version !== undefined && remote.ref.version === document.target?.version) ||
  port.compare(draft, remote).length === 0 ||
  port.began?.(draft, remote) === true;

async function send<D, B extends Draft>(
  pass: Pass,
  port: DocumentTarget<D, B>,
  draft: B,
  remote: Remote,
): Promise<Verdict | Final | undefined> {
  try {
    await port.withdraw(remote.ref);
    return undefined;
  } catch (error) {
    if (!isFailure(error, 'stale', 'unknown', 'refused')) throw error;
    const [after] = await port.read([remote.ref]);
    if (!after || after.status === 'void') return undefined;
    if (after.status === 'posted') return { final: after.ref, posted: 'yes' };
    if (error.kind === 'stale') return edited(pass, draft, after);
    // An order that cannot be taken back stands: the source and it no longer agree.
    if (error.kind === 'refused' && port.amends) return { final: after.ref, posted: 'unknown' };
    throw error;
  }
}

const edited = (pass: Pass, draft: Draft, remote: Remote): Verdict => ({
  state: 'held',
  problems: [
    {
      code: 'draft-edited',
      record: draft.title,
      seen: `draft ${remote.ref.number ?? remote.ref.id}`,
      fix: `delete that draft in ${target(pass).title}; the next pass writes the document as Cin7 has it now`,
    },
  ],
});
