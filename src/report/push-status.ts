import type { FlowName, Side } from '../domain/document.ts';
import type { Instant } from '../domain/time.ts';
import { printColumns } from './columns.ts';
import { plainText, type Style } from './style.ts';

/** A topic that was subscribed to, or of which notices came. */
export interface PushStatus {
  readonly side: Side;
  readonly topic: string;
  /** Null where there is no subscription of ours: an administrator has set it up. */
  readonly state: 'active' | 'missing' | null;
  readonly expiresAt: Instant | null;
  readonly problem: string | null;
  readonly notices: number;
  readonly lastNoticeAt: Instant | null;
}

/** What changed at a source in the last days, and how much of it no notice told. */
export interface UntoldStatus {
  readonly side: Side;
  readonly flow: FlowName;
  readonly changed: number;
  readonly untold: number;
  readonly newest: string | null;
}

export interface PairPush {
  readonly pair: string;
  readonly push: readonly PushStatus[];
  readonly untold: readonly UntoldStatus[];
}

export function printPush(pairs: readonly PairPush[], style: Style): string {
  const rows = pairs.flatMap(({ pair, push }) =>
    push.map((one) => [
      plainText(pair),
      one.side,
      plainText(one.topic),
      one.state ?? 'set up by hand',
      at(one.expiresAt),
      String(one.notices),
      at(one.lastNoticeAt),
    ]),
  );
  if (rows.length === 0) return '';
  const heads = ['pair', 'system', 'topic', 'subscription', 'ends', 'notices', 'last notice'];
  return [
    '\n',
    printColumns(
      heads.map((head) => ({ head })),
      rows,
    ),
    ...pairs.flatMap(({ pair, push, untold }) => [
      ...push.flatMap(({ topic, problem }) =>
        problem === null ? [] : [style.warn(plainText(`${pair} ${topic}: ${problem}`)), '\n'],
      ),
      ...untold.filter(isSilent).flatMap((one) => [style.warn(plainText(silence(pair, one))), '\n']),
    ]),
  ].join('');
}

const at = (instant: Instant | null): string =>
  instant === null ? '-' : `${instant.slice(0, 16).replace('T', ' ')}Z`;

/** Now and then a notice is lost; most of them, and the push is dead whatever the subscription says. */
const isSilent = ({ changed, untold }: UntoldStatus): boolean => untold > 0 && untold * 2 >= changed;

const silence = (pair: string, { side, flow, changed, untold, newest }: UntoldStatus): string =>
  `${pair} ${flow}: polling found ${untold} of ${changed} changes of ${side} that no notice had told, ${newest} the last: look at the subscriptions and at the address`;
