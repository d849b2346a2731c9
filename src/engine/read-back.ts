import { shift } from '../domain/time.ts';
import type { StoredDocument } from '../store/documents.ts';
import { legOf, type Pass, target } from './context.ts';
import { deliver } from './deliver.ts';
import type { DocumentFlow } from './document-flow.ts';
import { sideDown } from './failures.ts';
import type { Remote } from './ports.ts';

/** For how long what we left unposted is looked at again. */
const watchDays = 60;

/** What of ours stands unposted at the target, in as few calls as it allows. */
export async function readBack(pass: Pass, flow: DocumentFlow): Promise<Map<string, Remote | undefined>> {
  const result = new Map<string, Remote | undefined>();
  const since = shift(pass.clock.now(), -watchDays * 86_400_000);
  const open = (await pass.store.documents.unposted(legOf(pass), since)).filter(
    (document) => document.state !== 'written' || (flow.port(document.kind).watches && !pass.options.post),
  );
  for (const kind of pass.kinds) {
    const refs = open.flatMap((document) =>
      document.kind === kind && document.target ? [document.target] : [],
    );
    if (refs.length === 0) continue;
    for (const remote of await flow
      .port(kind)
      .read(refs)
      .catch((error) => sideDown(target(pass).side, error))) {
      result.set(remote.ref.id, remote);
    }
  }
  await noticeWrittenOnes(pass, flow, open, result);
  return result;
}

/** Written and left unposted by us: a person may have posted or deleted it. */
async function noticeWrittenOnes(
  pass: Pass,
  flow: DocumentFlow,
  open: readonly StoredDocument[],
  atTarget: ReadonlyMap<string, Remote | undefined>,
): Promise<void> {
  for (const document of open) {
    if (document.state !== 'written' || !document.target) continue;
    const remote = atTarget.get(document.target.id);
    if (remote?.status === 'draft' || remote?.status === 'pending') continue;
    await deliver(pass, flow, document.id, remote);
  }
}
