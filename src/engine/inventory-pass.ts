import type { StockMovement } from '../domain/movement.ts';
import { audit, legOf, type Pass, target } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';
import { sideDown } from './failures.ts';
import {
  type Baseline,
  compareStock,
  differing,
  keepBaseline,
  readBaseline,
  samePosition,
} from './inventory-baseline.ts';
import { inventoryFlow } from './inventory-flow.ts';
import { type DocumentPassOptions, passDocuments } from './pass-documents.ts';
import type { StockPosition } from './ports.ts';
import { outsideFlow, required } from './purchase-flow.ts';
import type { WalkResult } from './walk.ts';

const rounds = 3;
const firstRun = 'stock baseline';

/**
 * One pass of a leg of the stock. The first one writes nothing: what is on stock by then on both sides is the baseline, and
 * only what moves after it travels.
 */
export async function passInventory(pass: Pass, options: DocumentPassOptions): Promise<WalkResult> {
  const flow = inventoryFlow(pass);
  const baseline = await readBaseline(pass.store, pass.pair);
  const known = baseline && (pass.leg === 'erp-to-cin7' || baseline.cin7Known);
  if (!known) return takeBaseline(pass, flow, options, baseline);
  return passDocuments(pass.once.has(firstRun) ? silent(pass) : pass, flow, options);
}

/** Reads and stores, and delivers nothing. */
const silent = (pass: Pass): Pass => ({ ...pass, kinds: [] });

async function takeBaseline(
  pass: Pass,
  flow: DocumentFlow,
  options: DocumentPassOptions,
  before: Baseline | undefined,
): Promise<WalkResult> {
  pass.once.add(firstRun);
  let walked: WalkResult = { complete: true, rows: 0, mark: undefined, gone: [] };
  for (let round = 1; round <= rounds; round++) {
    const at = pass.clock.now();
    const cin7 = await positionOf(pass, 'cin7');
    const erp = await positionOf(pass, 'erp');
    if (pass.leg === 'cin7-to-erp') {
      walked = await passDocuments(silent(pass), flow, options);
      const unread = await unreadable(pass);
      if (unread.length > 0)
        return { ...walked, notes: [`no baseline yet: ${unread.join(', ')} cannot be read`] };
      if (!walked.complete || !samePosition(cin7, await positionOf(pass, 'cin7'))) continue;
    }
    const baseline = { at, cin7, erp: before?.erp ?? erp, cin7Known: pass.leg === 'cin7-to-erp' };
    return { ...walked, notes: [await store(pass, baseline, cin7, erp)] };
  }
  return {
    ...walked,
    notes: ['no baseline yet: stock moved while it was read, three times; the next pass tries again'],
  };
}

const positionOf = (pass: Pass, side: 'cin7' | 'erp'): Promise<StockPosition> =>
  required(pass.pairOf.systems[side].stock, `stock of the ${side}`)
    .position()
    .catch((error) => sideDown(side, error));

/** What could not be read now might turn out to be in the baseline later, when nobody could tell any more. */
async function unreadable(pass: Pass): Promise<string[]> {
  const failed = await pass.store.documents.inStates(legOf(pass), ['failed']);
  return failed.filter(({ kind }) => kind === 'stock').map(({ number, sourceId }) => number || sourceId);
}

/** Stores the baseline together with what it contains: what of that changes later is told, and never written. */
async function store(
  pass: Pass,
  baseline: Baseline,
  cin7: StockPosition,
  erp: StockPosition,
): Promise<string> {
  const contained = (await pass.store.documents.inStates(legOf(pass), ['pending'])).filter(
    ({ kind, wanted }) => kind === 'movement' && wanted === 'ready',
  );
  const { only } = pass.options;
  const rows = compareStock(pass.pairOf.mapping, only.locations, cin7.balances, erp.balances);
  const unlike = differing(rows.values());
  const told = unlike.map(
    (row) => `${row.item} at ${row.location || '(none)'}: Cin7 ${row.cin7}, ERP ${row.erp}`,
  );
  await pass.store.transact(async (tx) => {
    await pass.lease.confirm(tx);
    await keepBaseline(tx, pass.pair, baseline);
    for (const document of contained) {
      const early = outsideFlow({ ...pass, options: { ...pass.options, only: {} } }, document);
      const own = (document.content as StockMovement).own;
      await tx.documents.change(document.id, {
        state: 'skipped',
        ...(early || own ? {} : { posted: 'yes' }),
        sent: document.content,
        sentPrint: document.sourcePrint,
      });
    }
    await audit(tx, pass, undefined, 'stock baseline', {
      places: rows.size,
      contained: contained.length,
      lastEntry: baseline.erp.ledger?.last,
      different: told.slice(0, 100),
    });
  });
  for (const { id } of contained) pass.touched.set(id, 'skipped');
  const more = told.length > 10 ? `; ${told.length - 10} more: ml-connector status --inventory` : '';
  const differences =
    told.length === 0
      ? 'both sides agree'
      : `${told.length} differ, and stay so: ${told.slice(0, 10).join('; ')}${more}`;
  const { title } = target(pass);
  return `the stock of ${rows.size} items and locations is the baseline, nothing was written into ${title}: ${differences}`;
}
