import { type DocumentKind, type FlowName, type Leg, legs } from '../domain/document.ts';
import type { ErpType } from './erp/index.ts';
import { type FlowInput, purchaseDocuments } from './flow.ts';
import { type Offer, offers } from './offers.ts';

export type PurchaseDocument = (typeof purchaseDocuments)[number];

/** The options of one flow of one pair, complete. */
export interface FlowOptions extends Omit<FlowInput, 'direction' | 'post' | 'lines' | 'documents'> {
  readonly legs: readonly Leg[];
  readonly post: boolean;
  readonly lines: 'account' | 'item';
  /** What purchases become; empty for other flows. */
  readonly documents: readonly PurchaseDocument[];
}

/** Every leg that the offer has, those that are off by default included. */
export const legsOf = (offer: Offer): Leg[] => legs.filter((leg) => offer.kinds[leg] !== undefined);

/** The legs that run for a `direction`; nothing when it names a leg that the offer lacks. */
export function legsFor(offer: Offer, direction: FlowInput['direction']): Leg[] | undefined {
  const all = legsOf(offer);
  if (direction === undefined) return all.filter((leg) => !offer.off?.includes(leg));
  const wanted: readonly Leg[] = direction === 'both' ? legs : [direction];
  return wanted.every((leg) => all.includes(leg)) ? [...wanted] : undefined;
}

const kindOf: Readonly<Record<PurchaseDocument, DocumentKind>> = {
  orders: 'order',
  bills: 'bill',
  credits: 'credit',
};

/** The purchase documents that the type has; none for a flow other than purchases. */
export function documentsOf(type: ErpType, name: FlowName): PurchaseDocument[] {
  const kinds = name === 'purchases' ? offers[type].purchases?.kinds['cin7-to-erp'] : undefined;
  return purchaseDocuments.filter((document) => kinds?.includes(kindOf[document]));
}

/** Fills in what depends on the type of the ERP. The checks have passed. */
export function resolveFlow(type: ErpType, name: FlowName, input: FlowInput): FlowOptions {
  const { direction, post, lines, documents, ...rest } = input;
  const offer = offers[type][name];
  return {
    ...rest,
    legs: (offer && legsFor(offer, direction)) ?? [],
    post: post ?? type === 'business-central',
    lines: lines ?? (type === 'finance-operations' ? 'item' : 'account'),
    documents: documents ?? documentsOf(type, name),
  };
}
