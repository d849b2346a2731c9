import type { FlowName } from './document.ts';

/** What a notice of a system tells: never what something is, only what to read again. */
export interface Notice {
  readonly flow: FlowName;
  /** `source`: a record of the sender that the flow reads. `target`: a document that the flow wrote there. */
  readonly role: 'source' | 'target';
  /** As the sender names it, which may be a part of the record. Without id and number: whatever has changed. */
  readonly id?: string | undefined;
  readonly number?: string | undefined;
  /** The sender says that it was deleted. */
  readonly gone?: boolean | undefined;
}
