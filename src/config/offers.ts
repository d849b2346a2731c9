import type { DocumentKind, FlowName, Leg } from '../domain/document.ts';
import type { ErpType } from './erp/index.ts';

/** A flow that a type of ERP offers. */
export interface Offer {
  /** What its records become, by leg; a leg that is not here does not exist. */
  readonly kinds: Readonly<Partial<Record<Leg, readonly DocumentKind[]>>>;
  /** Legs that run only when `direction` asks for them. */
  readonly off?: readonly Leg[];
}

const toErp = (...kinds: DocumentKind[]): Offer => ({ kinds: { 'cin7-to-erp': kinds } });
const fromErp = (...kinds: DocumentKind[]): Offer => ({ kinds: { 'erp-to-cin7': kinds } });
const both = (kind: DocumentKind): Offer => ({ kinds: { 'cin7-to-erp': [kind], 'erp-to-cin7': [kind] } });

/** The one table of which type of pair has which flow, with which legs, and what it becomes. */
export const offers: Readonly<Record<ErpType, Readonly<Partial<Record<FlowName, Offer>>>>> = {
  'business-central': {
    suppliers: both('supplier'),
    products: fromErp('product'),
    purchases: toErp('bill', 'credit'),
  },
  'finance-operations': {
    suppliers: both('supplier'),
    products: both('product'),
    purchases: toErp('order', 'bill', 'credit'),
  },
  nav: {
    suppliers: both('supplier'),
    customers: both('customer'),
    purchases: toErp('bill', 'credit'),
    sales: toErp('invoice', 'refund'),
    inventory: both('movement'),
  },
  gp: {
    suppliers: fromErp('supplier'),
    products: fromErp('product'),
    purchases: toErp('bill', 'credit'),
    receipts: toErp('receipt'),
  },
  acumatica: {
    suppliers: both('supplier'),
    purchases: {
      kinds: { 'cin7-to-erp': ['order', 'bill', 'credit'], 'erp-to-cin7': ['purchase'] },
      off: ['erp-to-cin7'],
    },
  },
};
