import type { PingCheck } from '../engine/ports.ts';
import { plainText, type Style } from './style.ts';

export interface SystemChecks {
  readonly system: string;
  readonly title: string;
  readonly checks: readonly PingCheck[];
}

export interface PairChecks {
  readonly pair: string;
  readonly systems: readonly SystemChecks[];
}

/** What `ping` found, one line a check, and what to do about each that failed. */
export function printChecks(pairs: readonly PairChecks[], style: Style): string {
  return pairs
    .flatMap(({ pair, systems }) =>
      systems.map(({ title, checks }) => {
        const width = Math.max(0, ...checks.map(({ check }) => check.length));
        const lines = checks.map((check) => printCheck(check, width, style));
        return `${style.bold(`${plainText(pair)}: ${title}`)}\n${lines.join('')}`;
      }),
    )
    .join('\n');
}

function printCheck({ check, ok, detail, fix }: PingCheck, width: number, style: Style): string {
  const mark = ok ? style.good('ok  ') : style.bad('FAIL');
  const todo = ok || fix === undefined ? '' : `       ${style.bold('do')}: ${plainText(fix)}\n`;
  return `  ${mark} ${check.padEnd(width)}  ${plainText(detail)}\n${todo}`;
}
