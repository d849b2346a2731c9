import type { GpConfig } from '../../src/config/schema.ts';
import type { SandboxOptions } from '../../src/sandbox/start.ts';
import { type Bench, createBench } from './harness.ts';

/** A supplier with its vendor, a product with its item, and a service that GP does not know. */
export function furnishGp({ sandbox }: Pick<Bench, 'sandbox'>): void {
  sandbox.cin7.addSupplier({ Name: 'Harbour Oils', PaymentTerm: '30 days' });
  sandbox.cin7.addProduct({ SKU: 'OIL-01', Name: 'Olive oil' });
  sandbox.gp.addVendor({ id: 'HARBOUR', name: 'Harbour Oils', terms: 'NET 30' });
  sandbox.gp.addItem({ number: 'OIL-01', description: 'Olive oil' });
  sandbox.gp.assignItem('OIL-01', 'HARBOUR');
}

export const lines = [
  { sku: 'OIL-01', quantity: '3', price: '4.35', account: '310' },
  { description: 'Freight', price: '9.99', account: '425' },
];

interface Wishes extends SandboxOptions {
  readonly receipts?: boolean;
  readonly sba?: boolean;
  readonly erp?: Partial<GpConfig>;
}

/** A bench with GP; `receipts`: that flow runs too. `sba`: through the REST service. */
export async function gpBench({
  receipts = false,
  sba = false,
  erp = {},
  ...options
}: Wishes = {}): Promise<Bench> {
  const bench = await createBench({ erps: ['gp'], data: 'empty', tls: false, ...options });
  change(bench, { receipts, sba, erp });
  return bench;
}

export function change(bench: Bench, { receipts, sba, erp }: Pick<Wishes, 'receipts' | 'sba' | 'erp'>): void {
  const { pair } = bench;
  const own = pair.erp as GpConfig;
  const address = sba ? { protocol: 'sba' as const, serviceUrl: bench.sandbox.urls.gpSba } : {};
  bench.pair = {
    ...pair,
    erp: { ...own, ...address, ...erp },
    flows: {
      ...pair.flows,
      ...(receipts && pair.flows.purchases ? { receipts: { ...pair.flows.purchases, documents: [] } } : {}),
    },
  };
}

export const oneOf = <T>(rows: readonly T[]): T => {
  const [row, ...more] = rows;
  if (row === undefined || more.length > 0) throw new Error(`${rows.length} rows`);
  return row;
};
