import type { Draft } from '../../engine/ports.ts';

/** A draft with the document as both interfaces understand it; `body` is what the one in use sends of it. */
export interface GpDraft<D> extends Draft {
  /** Our own key: voucher or receipt number. */
  readonly id: string;
  readonly document: D;
  /** Items that the vendor must be allowed to sell first. */
  readonly prepare?: readonly { readonly item: string; readonly vendor: string }[] | undefined;
}
