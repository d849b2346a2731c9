import { acumaticaScenes, furnishScenes } from '../integration/acumatica-scenes.ts';
import * as financeOperations from '../integration/finance-operations-scenes.ts';
import { type Bench, createBench } from '../integration/harness.ts';
import type { Stage } from '../integration/matrix.ts';
import { navMasterScenes, navScenes, navStage } from '../integration/nav-scenes.ts';
import { furnish, scenes } from '../integration/scenes.ts';
import type { Figure } from './run.ts';

const stages: Readonly<Record<string, Stage>> = {
  'business-central': { furnish, scenes },
  'finance-operations': { ...financeOperations, sandbox: { erps: ['finance-operations'] } },
  acumatica: { furnish: furnishScenes, scenes: acumaticaScenes, sandbox: { erps: ['acumatica'] } },
  nav: navStage([...navScenes, ...navMasterScenes]),
};

/**
 * The least that each API allows, Cin7 and ERP: to read the purchase, to look the number up, to create, to read back, and
 * what each further step costs there (lines apart from their header, off hold, release and the question for its end).
 */
const least: Readonly<Record<string, readonly [number, number]>> = {
  'business-central: bill': [1, 4],
  'business-central: bill and its credit note': [1, 8],
  'business-central: new supplier': [0, 2],
  'business-central: changed supplier': [0, 1],
  'business-central: new vendor': [2, 0],
  'business-central: new item': [2, 0],
  'finance-operations: order and its bill': [1, 8],
  'finance-operations: credit note': [1, 4],
  'finance-operations: new supplier': [0, 2],
  'finance-operations: changed supplier': [0, 2],
  'finance-operations: new vendor': [2, 0],
  'finance-operations: new product': [0, 2],
  'finance-operations: new item': [2, 0],
  'acumatica: order and its bill': [1, 9],
  'acumatica: credit note': [1, 5],
  'acumatica: new supplier': [0, 2],
  'acumatica: changed supplier': [0, 1],
  'acumatica: new vendor': [2, 0],
  'acumatica: order of Acumatica': [4, 1],
};

const happenings = 5;

/** Calls for each kind of document of each pair, those of an idle pass taken off, and of an idle pass of each flow. */
export async function callsOfPairs(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [pair, stage] of Object.entries(stages)) figures.push(...(await callsOfPair(pair, stage)));
  return figures;
}

async function callsOfPair(
  pair: string,
  { furnish: fill, scenes: kinds, sandbox }: Stage,
): Promise<Figure[]> {
  const bench = await createBench({ data: 'empty', ...sandbox });
  const figures: Figure[] = [];
  let n = 0;
  try {
    fill(bench);
    await quiet(bench);
    for (const flow of Object.keys(bench.pair.flows)) {
      const [cin7, erp] = await calls(bench, [flow]);
      const met = cin7 <= 2 && erp <= 2;
      figures.push({
        name: `${pair}: idle pass of ${flow}, Cin7 + ERP`,
        value: `${cin7} + ${erp}`,
        goal: 'at most 2 + 2',
        met,
      });
    }
    for (const scene of kinds) {
      scene.happen(bench, ++n);
      await quiet(bench);
      const [idleCin7, idleErp] = await calls(bench, scene.flows);
      for (let i = 0; i < happenings; i++) scene.happen(bench, ++n);
      const [cin7, erp] = await calls(bench, scene.flows);
      const times = scene.replaces ? 1 : happenings;
      const each = [(cin7 - idleCin7) / times, (erp - idleErp) / times] as const;
      const bound = least[`${pair}: ${scene.name}`];
      figures.push({
        name: `${pair}: ${scene.name}, Cin7 + ERP`,
        value: each.map((value) => value.toFixed(1)).join(' + '),
        goal: bound ? `the API's least: ${bound.join(' + ')}` : 'as few as can be',
        met: bound === undefined || (each[0] <= bound[0] + 0.4 && each[1] <= bound[1] + 0.4),
      });
    }
  } finally {
    await bench.close();
  }
  return figures;
}

async function quiet(bench: Bench): Promise<void> {
  for (let i = 0; i < 3; i++) {
    bench.clock.advance(16 * 60_000);
    await bench.sync();
  }
}

/** Requests of one pass of these flows, without those for tokens. */
async function calls(bench: Bench, flows: readonly string[]): Promise<[number, number]> {
  bench.clock.advance(16 * 60_000);
  const before = bench.sandbox.journal.entries.length;
  await bench.sync({ flows: flows as NonNullable<Parameters<Bench['sync']>[0]>['flows'] & object });
  const entries = bench.sandbox.journal.entries
    .slice(before)
    .filter(({ system, path }) => system !== 'entra' && !/\/(token|login|logout)$/.test(path));
  const cin7 = entries.filter(({ system }) => system === 'cin7').length;
  return [cin7, entries.length - cin7];
}
