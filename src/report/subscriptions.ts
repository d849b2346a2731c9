import type { Instant } from '../domain/time.ts';
import { printColumns } from './columns.ts';
import { plainText, type Style } from './style.ts';

export interface SubscriptionLine {
  readonly pair: string;
  readonly side: string;
  readonly topic: string;
  readonly outcome: string;
  readonly expiresAt?: Instant | undefined;
  readonly problem?: string | undefined;
}

export interface ManualLines {
  readonly pair: string;
  readonly side: string;
  readonly lines: readonly string[];
}

export function printSubscriptions(
  subscriptions: readonly SubscriptionLine[],
  manual: readonly ManualLines[],
  style: Style,
): string {
  const heads = ['pair', 'system', 'topic', 'subscription', 'ends'].map((head) => ({ head }));
  const rows = subscriptions.map(({ pair, side, topic, outcome, expiresAt }) => [
    plainText(pair),
    side,
    plainText(topic),
    outcome,
    expiresAt === undefined ? '-' : `${expiresAt.slice(0, 16).replace('T', ' ')}Z`,
  ]);
  const problems = subscriptions.flatMap(({ pair, topic, problem }) =>
    problem === undefined ? [] : [`${style.warn(plainText(`${pair} ${topic}: ${problem}`))}\n`],
  );
  return [
    rows.length === 0 ? '' : printColumns(heads, rows),
    ...problems,
    ...manual.map(
      ({ pair, side, lines }) =>
        `\n${style.bold(`${plainText(pair)}, ${side}: to be entered by an administrator`)}\n${lines.map((line) => `  ${line}\n`).join('')}`,
    ),
  ].join('');
}
