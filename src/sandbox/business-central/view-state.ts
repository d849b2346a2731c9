import { toNumber, zero } from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';
import type { DocumentKind, PurchaseDocument } from './rows.ts';
import type { Company, World } from './state.ts';
import { balancesOf, showDocument, showEntry, showLines, showVendor } from './views.ts';

/** The main company's records in the API's own field names, for assertions: plain arrays, made anew at each look. */
export interface BusinessCentralView {
  /** With their lines, drafts and posted, in the order in which they were made; `madeBy` tells who made them. */
  readonly purchaseInvoices: readonly ShownDocument[];
  readonly purchaseCreditMemos: readonly ShownDocument[];
  readonly vendors: readonly ShownVendor[];
  readonly generalLedgerEntries: readonly ShownEntry[];
  readonly companies: readonly string[];
}

export interface ShownDocument extends JsonObject {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  /** `vendorInvoiceNumber` or `vendorCreditMemoNumber`. */
  readonly externalNumber: string;
  readonly vendorNumber: string;
  readonly payToVendorNumber: string;
  readonly currencyCode: string;
  readonly postingDate: string;
  readonly dueDate: string;
  readonly pricesIncludeTax: boolean;
  readonly totalAmountExcludingTax: number;
  readonly totalTaxAmount: number;
  readonly totalAmountIncludingTax: number;
  readonly madeBy: string;
  readonly lines: readonly ShownLine[];
}

export interface ShownLine extends JsonObject {
  readonly id: string;
  readonly sequence: number;
  readonly lineType: string;
  readonly lineObjectNumber: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitCost: number;
  readonly netAmount: number;
  readonly netTaxAmount: number;
  readonly taxCode: string;
  /** Dimension code -> value code. */
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface ShownVendor extends JsonObject {
  readonly id: string;
  readonly number: string;
  readonly displayName: string;
  readonly blocked: string;
  readonly madeBy: string;
}

export interface ShownEntry extends JsonObject {
  readonly entryNumber: number;
  readonly accountNumber: string;
  readonly documentNumber: string;
  readonly amount: number;
}

export function viewState(world: World, company: Company): BusinessCentralView {
  const documents = (kind: DocumentKind) =>
    company.documents
      .all()
      .filter((row) => row.kind === kind)
      .map((row) => shown(company, row));
  return {
    get purchaseInvoices() {
      return documents('invoice');
    },
    get purchaseCreditMemos() {
      return documents('memo');
    },
    get vendors() {
      const balances = balancesOf(company);
      return company.vendors.all().map(
        (row) =>
          ({
            ...showVendor(company, row, balances.get(row.number) ?? zero),
            madeBy: row.madeBy,
          }) as unknown as ShownVendor,
      );
    },
    get generalLedgerEntries() {
      return company.entries
        .all()
        .map(
          (row) => ({ ...showEntry(company, row), amount: toNumber(row.amount) }) as unknown as ShownEntry,
        );
    },
    get companies() {
      return world.companies.all().map((row) => row.name);
    },
  };
}

function shown(company: Company, document: PurchaseDocument): ShownDocument {
  const lines = showLines(company, document).map((line, i) => ({
    ...line,
    dimensions: document.lines[i]?.dimensions ?? {},
  }));
  return {
    ...showDocument(company, document),
    externalNumber: document.externalNumber,
    madeBy: document.madeBy,
    lines,
  } as unknown as ShownDocument;
}
