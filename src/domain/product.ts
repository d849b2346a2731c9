import type { Money } from './money.ts';

/** A product (Cin7) or item (ERP), in words that both sides share. Blank text is `''`; `undefined`: the side has no such field. */
export interface Product {
  readonly id: string;
  /** Cin7's SKU, the ERP's item number. */
  readonly code: string;
  readonly name: string;
  readonly type: 'stock' | 'service';
  /** The unit by its Cin7 name; an ERP's code comes through `mapping.units`. */
  readonly unit?: string | undefined;
  readonly barcode?: string | undefined;
  /** Category by name or code; sent on create. */
  readonly category?: string | undefined;
  /** Sales price in base currency; sent on create. */
  readonly price?: Money | undefined;
  readonly status: 'active' | 'inactive';
  /** Cin7 only: the account codes that lines of it are booked on, where the product names its own. */
  readonly inventoryAccount?: string | undefined;
  readonly expenseAccount?: string | undefined;
}

/** What flows from side to side once two products are linked. */
export const productFields = [
  'name',
  'unit',
  'barcode',
  'status',
] as const satisfies readonly (keyof Product)[];
