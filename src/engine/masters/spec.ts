import type { Leg, Side } from '../../domain/document.ts';
import { type Party, partyFields } from '../../domain/party.ts';
import { type Product, productFields } from '../../domain/product.ts';
import type { Pair } from '../context.ts';
import type { MasterTarget, Source, System } from '../ports.ts';

export type MasterFlowName = 'suppliers' | 'customers' | 'products';
export type Master = Party | Product;

/** A flow of master records: what is read on both sides and which fields are kept in step. */
export interface MasterSpec {
  readonly flow: MasterFlowName;
  readonly kind: 'supplier' | 'customer' | 'product';
  /** What a leg keeps in step. A party's code is the ERP's to give: it only ever flows into Cin7. */
  fields(leg: Leg): readonly string[];
  source(side: Side): Source<Master> | undefined;
  port(side: Side): MasterTarget<Master> | undefined;
  /** A record as both sides would hold it. */
  carry(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

const kinds = { suppliers: 'supplier', customers: 'customer', products: 'product' } as const;

export function masterSpec(pair: Pair, flow: MasterFlowName): MasterSpec {
  const { cin7, erp } = pair.systems;
  const system = (side: Side): System => (side === 'cin7' ? cin7 : erp);
  const port = (side: Side) => system(side).targets[flow] as MasterTarget<Master> | undefined;
  return {
    flow,
    kind: kinds[flow],
    fields: (leg) => [
      ...(flow === 'products' ? productFields : partyFields).filter((field) => field !== 'status'),
      ...(leg === 'erp-to-cin7' && flow !== 'products' ? ['code'] : []),
    ],
    source: (side) => system(side).sources[flow] as Source<Master> | undefined,
    port,
    carry(record) {
      const once = port('cin7')?.carry(record as unknown as Master) ?? (record as unknown as Master);
      return (port('erp')?.carry(once) ?? once) as unknown as Readonly<Record<string, unknown>>;
    },
  };
}
