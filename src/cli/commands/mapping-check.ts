import { asWarning, type Problem } from '../../domain/problem.ts';
import type { Pair } from '../../engine/context.ts';
import { checkMapping } from '../../mapping/check.ts';
import type { Occurrence } from '../../mapping/occurrences.ts';
import { printFindings } from '../../report/problems.ts';
import type { Style } from '../../report/style.ts';
import { type App, withApp } from '../app.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { listedInCin7, listsOfErp, purchasesOf, suppliersOf } from '../mapping-sources.ts';
import { usesOf, usesOfSupplier } from '../mapping-uses.ts';
import { styleOf } from '../say-passes.ts';
import { choosePairs, loadSettings } from '../settings.ts';
import { countOption } from '../values.ts';

export interface CheckedPair {
  readonly pair: string;
  readonly findings: readonly Problem[];
  readonly notes: readonly Problem[];
  readonly yaml: string;
  readonly documents: number;
  readonly notLooked: number;
}

/** Everything that the mapping lacks, for all documents there are, at once. */
export async function mappingCheck(
  context: Context,
  options: { pair?: readonly string[]; limit: string },
): Promise<number> {
  const config = loadSettings(context);
  const files = choosePairs(config, options.pair);
  const limit = countOption('--limit', options.limit);
  return withApp(context, config, {}, async (app) => {
    const pairs: CheckedPair[] = [];
    for (const pair of await app.connect(files)) pairs.push(await checkPair(context, app, pair, limit));
    if (context.json) await context.printJson({ pairs });
    else await context.print(printChecked(pairs, await styleOf(context)));
    return pairs.some(({ findings }) => findings.length > 0) ? exitCodes.attention : exitCodes.ok;
  });
}

export async function checkPair(context: Context, app: App, pair: Pair, limit: number): Promise<CheckedPair> {
  const { store, stop } = app;
  const { lists, localCurrency } = await listsOfErp(pair, await suppliersOf(store, pair, 'erp'));
  const { documents, notLooked } = await purchasesOf(store, pair, limit, stop.signal, (done, total) =>
    context.line.show(`${pair.name}: reading purchase ${done + 1} of ${total}`),
  );
  const occurrences: Occurrence[] = [];
  for (const document of documents) {
    const link = await store.links.of(pair.name, 'suppliers', 'cin7', document.supplier.id);
    occurrences.push(...usesOf(document, pair, link !== undefined));
  }
  const { suppliers } = pair.flows;
  if (suppliers?.enabled) {
    for (const supplier of await suppliersOf(store, pair, 'cin7'))
      occurrences.push(...usesOfSupplier(supplier, pair));
  }
  occurrences.push(...(await listedInCin7(pair)));
  const { mapping } = pair;
  const { taxFields } = pair.systems.erp.capabilities;
  const checked = checkMapping({ mapping, occurrences, references: lists, localCurrency, taxFields });
  return { pair: pair.name, ...checked, documents: documents.length, notLooked };
}

export const printChecked = (pairs: readonly CheckedPair[], style: Style): string =>
  pairs.map((pair) => printPair(pair, style)).join('\n');

function printPair(checked: CheckedPair, style: Style): string {
  const { pair, findings, notes, yaml, documents, notLooked } = checked;
  const verdict =
    findings.length === 0
      ? style.good('the mapping lacks nothing')
      : style.bad(`${findings.length} to settle`);
  const rest = notLooked === 0 ? '' : `; ${notLooked} purchases were not looked at (--limit)`;
  return [
    `${style.bold(pair)}: ${verdict}, for ${documents} documents${rest}\n`,
    printFindings(findings, style),
    printFindings(notes.map(asWarning), style),
    yaml === '' ? '' : `\nto paste into the pair \`${pair}\`, after reading every line:\n\n${yaml}`,
  ].join('');
}
