import type { Instant } from '../domain/time.ts';
import type { StoredDocument } from '../store/documents.ts';
import type { Collection } from '../store/records.ts';
import { owner } from './claims.ts';
import { type Pass, target } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';
import { sideDown } from './failures.ts';
import { reversed } from './posted.ts';
import { conclude } from './verdict.ts';

/** Notices what other hands undid of what is posted, where the target's ledger tells: each entry is read once, or a few times. */
export async function followLedgers(pass: Pass, flow: DocumentFlow): Promise<void> {
  if (pass.replay) return;
  const { side } = target(pass);
  for (const kind of pass.kinds) {
    const { follow } = flow.port(kind);
    if (!follow) continue;
    const of: Collection = { pair: pass.pair, side, collection: `${kind} ledger` };
    const { mark, undone } = await follow(await pass.store.records.mark(of)).catch((error) =>
      sideDown(side, error),
    );
    for (const ref of undone) {
      const document = await owner(pass, kind, ref.id);
      if (document && !isTold(document)) await tell(pass, flow, document);
    }
    await pass.store.transact(async (tx) => {
      await pass.lease.confirm(tx);
      // Marks only ever grow as text; this one is a number, filled up.
      await tx.records.moveMark(of, mark as Instant);
    });
  }
}

const isTold = ({ problems, accepted }: StoredDocument): boolean =>
  accepted !== null || problems.some(({ code }) => code === 'deleted-at-target');

const tell = (pass: Pass, flow: DocumentFlow, document: StoredDocument): Promise<void> =>
  conclude(pass, document, { state: 'diverged', problems: [reversed(flow, document)] });
