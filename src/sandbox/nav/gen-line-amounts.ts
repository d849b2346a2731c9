import {
  absolute,
  compareDecimals,
  type Decimal,
  decimal,
  isNegative,
  isZero,
  minus,
  negate,
  over,
  plus,
  printDecimal,
  roundTo,
  times,
  zero,
} from '../../domain/decimal.ts';
import { addDays, type PlainDate } from '../../domain/time.ts';
import { refusals } from './errors.ts';
import { type Company, type GenBatch, type GenLine, keyText, placesOf, rateOn, type World } from './state.ts';

/** Amounts, currency, VAT and due date of a general journal line. */

export const withAmount = (company: Company, line: GenLine, amount: Decimal): GenLine =>
  recalculated(company, { ...line, Amount: roundTo(amount, placesOf(company, line.Currency_Code)) });

/** An amount in local currency changes the rate of a foreign line, and is the amount of any other. */
export function withLocalAmount(company: Company, line: GenLine, amount: Decimal): GenLine {
  if (line.Currency_Code === '') return withAmount(company, line, amount);
  const local = roundTo(amount, 2);
  const factor = isZero(local) ? line.Currency_Factor : over(line.Amount, local);
  return withVat(company, { ...line, Amount_LCY: local, Currency_Factor: factor });
}

export function withCurrency(company: Company, line: GenLine, code: string): GenLine {
  if (code === '') return recalculated(company, { ...line, Currency_Code: '', Currency_Factor: zero });
  if (company.currencies.get(code) === undefined)
    refusals.relation('Currency Code', 'Gen. Journal Line', code, 'Currency');
  return recalculated(company, {
    ...line,
    Currency_Code: code,
    Currency_Factor: factorOf(company, line, code),
  });
}

/** Foreign per one of the local currency, as NAV keeps it. */
function factorOf(company: Company, line: GenLine, code: string): Decimal {
  const rate = rateOn(company, code, line.Posting_Date);
  if (rate === undefined)
    return refusals.dialog(
      `There is no Currency Exchange Rate within the filter. Filters: Currency Code: ${code}, Starting Date: ..${line.Posting_Date}`,
    );
  return over(decimal(1), rate);
}

/** The date of the rate and, through the document date, the due date. */
export function withPostingDate(company: Company, line: GenLine, date: string): GenLine {
  const dated = { ...line, Posting_Date: date, Document_Date: date };
  return withDueDate(company, withCurrency(company, dated, line.Currency_Code));
}

export function withDueDate(company: Company, line: GenLine): GenLine {
  const term = company.paymentTerms.get(line.Payment_Terms_Code);
  if (line.Document_Type !== 'Invoice') return { ...line, Due_Date: line.Document_Date };
  if (term === undefined || line.Document_Date === '') return { ...line, Due_Date: '' };
  return { ...line, Due_Date: dueDate(line.Document_Date as PlainDate, term.days) };
}

function dueDate(from: PlainDate, days: number | 'end of next month'): string {
  if (typeof days === 'number') return addDays(from, days);
  const [year = 0, month = 1] = from.split('-').map(Number);
  return new Date(Date.UTC(year, month + 1, 0)).toISOString().slice(0, 10);
}

/** What follows from amount, currency and groups. */
export function recalculated(company: Company, line: GenLine): GenLine {
  const places = placesOf(company, line.Currency_Code);
  const Amount = roundTo(line.Amount, places);
  const Amount_LCY = line.Currency_Code === '' ? Amount : roundTo(over(Amount, line.Currency_Factor), 2);
  return withVat(company, {
    ...line,
    Amount,
    Amount_LCY,
    Debit_Amount: isNegative(Amount) ? zero : Amount,
    Credit_Amount: isNegative(Amount) ? negate(Amount) : zero,
  });
}

/** The amount of a line includes its VAT. */
function withVat(company: Company, line: GenLine): GenLine {
  const side = (type: string, bus: string, prod: string): Decimal =>
    type === ' ' ? zero : (company.vatSetups.get(keyText(bus, prod))?.percent ?? zero);
  const percent = side(line.Gen_Posting_Type, line.VAT_Bus_Posting_Group, line.VAT_Prod_Posting_Group);
  const balPercent = side(
    line.Bal_Gen_Posting_Type,
    line.Bal_VAT_Bus_Posting_Group,
    line.Bal_VAT_Prod_Posting_Group,
  );
  return {
    ...line,
    VAT_Percent: percent,
    VAT_Amount: vatIn(company, line, percent),
    VAT_Difference: zero,
    Bal_VAT_Amount: negate(vatIn(company, line, balPercent)),
    Bal_VAT_Difference: zero,
  };
}

const vatIn = (company: Company, line: GenLine, percent: Decimal): Decimal =>
  isZero(percent)
    ? zero
    : roundTo(
        over(times(line.Amount, percent), plus(decimal(100), percent)),
        placesOf(company, line.Currency_Code),
      );

/** A VAT amount typed by hand: only where the batch allows a difference, and up to the company's limit. */
export function withVatAmount(
  world: World,
  company: Company,
  batch: GenBatch,
  line: GenLine,
  amount: Decimal,
): GenLine {
  if (!batch.Allow_VAT_Difference)
    refusals.field(
      `Allow VAT Difference must be equal to 'Yes' in Gen. Journal Batch: Journal Template Name=${batch.Journal_Template_Name}, Name=${batch.Name}. Current value is 'No'.`,
    );
  if (isZero(line.VAT_Percent) && !isZero(amount))
    refusals.field('VAT % must have a value in Gen. Journal Line. It cannot be zero or empty.');
  const typed = roundTo(amount, placesOf(company, line.Currency_Code));
  const difference = minus(typed, vatIn(company, line, line.VAT_Percent));
  const limit = decimal(world.switches.maxVatDifference);
  if (compareDecimals(absolute(difference), limit) > 0)
    refusals.dialog(`The VAT Difference must not be more than ${printDecimal(limit)}.`);
  return { ...line, VAT_Amount: typed, VAT_Difference: difference };
}
