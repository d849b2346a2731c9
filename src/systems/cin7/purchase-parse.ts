import {
  compareDecimals,
  type Decimal,
  decimal,
  isZero,
  minus,
  one,
  over,
  roundTo,
  sumOf,
  times,
  zero,
} from '../../domain/decimal.ts';
import type { Money } from '../../domain/money.ts';
import type {
  PartStatus,
  Purchase,
  PurchaseLine,
  PurchasePart,
  Receipt,
  Totals,
} from '../../domain/purchase.ts';
import { fold, tidy } from '../../domain/text.ts';
import { parsePlainDate } from '../../domain/time.ts';
import type { Amount, PartDetail, PurchaseDetail, ReceiptDetail } from './wire.ts';

/**
 * A purchase as GET /advanced-purchase tells it; the one-object shapes of GET /purchase are read too. Amounts and totals
 * stay as Cin7 prints them, dates are cut and never shifted. Parts that do not exist yet (`NOT AVAILABLE`) are dropped.
 */
export function parsePurchase(detail: PurchaseDetail, baseCurrency: string): Purchase {
  const base = fold(baseCurrency);
  const currency = fold(detail.SupplierCurrency) || base;
  const order = toPart(detail.Order ?? emptyPart, currency, {
    task: detail.ID,
    number: detail.OrderNumber,
    date: parsePlainDate(detail.OrderDate),
  });
  const invoices = detail.Invoice.map((invoice) =>
    toPart(invoice, currency, {
      task: invoice.TaskID || detail.ID,
      number: invoice.InvoiceNumber || invoice.InvocieNumber,
      date: parsePlainDate(invoice.InvoiceDate),
      dueDate: parsePlainDate(invoice.InvoiceDueDate),
    }),
  ).filter(exists);
  const credits = detail.CreditNote.map((credit) =>
    toPart(credit, currency, {
      task: credit.TaskID || detail.ID,
      number: credit.CreditNoteNumber,
      invoiceNumber: credit.CreditNoteInvoiceNumber || undefined,
      date: parsePlainDate(credit.CreditNoteDate),
    }),
  ).filter(exists);
  return {
    id: detail.ID,
    orderNumber: tidy(detail.OrderNumber),
    live: fold(detail.Status) !== 'VOIDED',
    blindReceipt: detail.BlindReceipt,
    service: detail.IsServiceOnly || /^service/i.test(detail.Type),
    supplier: { id: detail.SupplierID, name: tidy(detail.Supplier) },
    orderDate: parsePlainDate(detail.OrderDate),
    requiredBy: parsePlainDate(detail.RequiredBy),
    currency,
    baseCurrency: base,
    rate: currency === base ? undefined : rateOf(detail.CurrencyRate),
    taxInclusive: isTaxInclusive(detail.TaxCalculation, [order, ...invoices, ...credits]),
    terms: tidy(detail.Terms) || undefined,
    location: tidy(detail.Location) || undefined,
    inventoryAccount: detail.InventoryAccount || undefined,
    order,
    invoices,
    credits,
    receipts: receiptsOf(detail),
    fullyInvoiced: /^INVOICED/.test(fold(detail.CombinedInvoiceStatus)),
    attributes: Object.fromEntries(
      Object.entries(detail.AdditionalAttributes).filter(([, value]) => value !== ''),
    ),
  };
}

type PartHead = Pick<PurchasePart, 'task' | 'number' | 'invoiceNumber' | 'date' | 'dueDate'>;

export function toPart(part: PartDetail, currency: string, head: PartHead): PurchasePart {
  const items = part.Lines.map((line) => ({
    kind: 'item' as const,
    productId: line.ProductID || undefined,
    sku: line.SKU || undefined,
    description: tidy(line.Name) || line.SKU,
    comment: line.Comment || undefined,
    ...amounts(line, currency),
  }));
  const charges = part.AdditionalCharges.map((charge) => ({
    kind: 'charge' as const,
    description: tidy(charge.Description),
    comment: charge.Reference || undefined,
    ...amounts(charge, currency),
  }));
  return {
    ...head,
    number: tidy(head.number),
    status: statusOf(part.Status),
    lines: [...items, ...charges],
    totals: totalsOf(part, currency),
  };
}

interface AmountFields {
  readonly Quantity?: Amount;
  readonly Price?: Amount;
  readonly Discount?: Amount;
  readonly Tax?: Amount;
  readonly Total?: Amount;
  readonly TaxRule: string;
  readonly Account: string;
}

type LineAmounts = Pick<
  PurchaseLine,
  'quantity' | 'price' | 'discountPercent' | 'taxRule' | 'tax' | 'total' | 'account'
>;

/** Invoice charges may leave `Total` out (API Blueprint, "Invoice additional charge"); it is then reckoned by Cin7's own rule. */
function amounts(line: AmountFields, currency: string): LineAmounts {
  const quantity = read(line.Quantity);
  const price = read(line.Price);
  const discountPercent = read(line.Discount);
  const total =
    line.Total ?? roundTo(times(times(quantity, price), minus(one, over(discountPercent, decimal(100)))), 2);
  return {
    quantity,
    price: { amount: price, currency },
    discountPercent,
    taxRule: tidy(line.TaxRule) || undefined,
    tax: { amount: read(line.Tax), currency },
    total: { amount: decimal(total), currency },
    account: line.Account || undefined,
  };
}

const totalsOf = (part: PartDetail, currency: string): Totals => ({
  net: { amount: read(part.TotalBeforeTax), currency },
  tax: { amount: read(part.Tax), currency },
  gross: { amount: read(part.Total), currency },
});

/**
 * Whether line totals contain the tax. `TaxCalculation` says it, but what `Total` of a line holds under `Inclusive` is
 * nowhere documented; so the parts that carry tax decide by what adds up, if they all say the same.
 */
export function isTaxInclusive(taxCalculation: string, parts: readonly PurchasePart[]): boolean {
  const votes = new Set<boolean>();
  for (const { lines, totals } of parts) {
    if (isZero(totals.tax.amount) || lines.length === 0) continue;
    const sum = sumOf(lines.map((line) => line.total.amount));
    if (isSame(sum, totals.net)) votes.add(false);
    else if (isSame(sum, totals.gross)) votes.add(true);
  }
  const [vote] = votes;
  return votes.size === 1 && vote !== undefined ? vote : fold(taxCalculation) === 'INCLUSIVE';
}

const isSame = (sum: Decimal, total: Money): boolean =>
  compareDecimals(roundTo(sum, 2), roundTo(total.amount, 2)) === 0;

/** Put-away elements tell the goods where there are any, else the stock received; both describe the same goods. */
function receiptsOf(detail: PurchaseDetail): Receipt[] {
  const put = detail.PutAway.filter(({ Status }) => statusOf(Status) !== 'none');
  const received = detail.StockReceived.filter(({ Status }) => statusOf(Status) !== 'none');
  return (put.length > 0 ? put : received).map((receipt) => toReceipt(receipt, detail.ID));
}

const toReceipt = (receipt: ReceiptDetail, purchaseId: string): Receipt => ({
  task: receipt.TaskID || purchaseId,
  status: statusOf(receipt.Status),
  number: tidy(receipt.InvoicingAndReceivingNumber),
  lines: receipt.Lines.map((line) => ({
    cardId: line.CardID,
    date: parsePlainDate(line.Date),
    productId: line.ProductID || undefined,
    sku: line.SKU,
    name: tidy(line.Name),
    quantity: read(line.Quantity),
    location: tidy(line.Location) || undefined,
    batch: line.BatchSN || undefined,
  })),
});

/** Document statuses (API Blueprint): an invoice that was paid stays authorised; whatever is unknown is not done yet. */
function statusOf(status: string): PartStatus {
  const word = fold(status);
  if (word === 'AUTHORISED' || word === 'PAID') return 'authorised';
  if (word === 'VOIDED') return 'voided';
  return word === 'NOT AVAILABLE' || word === '' ? 'none' : 'draft';
}

export const exists = (part: PurchasePart): boolean => part.status !== 'none';
const read = (amount: Amount): Decimal => (amount === null || amount === undefined ? zero : decimal(amount));
export const rateOf = (rate: Amount): Decimal | undefined => (isZero(read(rate)) ? undefined : read(rate));
const emptyPart: PartDetail = {
  TaskID: '',
  Status: '',
  Lines: [],
  AdditionalCharges: [],
  TotalBeforeTax: 0,
  Tax: 0,
  Total: 0,
};
