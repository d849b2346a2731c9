import { isNegative, isZero, minus, roundTo, sumOf, times, zero } from '../../domain/decimal.ts';
import type { Product } from '../../domain/product.ts';
import { type GoodsReceipt, type GoodsReceiptLine, titleOfReceipt } from '../../domain/receipt.ts';
import { fold } from '../../domain/text.ts';
import type { Lookups, Mapped } from '../../engine/ports.ts';
import { mapAccount, useAccount } from '../../mapping/accounts.ts';
import { Findings } from '../../mapping/findings.ts';
import { mapLocation } from '../../mapping/locations.ts';
import { checkLength } from '../shared/masters.ts';
import type { GpDocuments, GpReceipt, GpReceiptLine, GpReceiptRow } from './api.ts';
import { costDecimals, lengths } from './capabilities.ts';
import { distribution, isBooked, receivingTypes } from './distributions.ts';
import { baseNetOf, type DocumentConfig, headOf, numberFor, textFor } from './document-context.ts';
import type { GpDraft } from './draft.ts';
import { batchOf } from './numbers.ts';

export type ReceiptDraft = GpDraft<GpReceipt>;

export const receiptKey = (receipt: string): string => `receipt|${fold(receipt)}`;

interface Context {
  readonly receipt: GoodsReceipt;
  readonly lookups: Lookups;
  readonly config: DocumentConfig;
  readonly record: string;
  readonly findings: Findings;
  readonly decimals: number;
}

/** What a receipt will be here: goods at the order's price on the mapped accounts, against accrued purchases (LEDGER 6). */
export function mapReceipt(
  documents: GpDocuments<GpReceipt, GpReceiptRow>,
  config: DocumentConfig,
  receipt: GoodsReceipt,
  lookups: Lookups,
): Mapped<ReceiptDraft> {
  const record = titleOfReceipt(receipt);
  const findings = new Findings();
  const head = headOf(receipt, lookups, config, record, findings);
  const decimals = head?.decimals ?? 2;
  const context: Context = { receipt, lookups, config, record, findings, decimals };
  const lines = receipt.lines.flatMap((line, index) => lineOf(context, line, index));
  const accrued = useAccount(
    { record, field: 'accrued purchases account' },
    config.accounts.accruedPurchases ?? '',
    lookups.reference('accounts'),
    findings,
    'set erp.accounts.accruedPurchases to an account of Dynamics GP',
  );
  const at = { record, field: 'number' };
  const number = numberFor(numberOf(receipt), lengths.receipt.number, at, findings);
  if (lines.length === 0 && findings.problems.length === 0) {
    findings.add({
      code: 'value-missing',
      record,
      field: 'lines',
      fix: 'receive something in Cin7, or void the receipt',
    });
  }
  if (!head || accrued === undefined || findings.problems.length > 0)
    return { ok: false, problems: findings.problems, missing: [...findings.missing] };
  const total = sumOf(lines.map(({ line }) => line.extended));
  const document: GpReceipt = {
    receipt: head.id,
    vendor: head.vendor,
    number,
    date: head.date,
    postingDate: head.postingDate,
    batch: batchOf(config.batch, head.postingDate, head.isForeign ? receipt.currency : undefined),
    reference: textFor(`${receipt.orderNumber} ${receipt.supplier.name}`, lengths.receipt.reference),
    currency: head.currency,
    decimals,
    ...(head.rate === undefined ? {} : { rate: head.rate }),
    lines: lines.map(({ line }) => line),
    distributions: [
      ...lines.map(({ line, account, reference }) =>
        distribution(receivingTypes.purch, account, line.extended, reference),
      ),
      distribution(receivingTypes.accrued, accrued, minus(zero, total), receipt.orderNumber),
    ].filter(isBooked),
  };
  const money = (amount: typeof total) => ({ amount, currency: receipt.currency });
  const baseNet = baseNetOf(receipt, total);
  const prepare = lines
    .filter(({ line }) => !line.nonInventory)
    .map(({ line }) => ({ item: line.item, vendor: head.vendor }));
  const draft: ReceiptDraft = {
    kind: 'receipt',
    naturalKey: receiptKey(head.id),
    title: record,
    id: head.id,
    document,
    body: documents.body(document),
    totals: { net: money(total), tax: money(zero), gross: money(total) },
    ...(prepare.length > 0 ? { prepare } : {}),
    ...(head.hold ? { hold: head.hold } : {}),
    ...(baseNet ? { baseNet } : {}),
  };
  return { ok: true, draft, warnings: findings.warnings };
}

/** Cin7 numbers the receipts inside their purchase. */
const numberOf = ({ orderNumber, number }: GoodsReceipt): string =>
  number === '' || fold(number).includes(fold(orderNumber))
    ? number || orderNumber
    : `${orderNumber}/${number}`;

interface Mapping {
  readonly line: GpReceiptLine;
  readonly account: string;
  readonly reference: string;
}

function lineOf(context: Context, line: GoodsReceiptLine, index: number): Mapping[] {
  const { lookups, record, findings, config, decimals } = context;
  const at = (field: string) => ({ record, field: `line ${index + 1} (${line.sku}) ${field}` });
  if (isZero(line.quantity)) return [];
  if (isNegative(line.quantity))
    findings.add({
      code: 'field-invalid',
      ...at('quantity'),
      seen: line.quantity,
      allowed: ['above 0'],
      fix: 'correct the receipt in Cin7',
    });
  const account = mapAccount(
    at('account'),
    line.account,
    lookups.mapping,
    lookups.reference('accounts'),
    findings,
  );
  const location = mapLocation(at('location'), line.location, lookups.mapping, undefined, findings);
  if (line.price === undefined) {
    const fix = 'put the product on the order or the invoice in Cin7, so that its price is known';
    findings.add({ code: 'value-missing', ...at('price'), seen: line.sku, fix });
    return [];
  }
  const unitCost = roundTo(line.price.amount, costDecimals);
  const amounts = {
    quantity: line.quantity,
    unitCost,
    extended: roundTo(times(line.quantity, unitCost), decimals),
  };
  const site = location === 'ignore' ? '' : (location?.code ?? '');
  const goods =
    config.receiptLines === 'item'
      ? itemOf(context, line, index, site)
      : nonInventory(context, line, index, account?.account ?? '');
  if (!goods) return [];
  const reference = `${line.sku}: ${line.quantity}`;
  return [{ line: { ...goods, ...amounts }, account: account?.account ?? '', reference }];
}

type Goods = Omit<GpReceiptLine, 'quantity' | 'unitCost' | 'extended'>;

/** Named like our product, but no item of GP's stock: only its value is booked. */
function nonInventory(
  { lookups, record, findings }: Context,
  line: GoodsReceiptLine,
  index: number,
  account: string,
): Goods {
  const product = lookups.master('products', line.productId ?? '')?.record as Product | undefined;
  const field = `line ${index + 1} (${line.sku})`;
  checkLength(line.sku, lengths.receipt.item, { record, field }, findings);
  return {
    item: line.sku,
    description: textFor(line.description || line.sku, lengths.receipt.itemDescription),
    unit: textFor(lookups.mapping.unit(product?.unit || 'Each'), lengths.receipt.unit),
    nonInventory: true,
    account,
    site: '',
  };
}

/** An item of GP's own stock, in its own unit. Those with lot or serial numbers are left to people. */
function itemOf(
  { lookups, record, findings }: Context,
  line: GoodsReceiptLine,
  index: number,
  site: string,
): Goods | undefined {
  const field = `line ${index + 1} (${line.sku}) item`;
  const linked = lookups.master('products', line.productId ?? '');
  const product = linked?.record as Product | undefined;
  if (!linked || product?.status !== 'active') {
    findings.add({
      code: linked ? 'master-inactive' : 'master-unknown',
      record,
      field,
      seen: lookups.mapping.sku(line.sku),
      fix: `add or activate the item in Dynamics GP, or name another under mapping.products: { ${JSON.stringify(line.sku)}: <item number> }`,
    });
    return undefined;
  }
  if (line.batch !== undefined) {
    const fix = 'enter this receipt in Dynamics GP by hand: lot and serial numbers are not sent';
    findings.add({ code: 'field-invalid', record, field, seen: line.batch, fix });
  }
  return {
    item: linked.ref.number ?? product.code,
    description: textFor(line.description || line.sku, lengths.receipt.itemDescription),
    unit: '',
    nonInventory: false,
    account: '',
    site: textFor(site, lengths.receipt.location),
  };
}
