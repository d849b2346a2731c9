import type { JsonObject } from '../exchange.ts';
import { invoiceType } from './invoice-model.ts';
import { linesOfInvoice } from './invoices.ts';
import type { FoType } from './model.ts';
import { orderType } from './order-model.ts';
import { linesOfOrder } from './orders.ts';
import { productType, releasedType } from './product-model.ts';
import type { Fields, Row } from './rows.ts';
import { tableOf, type World } from './state.ts';
import { vendorType } from './vendor-model.ts';

/** The records of all companies in the API's own field names, for assertions: plain arrays, made anew at each look. */
export interface FinanceOperationsView {
  readonly vendors: readonly ShownRow[];
  /** Shared products: names and descriptions. */
  readonly products: readonly ShownRow[];
  readonly releasedProducts: readonly ShownRow[];
  /** With their lines. */
  readonly orders: readonly ShownDocument[];
  /** Not posted, with their lines. */
  readonly invoices: readonly ShownDocument[];
  /** Posted, with their lines and `voucher`: out of the API's reach. */
  readonly posted: readonly (ShownDocument & { readonly voucher: string })[];
  readonly companies: readonly string[];
}

/** Fields as in the API, but decimals exact, as texts, and companies in lower case; and who made it: `api` or `person`. */
export interface ShownRow extends JsonObject {
  readonly madeBy: string;
  readonly dataAreaId?: string;
}

export interface ShownDocument extends ShownRow {
  readonly lines: readonly Fields[];
}

export function viewState(world: World): FinanceOperationsView {
  const rows = (type: FoType) => tableOf(world, type.set).all();
  const shown = (row: Row): ShownRow => ({ ...row.fields, madeBy: row.madeBy });
  const withLines = (row: Row, lines: readonly Row[]): ShownDocument => ({
    ...shown(row),
    lines: lines.map((line) => line.fields),
  });
  return {
    get vendors() {
      return rows(vendorType).map(shown);
    },
    get products() {
      return rows(productType).map(shown);
    },
    get releasedProducts() {
      return rows(releasedType).map(shown);
    },
    get orders() {
      return rows(orderType).map((row) => withLines(row, linesOfOrder(world, row)));
    },
    get invoices() {
      return rows(invoiceType).map((row) => withLines(row, linesOfInvoice(world, row)));
    },
    get posted() {
      return world.posted
        .all()
        .map(({ header, lines, voucher }) => ({ ...withLines(header, lines), voucher }));
    },
    get companies() {
      return world.companies.all().map((company) => company.id);
    },
  };
}
