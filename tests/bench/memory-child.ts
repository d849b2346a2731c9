import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepHeapSmall } from '../../src/cli/small-heap.ts';
import { silent } from '../../src/domain/log.ts';
import type { Party } from '../../src/domain/party.ts';
import { systemClock } from '../../src/domain/time.ts';
import type { Source, System } from '../../src/engine/ports.ts';
import { walk } from '../../src/engine/walk.ts';
import { keysOf } from '../../src/mapping/masters.ts';
import { processLiveness } from '../../src/store/holder.ts';
import { openStore } from '../../src/store/store.ts';

keepHeapSmall();
const rows = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'mlc-memory-'));
const store = openStore({ path: join(folder, 'state.db'), clock: systemClock });

const party = (n: number): Party => ({
  id: `id-${n}`,
  code: `V${n}`,
  name: `Supplier number ${n} of the long list`,
  taxNumber: `GB${100_000_000 + n}`,
  email: `accounts@supplier-${n}.example`,
  phone: '',
  line1: `${n} Market Street`,
  city: 'London',
  currency: 'GBP',
  status: 'active',
});

const source: Source<Party> = {
  paging: 'offset',
  async *changes() {
    for (let from = 0; from < rows; from += 1000) {
      const page = Array.from({ length: Math.min(1000, rows - from) }, (_, i) => party(from + i));
      yield {
        rows: page.map((record) => ({ id: record.id, number: record.code, version: '1', record })),
        total: rows,
        servedAt: systemClock.now(),
      };
    }
  },
  read: async () => undefined,
};

const result = await walk(
  {
    store,
    clock: systemClock,
    log: silent,
    liveness: processLiveness(),
    signal: new AbortController().signal,
    progress: { at: () => {} },
  },
  {
    of: { pair: 'bench', side: 'cin7', collection: 'suppliers' },
    system: { title: 'Bench', capabilities: { overlapMinutes: 10 } } as unknown as System,
    source,
    keys: keysOf,
  },
);
if (!result.complete || result.rows !== rows) throw new Error('the walk was not whole');
await store.close();
rmSync(folder, { recursive: true });
process.stdout.write(String(process.resourceUsage().maxRSS));
