import type { Decimal } from '../../domain/decimal.ts';
import type { MadeBy, PartRow, PartStatus } from './rows.ts';

/** Goods of a shipment, or that came back. */
export interface StockLineRow {
  readonly key: string;
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly quantity: Decimal;
  readonly location: string;
  readonly batch: string;
  readonly expiryDate: string;
  readonly date: string;
}

export interface FulfilmentRow {
  readonly task: string;
  readonly number: number;
  readonly pick: PartStatus;
  readonly pack: PartStatus;
  readonly ship: PartStatus;
  readonly shipDate: string;
  readonly lines: readonly StockLineRow[];
}

export interface SaleCreditRow extends PartRow {
  readonly restock: readonly StockLineRow[];
}

export type SaleType = 'Simple Sale' | 'Advanced Sale' | 'Service Sale';

export interface SaleRow {
  readonly id: string;
  readonly orderNumber: string;
  readonly type: SaleType;
  readonly customerId: string;
  readonly reference: string;
  readonly externalId: string;
  readonly location: string;
  readonly taxRule: string;
  readonly inclusive: boolean;
  readonly terms: string;
  readonly currency: string;
  /** Base units per one unit of the customer's currency. */
  readonly rate: Decimal;
  readonly orderDate: string;
  readonly shipBy: string;
  readonly note: string;
  readonly voided: boolean;
  readonly order: PartRow;
  readonly fulfilments: readonly FulfilmentRow[];
  readonly invoices: readonly PartRow[];
  readonly credits: readonly SaleCreditRow[];
  readonly stamp: string;
  readonly created: string;
  readonly madeBy: MadeBy;
}
