import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Figure } from './run.ts';

const child = fileURLToPath(new URL('./memory-child.js', import.meta.url));

const peak = (rows: number): number => {
  const result = spawnSync(process.execPath, [child, String(rows)], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(result.stderr);
  return Number(result.stdout) / 1024;
};

/** Peak memory of a process that walks a list of so many suppliers into the state file. */
export async function peakMemory(): Promise<Figure[]> {
  const [small, large] = [peak(1_000), peak(300_000)];
  return [
    {
      name: 'peak memory for a list of 1,000 rows, MB',
      value: small.toFixed(0),
      goal: 'below 120',
      met: small < 120,
    },
    {
      name: 'peak memory for a list of 300,000 rows, MB',
      value: large.toFixed(0),
      goal: 'below 120',
      met: large < 120,
    },
    {
      name: 'large list against small',
      value: (large / small).toFixed(2),
      goal: 'flat',
      met: large / small < 1.35,
    },
  ];
}
