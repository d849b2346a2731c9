import type { TopModel } from './contract.ts';
import type { Input } from './input.ts';
import type { Scope } from './scope.ts';
import type { Shown } from './shown.ts';
import type { Site, World } from './state.ts';

/** One entity of the endpoint as the router sees it. */
export interface Resource {
  readonly name: string;
  model(version: string): TopModel;
  all(site: Site, world: World): readonly Shown[];
  /** Saves a new record, or the one of that id, and answers its id. Complaints are left for the caller to settle. */
  readonly save?: ((scope: Scope, id: string | undefined, input: Input) => string) | undefined;
  /** @throws Refusal */
  readonly remove?: ((scope: Scope, id: string) => void) | undefined;
  /** By name in lower case. */
  readonly actions?: Readonly<Record<string, Action>> | undefined;
}

export interface Action {
  /** Answered with 202 and carried out later. */
  readonly long: boolean;
  /** @throws Refusal */
  run(scope: Scope, id: string): void;
}
