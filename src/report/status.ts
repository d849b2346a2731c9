import {
  type DocumentReport,
  type DocumentState,
  documentStates,
  type FlowName,
  type Leg,
} from '../domain/document.ts';
import type { Instant } from '../domain/time.ts';
import { printColumns } from './columns.ts';
import { printProblems } from './problems.ts';
import { type PushStatus, printPush, type UntoldStatus } from './push-status.ts';
import { plainText, type Style } from './style.ts';

export interface PairStatus {
  readonly pair: string;
  readonly flows: readonly FlowStatus[];
  /** Every document that is open or needs a person. */
  readonly open: readonly DocumentReport[];
  readonly push: readonly PushStatus[];
  readonly untold: readonly UntoldStatus[];
}

export interface FlowStatus {
  readonly flow: FlowName;
  /** When `sync --due` would run it; in the past or now: it is due. */
  readonly nextDue: Instant;
  readonly due: boolean;
  readonly running: { readonly holder: string; readonly since: Instant; readonly gone: boolean } | null;
  readonly legs: readonly LegStatus[];
}

export interface LegStatus {
  readonly leg: Leg;
  readonly watermark: Instant | null;
  readonly lastPass: {
    readonly id: string;
    readonly startedAt: Instant;
    readonly endedAt: Instant | null;
    readonly outcome: string | null;
  } | null;
  readonly states: Readonly<Partial<Record<DocumentState, number>>>;
}

/** Where every leg stands, and what waits for whom. */
export function printStatus(pairs: readonly PairStatus[], auditHead: string, style: Style): string {
  const rows = pairs.flatMap(({ pair, flows }) =>
    flows.flatMap((flow) => flow.legs.map((leg) => legRow(pair, flow, leg))),
  );
  const heads = ['pair', 'flow', 'leg', 'read up to', 'last pass', 'next due', 'documents'];
  const running = pairs.flatMap(({ pair, flows }) => flows.flatMap((flow) => runningLine(pair, flow, style)));
  return [
    printColumns(
      heads.map((head) => ({ head })),
      rows,
    ),
    ...running,
    printPush(pairs, style),
    printProblems(
      pairs.flatMap(({ open }) => open),
      style,
    ),
    style.quiet(`\naudit head ${auditHead}\n`),
  ].join('');
}

const short = (at: Instant): string => `${at.slice(0, 16).replace('T', ' ')}Z`;

function legRow(pair: string, flow: FlowStatus, { leg, watermark, lastPass, states }: LegStatus): string[] {
  const counts = documentStates.flatMap((state) => (states[state] ? [`${states[state]} ${state}`] : []));
  return [
    plainText(pair),
    flow.flow,
    leg,
    watermark === null ? '-' : short(watermark),
    lastPass === null ? 'never' : `${short(lastPass.startedAt)} ${lastPass.outcome ?? 'not ended'}`,
    flow.due ? 'now' : short(flow.nextDue),
    counts.join(', ') || 'none',
  ];
}

function runningLine(pair: string, { flow, running }: FlowStatus, style: Style): string[] {
  if (running === null) return [];
  const what = running.gone ? 'was left behind by a pass that is gone' : 'is running now';
  return [style.warn(`${plainText(pair)} ${flow} ${what}: ${running.holder}, since ${running.since}`), '\n'];
}
