import type { DocumentKind } from '../domain/document.ts';
import type { PlainDate } from '../domain/time.ts';

/** One document that a source record gives rise to, and what the source wants of it now. */
export interface Routed {
  readonly kind: DocumentKind;
  /** The part of the record, lower case. */
  readonly task: string;
  readonly number: string;
  /** `ready`: deliver it. `waiting`: the source is not done with it. `voided`: it must not (or no longer) be there. */
  readonly wanted: 'ready' | 'waiting' | 'voided';
  /** The document's own date, which `since` is compared with. */
  readonly date: PlainDate | undefined;
  /** The domain document, plain JSON. */
  readonly content: unknown;
  /** Fingerprint of its business fields. */
  readonly print: string;
}
