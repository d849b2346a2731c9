import type { StoredDocument } from '../store/documents.ts';
import type { Pass } from './context.ts';
import { findOut } from './find.ts';
import type { DocumentTarget, Draft } from './ports.ts';
import { carryOut, type Delivery, isFollow, stepNamed, suspectCreate } from './steps.ts';

/** An answer is owed from before: it is asked for first, with the draft that had been sent then. */
export async function resolveOwed(
  pass: Pass,
  port: DocumentTarget<unknown, Draft>,
  document: StoredDocument,
): Promise<StoredDocument> {
  const intent = await pass.store.intents.ofDocument(document.id);
  if (!intent || intent.step in document.done || !document.draft) return document;
  const draft = document.draft as Draft;
  const step = stepNamed(port.steps(draft, document.done), intent.step);
  if (!step) return document;
  if (isFollow(step)) {
    const outcome = await step.probe(document.done);
    if (!outcome) return document;
    await carryOut(
      pass,
      { document, draft, done: document.done, lookUp: async () => undefined },
      { ...step, probe: async () => outcome },
      true,
    );
    return (await pass.store.documents.get(document.id)) ?? document;
  }
  const found = await findOut(pass, port, document, draft, true);
  if (found.kind !== 'adopt') {
    await pass.store.transact((tx) => suspectCreate(tx, pass, document, draft));
    return document;
  }
  const delivery: Delivery = {
    document,
    draft,
    done: document.done,
    lookUp: async () => ({ ref: found.remote.ref }),
  };
  await carryOut(pass, delivery, step, true);
  return (await pass.store.documents.get(document.id)) ?? document;
}
