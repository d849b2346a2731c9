import type { DocumentKind } from '../domain/document.ts';
import type { Problem } from '../domain/problem.ts';
import type { FieldChange } from '../flows/purchases.ts';
import type { Routed } from '../flows/routing.ts';
import type { StoredDocument } from '../store/documents.ts';
import type { Pass } from './context.ts';
import type { Neighbours } from './drafting.ts';
import type { DocumentTarget, Draft, Source } from './ports.ts';
import type { Verdict } from './verdict.ts';

/** A flow whose records become documents, as the engine delivers them. Made per pass by `flows`' rules. */
export interface DocumentFlow {
  /** The kind of a record that has become nothing yet. */
  readonly placeholder: DocumentKind;
  readonly source: Source<unknown>;
  /** What becomes of a record, in order of delivery. */
  route(record: unknown): Routed[];
  /** Where documents of this kind go. */
  port(kind: DocumentKind): DocumentTarget<unknown, Draft>;
  /** Why a document lies outside of the flow (before `since`, another location, our own echo), if it does. */
  outside(pass: Pass, document: StoredDocument): Promise<Verdict | undefined> | Verdict | undefined;
  /** What the document needs at the target; delivers what is missing first. */
  neighbours(
    pass: Pass,
    document: StoredDocument,
  ): Promise<Neighbours | { readonly problems: readonly Problem[] }>;
  /** In which fields the source differs from what was sent. */
  changes(pass: Pass, document: StoredDocument): Promise<FieldChange[]>;
  /** In which fields two states of a document differ. */
  differences(before: unknown, after: unknown): FieldChange[];
  title(content: unknown, document: StoredDocument): string;
}
