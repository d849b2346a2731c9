import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Figure } from './run.ts';

const bin = fileURLToPath(new URL('../../../bin/ml-connector', import.meta.url));

const time = (args: readonly string[]): number => {
  const started = performance.now();
  spawnSync(process.execPath, args);
  return performance.now() - started;
};

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** `--help` against `node -e 0`, taken in turns, medians of 15. */
export async function helpTime(): Promise<Figure[]> {
  const [help, nothing]: [number[], number[]] = [[], []];
  for (let i = 0; i < 15; i++) {
    nothing.push(time(['-e', '0']));
    help.push(time([bin, '--help']));
  }
  const ratio = median(help) / median(nothing);
  return [{ name: '--help against node -e 0', value: ratio.toFixed(2), goal: '1.5', met: ratio <= 1.5 }];
}
