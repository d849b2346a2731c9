import { type Bill, titleOfBill } from '../../domain/bill.ts';
import { type Decimal, isNegative, isZero, minus, plus, printDecimal } from '../../domain/decimal.ts';
import { fold } from '../../domain/text.ts';
import type { Lookups, Mapped } from '../../engine/ports.ts';
import { useAccount } from '../../mapping/accounts.ts';
import { Findings } from '../../mapping/findings.ts';
import { mapLocation } from '../../mapping/locations.ts';
import { mapTerm } from '../../mapping/terms.ts';
import { checkSourceTotals } from '../shared/bills.ts';
import type { GpDocuments, GpPayables, GpPayablesRow } from './api.ts';
import { lengths } from './capabilities.ts';
import { distribution, isBooked, payablesTypes, turned } from './distributions.ts';
import {
  baseNetOf,
  type DocumentConfig,
  headOf,
  numberFor,
  orderNumberFor,
  textFor,
} from './document-context.ts';
import type { GpDraft } from './draft.ts';
import { batchOf } from './numbers.ts';
import { type Booked, bookLines } from './payables-lines.ts';

export type PayablesDraft = GpDraft<GpPayables>;

export const naturalKey = (kind: string, vendor: string, number: string): string =>
  [kind, fold(vendor), fold(number)].join('|');

/** What a bill or credit note will be here, or everything that keeps it from being that. */
export function mapPayables(
  documents: GpDocuments<GpPayables, GpPayablesRow>,
  config: DocumentConfig,
  bill: Bill,
  lookups: Lookups,
): Mapped<PayablesDraft> {
  const record = titleOfBill(bill);
  const findings = new Findings();
  const head = headOf(bill, lookups, config, record, findings);
  const number = numberOf(bill, record, findings);
  const terms = mapTerm(
    { record, field: 'payment term' },
    bill.kind === 'bill' ? bill.terms : undefined,
    lookups.mapping,
    config.listsTerms ? lookups.reference('paymentTerms') : undefined,
    findings,
  );
  // Segmented accounts carry what other ledgers keep in dimensions; the location only has to be known.
  mapLocation({ record, field: 'location' }, bill.location, lookups.mapping, undefined, findings);
  checkSourceTotals(bill, record, findings);
  const decimals = head?.decimals ?? 2;
  const booked = bookLines({ bill, lookups, config, record, findings, decimals });
  const total = totalOf(booked, bill.totals.tax.amount);
  checkAmounts(booked, total, record, findings);
  const pay = head && payOf(head.payablesAccount, total, lookups, record, findings);
  if (!head || findings.problems.length > 0)
    return { ok: false, problems: findings.problems, missing: [...findings.missing] };
  const rows = [...booked.distributions, ...(pay ? [pay] : [])];
  const document: GpPayables = {
    voucher: head.id,
    vendor: head.vendor,
    number,
    date: head.date,
    postingDate: head.postingDate,
    batch: batchOf(config.batch, head.postingDate, head.isForeign ? bill.currency : undefined),
    description: descriptionOf(bill, number),
    orderNumber: orderNumberFor(bill.orderNumber),
    ...(terms === undefined ? {} : { terms }),
    currency: head.currency,
    decimals,
    ...(head.rate === undefined ? {} : { rate: head.rate }),
    purchases: booked.purchases,
    tradeDiscount: booked.tradeDiscount,
    freight: booked.freight,
    misc: booked.misc,
    tax: bill.totals.tax.amount,
    total,
    distributions: bill.kind === 'bill' ? rows : rows.map(turned),
    taxes: booked.taxes,
  };
  const baseNet = baseNetOf(bill, bill.totals.net.amount);
  const draft: PayablesDraft = {
    kind: bill.kind,
    naturalKey: naturalKey(bill.kind, head.vendor, number),
    title: record,
    id: head.id,
    document,
    body: documents.body(document),
    totals: bill.totals,
    ...(head.hold ? { hold: head.hold } : {}),
    ...(baseNet ? { baseNet } : {}),
  };
  return { ok: true, draft, warnings: findings.warnings };
}

function numberOf(bill: Bill, record: string, findings: Findings): string {
  const at = { record, field: 'number' };
  if (bill.number !== '') return numberFor(bill.number, lengths.bill.number, at, findings);
  const what = bill.kind === 'bill' ? 'invoice' : 'credit note';
  findings.add({ code: 'number-missing', ...at, fix: `enter the supplier's number of the ${what} in Cin7` });
  return '';
}

/** A number that had to be shortened is told here; else whose it is, for those who look at the batch. */
const descriptionOf = (bill: Bill, sent: string): string =>
  textFor(
    sent === bill.number ? `${bill.orderNumber} ${bill.supplier.name}` : bill.number,
    lengths.bill.description,
  );

/** DOCAMNT = PRCHAMNT + FRTAMNT + MSCCHAMT + TAXAMNT - TRDISAMT. */
const totalOf = (booked: Booked, tax: Decimal): Decimal =>
  minus(plus(plus(booked.purchases, booked.freight), plus(booked.misc, tax)), booked.tradeDiscount);

/** GP keeps no negative amounts: what is below zero in sum is the other kind of document. */
function checkAmounts(booked: Booked, total: Decimal, record: string, findings: Findings): void {
  const parts = { purchases: booked.purchases, total } as const;
  for (const [field, amount] of Object.entries(parts)) {
    if (!isNegative(amount)) continue;
    findings.add({
      code: 'field-invalid',
      record,
      field,
      seen: printDecimal(amount),
      allowed: ['0 or more'],
      fix: 'Dynamics GP takes no amount below zero: enter it in Cin7 as the other kind of document',
    });
  }
}

/** What we owe stands on the vendor's own account, else on the configured one; it is never left to GP. */
function payOf(
  account: string | undefined,
  total: Decimal,
  lookups: Lookups,
  record: string,
  findings: Findings,
) {
  if (isZero(total)) return undefined;
  if (account === undefined) {
    const fix = 'give the vendor an accounts payable account in Dynamics GP, or set erp.accounts.payable';
    findings.add({ code: 'account-missing', record, field: 'payable account', fix });
    return undefined;
  }
  const code = useAccount(
    { record, field: 'payable account' },
    account,
    lookups.reference('accounts'),
    findings,
  );
  if (code === undefined) return undefined;
  const row = turned(distribution(payablesTypes.pay, code, total, ''));
  return isBooked(row) ? row : undefined;
}
