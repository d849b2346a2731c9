import { type Decimal, isZero, minus, negate, sumOf } from '../../domain/decimal.ts';
import { type EconnectError, econnect, refuse } from './faults.ts';
import type { Distribution } from './rows.ts';
import type { Company } from './state.ts';

/** DISTTYPE of payables documents. */
export const payablesTypes = { pay: 2, purch: 6, trade: 7, misc: 8, freight: 9, taxes: 10 } as const;
/** Receivings count otherwise. */
export const receivingTypes = { purch: 1, pay: 7, accrued: 9 } as const;

/** Accounts must exist, be active, take entries, and not count units. */
export function checkAccount(company: Company, number: string): string {
  const account = company.accounts.get(number);
  if (account === undefined) return refuse.econnect(econnect.noAccount, number);
  if (!account.active) refuse.econnect(econnect.accountInactive, number);
  if (account.type === 'UnitAccount') refuse.econnect(econnect.accountUnit, number);
  if (!account.allowEntry) refuse.econnect(econnect.accountEntry, number);
  return account.number;
}

export function checkSides({ debit, credit, account }: Distribution): void {
  if (!isZero(debit) && !isZero(credit)) refuse.econnect(econnect.oneSide, account);
}

export const balanceOf = (rows: readonly Distribution[]): Decimal =>
  sumOf(rows.map((row) => minus(row.debit, row.credit)));

/** Each part's distributions must sum up to it, on its side. */
export function checkTotals(
  rows: readonly Distribution[],
  expected: ReadonlyMap<number, Decimal>,
  error: EconnectError,
): void {
  const types = new Set([...expected.keys(), ...rows.map((row) => row.type)]);
  for (const type of types) {
    const sum = balanceOf(rows.filter((row) => row.type === type));
    const wanted = expected.get(type);
    if (wanted === undefined) refuse.econnect(econnect.distributionType, String(type));
    if (sum !== wanted) refuse.econnect(error, `type ${type}: ${sum}, not ${wanted}`);
  }
  if (!isZero(balanceOf(rows))) refuse.econnect(error, `debits and credits differ by ${balanceOf(rows)}`);
}

/** Debits of an invoice are credits of a credit memo. */
export const turned = (amount: Decimal, credit: boolean): Decimal => (credit ? negate(amount) : amount);
