import { isZero } from '../../domain/decimal.ts';
import { fold } from '../../domain/text.ts';
import type { CheckOptions } from '../check.ts';
import type { Cin7Standin } from '../cin7/index.ts';
import { gpVendorId } from '../demo/gp.ts';
import { demoPins } from '../demo/suppliers.ts';
import { type Truth, truthOf, unlikeSource } from '../truth.ts';
import { balanceOf } from './distributions.ts';
import type { GpStandin } from './index.ts';
import type { PayablesRow } from './rows.ts';
import { netOf } from './views.ts';

/**
 * What must hold whatever happened, told in sentences. Only what came through the services is held against Cin7, and not
 * after a person edited it.
 */
export function checkGp(
  cin7: Cin7Standin,
  standin: GpStandin,
  { vendorOf = vendorByName(cin7, standin), purchaseWrites = false }: CheckOptions = {},
): string[] {
  const { payables, receipts } = standin.state;
  const truth = truthOf(cin7, vendorOf, 20);
  return [
    ...cin7.accountWrites.map((request) => `Cin7: the chart of accounts was asked to change: ${request}`),
    ...(purchaseWrites
      ? []
      : cin7.purchaseWrites.map((request) => `Cin7: a purchase was written: ${request}`)),
    ...standin.skipped.map((path) => `GP: the serializer skipped ${path}: not its name, namespace or place.`),
    ...twice(payables, payablesTitle, (row) => [row.type, row.vendor, fold(row.documentNumber)]),
    ...twice(receipts, receiptTitle, (row) => [row.vendor, fold(row.documentNumber)]),
    ...[...payables, ...receipts]
      .filter((row) => !isZero(balanceOf(row.distributions)))
      .map((row) => `GP: the distributions of ${row.vendor}, ${row.documentNumber} do not balance.`),
    ...payables
      .filter((row) => row.postedBy === 'api')
      .map((row) => `GP: ${payablesTitle(row)} was posted through the service; only people post.`),
    ...payables.flatMap((row) => unlikeCin7(truth, row)),
  ];
}

/** The vendor of that name, with or without its id behind it, else of the tax number, else the one that is pinned. */
const vendorByName =
  (cin7: Cin7Standin, { state }: GpStandin) =>
  (name: string): string | undefined => {
    const supplier = cin7.state.suppliers.find((row) => fold(row.Name) === fold(name));
    const taxNumber = String(supplier?.['TaxNumber'] ?? '');
    const named = [(id: string, own: string) => `${own} (${id})`, (_id: string, own: string) => own];
    const found =
      named
        .map((say) => state.vendors.find((row) => fold(say(row.id, row.name)) === fold(name)))
        .find((row) => row !== undefined) ??
      state.vendors.find((row) => taxNumber !== '' && row.taxRegistrationNumber === taxNumber);
    return found?.id ?? (name in demoPins ? gpVendorId({ name }) : undefined);
  };

const payablesTitle = (row: PayablesRow): string =>
  `${row.type === 'Invoice' ? 'invoice' : 'credit memo'} ${row.documentNumber} of vendor ${row.vendor} (${row.voucher})`;

const receiptTitle = (row: {
  readonly number: string;
  readonly documentNumber: string;
  readonly vendor: string;
}): string => `receipt ${row.documentNumber} of vendor ${row.vendor} (${row.number})`;

/** Made through the services though another of the same vendor and number was there already. */
function twice<Row extends { readonly madeAs: number; readonly madeBy: string; readonly voided?: boolean }>(
  rows: readonly Row[],
  title: (row: Row) => string,
  key: (row: Row) => readonly string[],
): string[] {
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const row of [...rows].sort((a, b) => a.madeAs - b.madeAs)) {
    if (row.voided) continue;
    const id = key(row).join('|');
    if (seen.has(id) && row.madeBy === 'api')
      problems.push(`GP: ${title(row)} was written although it was there already.`);
    seen.add(id);
  }
  return problems;
}

const unlikeCin7 = (truth: Truth, row: PayablesRow): string[] =>
  row.madeBy !== 'api' || row.editedByPerson || row.voided
    ? []
    : unlikeSource(truth, {
        title: `GP: ${payablesTitle(row)}`,
        kind: row.type === 'Invoice' ? 'invoice' : 'memo',
        number: row.documentNumber,
        vendor: row.vendor,
        currency: row.currency,
        net: netOf(row),
        tax: row.tax,
        gross: row.total,
        postedAs: row.madeAs,
      });
