import type { ErpType } from '../config/schema.ts';
import type { DocumentKind, Side } from '../domain/document.ts';
import type { Party } from '../domain/party.ts';
import type { Purchase } from '../domain/purchase.ts';
import type { PlainDate } from '../domain/time.ts';
import { addDays, startOf } from '../domain/time.ts';
import { Interrupted, type Pair } from '../engine/context.ts';
import type { Source } from '../engine/ports.ts';
import { routePurchase } from '../flows/purchases.ts';
import { kindsOf } from '../flows/table.ts';
import type { MappingTable } from '../mapping/mapping.ts';
import type { Occurrence } from '../mapping/occurrences.ts';
import {
  indexRows,
  type ReferenceIndex,
  type ReferenceList,
  type ReferenceRow,
} from '../mapping/references.ts';
import type { Store } from '../store/store.ts';
import type { Purchased } from './mapping-uses.ts';

const pageSize = 500;
/** As the passes do: a bill may be dated ahead of its entry. */
const headStartDays = 90;

/** Suppliers of one side: as the last passes saw them, else read now. */
export async function suppliersOf(store: Store, pair: Pair, side: Side): Promise<Party[]> {
  const of = { pair: pair.name, side, collection: 'suppliers' };
  const stored: Party[] = [];
  for (let after = ''; ; ) {
    const page = await store.records.page(of, after, pageSize);
    for (const { snapshot } of page) if (snapshot !== undefined) stored.push(snapshot as Party);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) break;
    after = last.id;
  }
  if (stored.length > 0) return stored;
  const source = pair.systems[side].sources.suppliers;
  return source ? readAll(source) : [];
}

async function readAll<R>(source: Source<R>): Promise<R[]> {
  const records = new Map<string, R>();
  for await (const page of source.changes(undefined)) {
    for (const { id, record } of page.rows) if (record !== undefined) records.set(id, record);
  }
  return [...records.values()];
}

const listed = {
  accounts: 'accounts',
  taxes: 'taxes',
  paymentTerms: 'paymentTerms',
  units: 'units',
  locations: 'locations',
} as const satisfies Partial<Record<MappingTable, ReferenceList>>;

/** What Cin7 offers, whether a document uses it or not. */
export async function listedInCin7({ systems: { cin7 } }: Pair): Promise<Occurrence[]> {
  const occurrences: Occurrence[] = [];
  for (const [table, list] of Object.entries(listed) as [keyof typeof listed, ReferenceList][]) {
    if (!cin7.references.lists.includes(list)) continue;
    for (const { code, name, usable } of (await cin7.references.load(list)).rows) {
      if (usable && code !== '')
        occurrences.push({ table, value: code, name, where: [`Cin7's ${list}`], used: false });
    }
  }
  return occurrences;
}

const looked: readonly ReferenceList[] = [
  'accounts',
  'taxes',
  'taxItemGroups',
  'taxZones',
  'paymentTerms',
  'units',
  'currencies',
  'locations',
  'dimensions',
  'dimensionValues',
  'items',
];

export type ErpLists = Partial<Record<ReferenceList | 'suppliers', ReferenceIndex>>;

/** What the ERP has, as far as it shows such lists, and its vendors. */
export async function listsOfErp(
  { systems: { erp } }: Pair,
  vendors: readonly Party[],
): Promise<{ lists: ErpLists; localCurrency: string | undefined }> {
  const lists: ErpLists = { suppliers: indexRows(vendors.map(vendorRow)) };
  for (const list of looked) {
    if (!erp.references.lists.includes(list)) continue;
    const index = await erp.references.load(list);
    // A list that this site does not show says nothing of what exists.
    if (index.rows.length > 0) lists[list] = index;
  }
  const setup = erp.references.lists.includes('setup') ? await erp.references.load('setup') : undefined;
  const local = setup?.rows.map(({ data }) => data?.['localCurrency']).find(Boolean);
  return { lists, localCurrency: local };
}

const vendorRow = ({ code, name, status }: Party): ReferenceRow => ({
  code,
  name,
  usable: status === 'active',
  why: status === 'active' ? undefined : 'it is blocked',
});

export interface Purchases {
  readonly documents: readonly Purchased[];
  /** Purchases that the state does not hold and that were not read either. */
  readonly notLooked: number;
}

/** The orders, bills and credit notes of a pair: those in the state, and of the purchases that it lacks the first `limit`, read now. */
export async function purchasesOf(
  store: Store,
  pair: Pair,
  limit: number,
  signal: AbortSignal,
  at: (done: number, total: number) => void,
): Promise<Purchases> {
  const source = pair.systems.cin7.sources.purchases;
  const options = pair.flows.purchases;
  if (!options?.enabled || !source) return { documents: [], notLooked: 0 };
  const known = (await store.documents.all(pair.name)).filter(({ flow }) => flow === 'purchases');
  const held = new Set(known.filter(({ kind }) => kind !== 'purchase').map(({ sourceId }) => sourceId));
  const missing = await missingOnes(source, options.since, held);
  const chosen = missing.slice(0, limit);
  const kinds = kindsOf(pair.systems.erp.name as ErpType, 'purchases', 'cin7-to-erp', options);
  const documents = known.flatMap(({ kind, state, content, sent }) =>
    !isPurchased(kind) || state === 'skipped' || !(content ?? sent) ? [] : [(content ?? sent) as Purchased],
  );
  for (const [index, id] of chosen.entries()) {
    if (signal.aborted) throw new Interrupted();
    at(index, chosen.length);
    documents.push(...(await readDocuments(source, id, kinds, options.since)));
  }
  return { documents, notLooked: missing.length - chosen.length };
}

/** Ids of purchases that something could come of and that the state does not hold. */
async function missingOnes(
  source: Source<Purchase>,
  since: PlainDate | undefined,
  held: ReadonlySet<string>,
): Promise<string[]> {
  const missing = new Set<string>();
  for await (const page of source.changes(since && startOf(addDays(since, -headStartDays)))) {
    for (const { id, early } of page.rows) if (!early && !held.has(id)) missing.add(id);
  }
  return [...missing];
}

async function readDocuments(
  source: Source<Purchase>,
  id: string,
  kinds: readonly DocumentKind[],
  since: PlainDate | undefined,
): Promise<Purchased[]> {
  const purchase = (await source.read(id))?.record;
  return purchase === undefined
    ? []
    : routePurchase(purchase, kinds)
        .filter(({ kind, wanted, date }) => isPurchased(kind) && wanted !== 'voided' && isInside(date, since))
        .map(({ content }) => content as Purchased);
}

const isPurchased = (kind: DocumentKind): boolean => ['order', 'bill', 'credit'].includes(kind);

const isInside = (date: PlainDate | undefined, since: PlainDate | undefined): boolean =>
  date === undefined || since === undefined || date >= since;
