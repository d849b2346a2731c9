import { type Instant, shift } from '../../domain/time.ts';
import { type Answer, Refusal } from '../exchange.ts';
import { exceptionAnswer, refusals } from './errors.ts';
import type { World } from './state.ts';

/** Long-running actions: sheet, section 7. Nothing is done before they end, by polling or by the time that passes. */
export interface Operations {
  /** 202 with the place to ask at, or 204 where actions are done at once. */
  start(session: string, place: string, run: () => void): Answer;
  poll(id: string): Answer;
  /** Ends what is due by now. */
  settle(): void;
  /** Ends all that are under way. */
  finish(): void;
  busy(session: string): boolean;
}

interface Operation {
  readonly session: string;
  readonly location: string;
  readonly dueAt: Instant;
  readonly run: () => void;
  polls: number;
  ended: Answer | undefined;
}

export function createOperations(world: World): Operations {
  const operations = new Map<string, Operation>();

  function end(operation: Operation): Answer {
    operation.ended ??= outcome(world, operation.run);
    return operation.ended;
  }
  const running = () => [...operations.values()].filter(({ ended }) => ended === undefined);

  return {
    start(session, place, run) {
      const { polls, actionSeconds } = world.switches;
      const id = world.newId();
      const location = `${place}/${id}`;
      const dueAt = shift(world.now(), actionSeconds * 1000);
      const operation: Operation = { session, location, dueAt, run, polls, ended: undefined };
      // Done at once, it may carry a Location all the same, which leads nowhere.
      if (polls === 0) {
        const { status, body } = end(operation);
        return { status, body, headers: status === 204 ? { location } : undefined };
      }
      operations.set(id, operation);
      return { status: 202, headers: { location } };
    },
    poll(id) {
      const operation = operations.get(id) ?? refusals.notFound();
      if (operation.ended !== undefined) return operation.ended;
      if (operation.polls-- > 0) return { status: 202, headers: { location: operation.location } };
      return end(operation);
    },
    settle() {
      for (const operation of running()) if (operation.dueAt <= world.now()) end(operation);
    },
    finish() {
      for (const operation of running()) end(operation);
    },
    busy: (session) => running().some((operation) => operation.session === session),
  };
}

function outcome(world: World, run: () => void): Answer {
  const [failure, ...others] = world.switches.failingActions;
  if (failure !== undefined) {
    world.switches.failingActions = others;
    return exceptionAnswer(`Error: ${failure}`);
  }
  try {
    world.database.transaction(run);
    return { status: 204 };
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
