import { isDeepStrictEqual } from 'node:util';
import { audit, legOf, type Pass } from './context.ts';
import type { PassReport } from './report.ts';

const passesKept = 500;

/** A replay, or the work of a few notices, is no pass of its leg: it makes nothing due later, and `status` does not show it. */
const isPartial = (pass: Pass): boolean => pass.replay !== undefined || pass.noticesOnly;

/** Notes that a pass began. */
export async function beginPass(pass: Pass): Promise<void> {
  if (isPartial(pass)) return;
  const startedAt = pass.clock.now();
  await pass.store.transact((tx) => tx.passes.begin({ ...legOf(pass), id: pass.id, startedAt }));
}

/** @returns the head of the audit chain, with what the pass added. */
export async function closePass(
  pass: Pass,
  report: PassReport,
  previous: PassReport | undefined,
): Promise<string> {
  const { documents: _, ...summary } = report;
  await pass.store.transact(async (tx) => {
    if (isNews(report, previous)) await audit(tx, pass, undefined, 'pass', told(report));
    if (isPartial(pass)) return;
    await tx.passes.end(pass.id, {
      endedAt: pass.clock.now(),
      outcome: report.outcome,
      report: summary,
    });
    await tx.passes.trim(legOf(pass), passesKept);
  });
  return pass.store.audit.head();
}

/** The trail keeps a pass that wrote something, or ended otherwise than the one before it. */
function isNews(report: PassReport, previous: PassReport | undefined): boolean {
  if (report.written + report.linked > 0) return true;
  return !isDeepStrictEqual(ending(report), previous === undefined ? quiet : ending(previous));
}

const ending = ({ outcome, diverged, held, rejected, failed, conflict, notes }: PassReport) => ({
  outcome,
  diverged,
  held,
  rejected,
  failed,
  conflict,
  notes,
});

const quiet: ReturnType<typeof ending> = {
  outcome: 'ok',
  diverged: 0,
  held: 0,
  rejected: 0,
  failed: 0,
  conflict: 0,
  notes: [],
};

const told = (report: PassReport) => {
  const { flow, leg, read, written, linked } = report;
  return { flow, leg, read, written, linked, ...ending(report) };
};
