import type { PairConfig } from '../../config/schema.ts';
import type { Log } from '../../domain/log.ts';
import type { Redactor } from '../../domain/redactor.ts';
import type { Clock } from '../../domain/time.ts';
import type { Cache, Mutex, Pacer } from '../../http/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';

/** What every system is assembled from. */
export interface SystemOptions {
  readonly pair: PairConfig;
  /** The decrypted fields of this side's vault entry. */
  readonly credentials: Readonly<Record<string, string>>;
  /** PEM text of the side's `tls.ca`. */
  readonly ca?: string | undefined;
  readonly mapping: Mapping;
  readonly deps: SystemDeps;
}

export interface SystemDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly redactor: Redactor;
  readonly pacer: Pacer;
  /** Shared by processes; holds nothing secret. */
  readonly cache: Cache;
  /** Shared by processes; encrypted. For tokens. */
  readonly secrets: Cache;
  readonly mutex: Mutex;
  readonly signal?: AbortSignal | undefined;
  readonly random?: (() => number) | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}
