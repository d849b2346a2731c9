import { type StockMovement, type StockRecord, titleOfMovement } from '../domain/movement.ts';
import { changedMovement, routeMovements } from '../flows/inventory.ts';
import { placedLines } from '../mapping/stock.ts';
import type { StoredDocument } from '../store/documents.ts';
import { collectionOf, type Pass, source, target } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';
import type { Neighbours } from './drafting.ts';
import { readBaseline } from './inventory-baseline.ts';
import { resolveMaster } from './masters/resolve.ts';
import type { DocumentTarget, Draft, LedgerSource, LinkedMaster, Source, SourceRow } from './ports.ts';
import { outsideFlow, required } from './purchase-flow.ts';
import type { Verdict } from './verdict.ts';

/** Stock movements, in either direction: each once, and never one that came from the other side. */
export function inventoryFlow(pass: Pass): DocumentFlow {
  const { locations } = pass.options.only;
  const { sources, stock } = source(pass);
  return {
    placeholder: 'stock',
    source: (stock?.entries
      ? entriesOf(pass, stock.entries)
      : required(sources.movements, 'stock movements')) as Source<unknown>,
    route: (record) => routeMovements(record as StockRecord, locations),
    port: () => required(target(pass).targets.movements, 'movements') as DocumentTarget<unknown, Draft>,
    outside: (_, document) => outside(pass, document),
    neighbours: (_, document) => neighbours(pass, document.content as StockMovement),
    changes: async (_, document) => changesSince(document),
    differences: (before, after) => changedMovement(before as StockMovement, after as StockMovement),
    title: (content, document) =>
      content ? titleOfMovement(content as StockMovement) : `stock record ${document.number}`,
  };
}

async function outside(pass: Pass, document: StoredDocument): Promise<Verdict | undefined> {
  const movement = document.content as StockMovement;
  // Lines of other locations are left out one by one.
  const early = outsideFlow({ ...pass, options: { ...pass.options, only: {} } }, document);
  if (early) return early;
  const made = movement.own || (await isEcho(pass, document));
  if (made) return { state: 'skipped', tell: { why: 'it came from the other side' } };
  if (target(pass).side === 'erp' && isIgnored(pass, movement))
    return { state: 'skipped', tell: { why: 'its locations are ignored by the mapping' } };
  const baseline = await readBaseline(pass.store, pass.pair);
  return baseline ? undefined : { state: 'pending', tell: { why: 'there is no baseline of the stock yet' } };
}

const isIgnored = ({ pairOf: { mapping } }: Pass, movement: StockMovement): boolean =>
  placedLines(movement, mapping).length === 0 &&
  movement.lines.every(({ location }) => mapping.location(location ?? '') === 'ignore');

/** What we wrote at the side that is now read. */
async function isEcho(pass: Pass, document: StoredDocument): Promise<boolean> {
  const { task } = document.content as StockMovement;
  return (await pass.store.documents.byTarget(pass.pair, source(pass).name, 'movement', task)) !== undefined;
}

/** Cin7 knows its products by id; an ERP's item is checked when the movement is mapped. */
async function neighbours(
  pass: Pass,
  movement: StockMovement,
): Promise<Neighbours | { readonly problems: readonly never[] }> {
  const products = new Map<string, LinkedMaster>();
  if (target(pass).side === 'cin7') {
    for (const { sku } of movement.lines) {
      const found = await resolveMaster(pass, 'products', sku, titleOfMovement(movement), sku);
      if ('problems' in found) return found as { problems: readonly never[] };
      products.set(sku, found.linked);
    }
  }
  return {
    master: (_, sku) => products.get(sku),
    document: () => undefined,
    siblings: () => [],
  };
}

function changesSince({ sent, sentPrint, sourcePrint, content }: StoredDocument) {
  if (!sent || sentPrint === sourcePrint) return [];
  const found = changedMovement(sent as StockMovement, content as StockMovement);
  return found.length > 0 ? found : [{ field: 'lines', from: 'as written', to: 'changed' }];
}

/**
 * A ledger as a source: what is numbered above the highest number that we know, and the overlap behind it, since numbers
 * may become visible out of order. What the baseline had summed up is left out.
 */
function entriesOf(pass: Pass, ledger: LedgerSource<StockRecord>): Source<StockRecord> {
  const rows = new Map<string, SourceRow<StockRecord>>();
  const of = collectionOf(pass.pair, source(pass).side, pass.flow);
  return {
    paging: 'keyset',
    async *changes() {
      const baseline = await readBaseline(pass.store, pass.pair);
      const last = baseline?.erp.ledger?.last ?? 0;
      const highest = await pass.store.records.lastId(of);
      const known = new Set(baseline?.erp.ledger?.recent);
      const first = Math.max(last, Number(highest ?? 0)) - ledger.overlap + 1;
      for await (const page of ledger.from(Math.max(first, last - ledger.overlap + 1, 1))) {
        const fresh = page.rows.filter((row) => !known.has(Number(row.id)));
        for (const row of fresh) rows.set(row.id, row);
        yield { ...page, rows: fresh };
      }
    },
    async read(id) {
      const row = rows.get(id);
      if (!row?.record) return ledger.read(id);
      const { number, version, record } = row;
      return { id, number, version, record, servedAt: pass.clock.now() };
    },
  };
}
