import type { Side } from '../domain/document.ts';
import { Failure, isFailure } from '../domain/failure.ts';
import type { Problem, ProblemCode } from '../domain/problem.ts';
import { type Pass, SideDown } from './context.ts';
import type { System } from './ports.ts';

/**
 * What a failed call means for the pass. A refusal concerns the record: it is handed back. Anything else may be the
 * system's: its cheapest read decides. No answer: the side is down. An answer: the record failed.
 * @throws SideDown
 */
export async function judgeFailure(pass: Pass, error: unknown): Promise<Failure> {
  if (!isFailure(error)) throw error;
  const system = systemOf(pass, error);
  if (error.kind === 'unauthenticated' || error.kind === 'outage') throw new SideDown(system.side, error);
  if (error.kind === 'refused' || error.kind === 'held' || error.kind === 'stale') return error;
  try {
    await system.probe();
  } catch (probeError) {
    throw new SideDown(system.side, isFailure(probeError) ? probeError : error);
  }
  return error;
}

/** The same for reading a source list: there is no record to blame. */
export function sideDown(side: Side, error: unknown): never {
  throw isFailure(error) ? new SideDown(side, error) : error;
}

const systemOf = (pass: Pass, failure: Failure): System => {
  const { cin7, erp } = pass.pairOf.systems;
  return failure.system === cin7.title ? cin7 : erp;
};

/** The failure as problems: the system's own list, or one made of its message. */
export function problemsOf(failure: Failure, record: string, code: ProblemCode, fix: string): Problem[] {
  if (failure.problems.length > 0) return failure.problems.map((problem) => ({ ...problem, record }));
  const clear = failure.kind === 'refused' || failure.kind === 'held' || failure.kind === 'stale';
  return [
    {
      code: clear ? code : 'unclear-answer',
      record,
      seen: failure.code === undefined ? failure.message : `${failure.message} [${failure.code}]`,
      fix: clear ? fix : 'nothing: the next pass looks whether it arrived, and goes on from there',
    },
  ];
}

/** For a failure of our own making inside one record: it fails, the others go on. */
export const unexpected = (error: unknown, system: string): Failure =>
  new Failure({
    kind: 'refused',
    system,
    message: `unexpected: ${error instanceof Error || hasMessage(error) ? error.message : String(error)}`,
    code: 'unexpected',
    cause: error,
  });

const hasMessage = (error: unknown): error is { message: string } =>
  typeof error === 'object' && error !== null && 'message' in error;
