import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { keepHeapSmall } from '../../src/cli/small-heap.ts';
import { erpSystems } from '../../src/cli/systems.ts';
import { silent } from '../../src/domain/log.ts';
import { createRedactor } from '../../src/domain/redactor.ts';
import { systemClock } from '../../src/domain/time.ts';
import { walk } from '../../src/engine/walk.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { keysOf } from '../../src/mapping/masters.ts';
import { processLiveness } from '../../src/store/holder.ts';
import { openStore } from '../../src/store/store.ts';
import type { SystemOptions } from '../../src/systems/shared/options.ts';

/** What the bench sends: where the stand-in is, and how to sign in there. */
export interface ScanTask {
  readonly pair: SystemOptions['pair'];
  readonly ca: string;
  readonly credentials: Readonly<Record<string, string>>;
}

/** What it gets back: of a first walk and of one that finds nothing new. */
export interface ScanResult {
  readonly rows: number;
  readonly calls: number;
  readonly firstMs: number;
  readonly idleMs: number;
  readonly peakMb: number;
}

keepHeapSmall();
const { pair, ca, credentials } = JSON.parse(await text(process.stdin)) as ScanTask;
const folder = mkdtempSync(join(tmpdir(), 'mlc-scan-'));
const store = openStore({ path: join(folder, 'state.db'), clock: systemClock });
const { pacer, cache, mutex } = store.shared;
const log = silent;
const deps = { clock: systemClock, log, redactor: createRedactor(), pacer, cache, secrets: cache, mutex };
const make = await erpSystems[pair.erp.type]?.();
const system = make?.({ pair, ca, credentials, mapping: createMapping({}), deps });
const source = system?.sources.suppliers;
if (!system || !source) throw new Error('no such source');

const of = { pair: 'bench', side: 'erp', collection: 'suppliers' } as const;
const signal = new AbortController().signal;
const run = {
  store,
  clock: systemClock,
  log,
  liveness: processLiveness(),
  signal,
  progress: { at: () => {} },
};
async function timed() {
  const [started, before] = [performance.now(), system?.requests() ?? 0];
  const { complete, rows } = await walk(run, {
    of,
    system: system as never,
    source: source as never,
    keys: keysOf as never,
  });
  if (!complete) throw new Error('the walk was not whole');
  return { rows, ms: performance.now() - started, calls: (system?.requests() ?? 0) - before };
}

await system.probe();
const first = await timed();
const idle = await timed();
await system.close();
await store.close();
rmSync(folder, { recursive: true });
const result: ScanResult = {
  rows: first.rows,
  calls: idle.calls,
  firstMs: first.ms,
  idleMs: idle.ms,
  peakMb: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(JSON.stringify(result));
