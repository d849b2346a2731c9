import { Failure } from '../../domain/failure.ts';

/** The record is not at the version any more that a change was made for. Nothing was sent. */
export const changedMeanwhile = (system: string, what: string): Failure =>
  new Failure({
    kind: 'stale',
    system,
    message: `the ${what} was changed in ${system} since it was read; it is read again on the next pass`,
  });
