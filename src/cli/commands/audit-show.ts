import type { Bill } from '../../domain/bill.ts';
import { sourceSide } from '../../domain/document.ts';
import { changedFields } from '../../flows/purchases.ts';
import { type Life, printLife } from '../../report/life.ts';
import type { AuditEntry } from '../../store/audit.ts';
import type { StoredDocument } from '../../store/documents.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { resolveDocument } from '../resolve.ts';
import { styleOf } from '../say-passes.ts';
import { loadSettings } from '../settings.ts';
import { readState, withStore } from '../state.ts';

/** One document's whole life. An id that only the trail still knows is shown as far as the trail goes. */
export async function auditShow(context: Context, text: string): Promise<number> {
  const config = loadSettings(context);
  return withStore(readState(config), async (store) => {
    const life = await lifeOfNumber(store, text);
    if (context.json) await context.printJson(life);
    else await context.print(printLife(life, await styleOf(context)));
    return exitCodes.ok;
  });
}

/** @throws UsageError when nothing or several go by that id or number. */
export const lifeOfNumber = async (store: Store, text: string): Promise<Life> =>
  (await lifeInTrail(store, text)) ?? lifeOf(store, await resolveDocument(store, text));

async function lifeInTrail(store: Store, text: string): Promise<Life | undefined> {
  const id = text.trim().toLowerCase();
  if (!/^[0-9a-f]{12}$/.test(id) || (await store.documents.get(id))) return undefined;
  const events = await eventsOf(store, id);
  return events.length === 0 ? undefined : { events, changes: [] };
}

async function lifeOf(store: Store, document: StoredDocument): Promise<Life> {
  const of = { pair: document.pair, side: sourceSide(document.leg), collection: document.flow };
  const record = await store.records.get(of, document.sourceId);
  return {
    document,
    sourceNumber: record?.number,
    events: await eventsOf(store, document.id),
    changes: changesOf(document),
  };
}

async function eventsOf(store: Store, documentId: string): Promise<AuditEntry[]> {
  const events: AuditEntry[] = [];
  for await (const entry of store.audit.entries({ documentId })) events.push(entry);
  return events;
}

/** Only bills keep what was sent, to tell it from what the source says now. */
function changesOf({ kind, sent, content }: StoredDocument): Life['changes'] {
  const isBill = kind === 'bill' || kind === 'credit';
  return isBill && sent && content ? changedFields(sent as Bill, content as Bill) : [];
}
