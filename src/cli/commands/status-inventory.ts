import type { PairConfig } from '../../config/schema.ts';
import type { Pair } from '../../engine/context.ts';
import { readBaseline } from '../../engine/inventory-baseline.ts';
import { stockStatus } from '../../engine/inventory-status.ts';
import { type PairStock, printStock } from '../../report/inventory.ts';
import type { Store } from '../../store/store.ts';
import { withApp } from '../app.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { styleOf } from '../say-passes.ts';
import { choosePairs, loadSettings } from '../settings.ts';

/** The stock of both sides by item and location, against the baseline and what moved since. Reads, and writes nothing. */
export async function statusInventory(
  context: Context,
  options: { pair?: readonly string[] },
): Promise<number> {
  const config = loadSettings(context);
  const files = choosePairs(config, options.pair).filter(({ flows }) => flows.inventory?.enabled);
  if (files.length === 0) throw new UsageError('no selected pair has the flow inventory');
  return withApp(context, config, {}, async (app) => {
    const pairs: PairStock[] = [];
    for (const pair of await app.connect(files)) pairs.push(await stockOf(app.store, pair, files));
    if (context.json) await context.printJson({ pairs });
    else await context.print(printStock(pairs, await styleOf(context)));
    return exitCodes.ok;
  });
}

export async function stockOf(store: Store, pair: Pair, files: readonly PairConfig[]): Promise<PairStock> {
  const baseline = await readBaseline(store, pair.name);
  const { cin7, erp } = pair.systems;
  if (!baseline || !cin7.stock || !erp.stock) return { pair: pair.name, stock: null };
  const only = files.find(({ name }) => name === pair.name)?.flows.inventory?.only.locations;
  const now = { cin7: await cin7.stock.position(), erp: await erp.stock.position() };
  const documents = await store.documents.all(pair.name);
  return { pair: pair.name, stock: stockStatus(pair.mapping, only, baseline, documents, now) };
}
