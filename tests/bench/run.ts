import { callsPerBill, idleCalls } from './calls.ts';
import { engineTime } from './engine-time.ts';
import { helpTime } from './help.ts';
import { peakMemory } from './memory.ts';
import { callsOfPairs } from './pairs.ts';
import { pushFigures } from './push.ts';
import { quotaShare } from './quota.ts';
import { fullScan } from './scan.ts';

/** One figure of the bench: what was measured, against what it should be. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly goal: string;
  readonly met: boolean;
}

const wanted = process.argv.slice(2);
const parts: Readonly<Record<string, () => Promise<Figure[]>>> = {
  calls: callsPerBill,
  idle: idleCalls,
  pairs: callsOfPairs,
  engine: engineTime,
  help: helpTime,
  memory: peakMemory,
  push: pushFigures,
  quota: quotaShare,
  scan: fullScan,
};

for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const { name: what, value, goal, met } of await part()) {
    console.log(`${met ? 'ok  ' : 'MISS'}  ${what.padEnd(62)} ${value.padStart(12)}   goal ${goal}`);
  }
}
