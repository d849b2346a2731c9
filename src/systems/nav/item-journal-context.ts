import type { NavConfig } from '../../config/schema.ts';
import type { NavClient } from './client.ts';
import type { Journal } from './journal.ts';

export interface ItemContext {
  readonly client: NavClient;
  readonly journal: Journal;
  readonly postCodeunit: NavConfig['postCodeunit'];
  /** Groups of the batch that this process has found right, with what they said then. */
  readonly agreed: Map<string, string>;
}
