import { documentsOf, legsOf } from '../config/flow-options.ts';
import { type Offer, offers } from '../config/offers.ts';
import type { ErpType, FlowOptions, PairConfig } from '../config/schema.ts';
import { type DocumentKind, type FlowName, flowNames, type Leg } from '../domain/document.ts';

export type { FlowOptions, PairConfig } from '../config/schema.ts';

/** One leg of one flow of a pair, with the options that it runs with. */
export interface ActiveLeg {
  readonly flow: FlowName;
  readonly leg: Leg;
  readonly options: FlowOptions;
  /** What its records become at the target, in the order in which they are delivered. */
  readonly kinds: readonly DocumentKind[];
}

/** The flow as this type of ERP offers it; nothing if it does not. */
export const offerOf = (type: ErpType, flow: FlowName): Offer | undefined => offers[type][flow];

/** The flows that a type of ERP offers, in the order in which a pair runs them. */
export const flowsOf = (type: ErpType): FlowName[] =>
  flowNames.filter((flow) => offerOf(type, flow) !== undefined);

/** What runs for this pair, in order: flows as `flowNames`, then their legs. Disabled flows are left out. */
export function activeLegs(pair: PairConfig): ActiveLeg[] {
  const active: ActiveLeg[] = [];
  for (const flow of flowNames) {
    const options = pair.flows[flow];
    if (!options?.enabled) continue;
    for (const leg of options.legs) {
      active.push({ flow, leg, options, kinds: kindsOf(pair.erp.type, flow, leg, options) });
    }
  }
  return active;
}

const documentKinds = { orders: 'order', bills: 'bill', credits: 'credit' } as const;

/** What a leg's records become; `documents` of the options leaves some out. */
export function kindsOf(
  type: ErpType,
  flow: FlowName,
  leg: Leg,
  options?: Pick<FlowOptions, 'documents'>,
): readonly DocumentKind[] {
  const all = offerOf(type, flow)?.kinds[leg] ?? [];
  if (flow !== 'purchases' || leg !== 'cin7-to-erp') return all;
  const wanted = (options?.documents ?? documentsOf(type, flow)).map((document) => documentKinds[document]);
  return all.filter((kind) => wanted.some((other) => other === kind));
}

export { legsOf };
