import { compareDecimals, type Decimal, roundTo, zero } from '../../domain/decimal.ts';
import type { PlainDate } from '../../domain/time.ts';
import type { ValidationError } from './faults.ts';

/** Collects what is wrong with an object, so that everything is told at once. */
export interface Complaints {
  readonly errors: ValidationError[];
  /** Complains when the text is longer; gives it as the server's code page keeps it. */
  text(name: string, value: string, length: number): string;
  required(name: string, value: unknown): void;
  /** Complains about negative amounts and about more decimals than the currency has. */
  amount(name: string, value: Decimal, decimals: number): Decimal;
  say(id: string, message: string): void;
}

export function createComplaints(what: string): Complaints {
  const errors: ValidationError[] = [];
  const say = (id: string, message: string) => {
    errors.push({ id, message: `${what}: ${message}` });
  };
  return {
    errors,
    say,
    text(name, value, length) {
      if (value.length > length) say('4101', `${name} is longer than ${length} characters.`);
      return codePage(value.trimEnd());
    },
    required(name, value) {
      if (value === undefined || value === '') say('4102', `${name} is required.`);
    },
    amount(name, value, decimals) {
      if (compareDecimals(value, zero) < 0) say('4103', `${name} must not be negative.`);
      if (roundTo(value, decimals) !== value) say('4104', `${name} has more than ${decimals} decimals.`);
      return value;
    },
  };
}

const beyondLatin = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/** GP's columns hold Windows-1252; the rest becomes a question mark. */
export const codePage = (text: string): string =>
  [...text]
    .map((char) => ((char.codePointAt(0) ?? 0) < 256 || beyondLatin.includes(char) ? char : '?'))
    .join('');

/** The calendar date of a dateTime, whatever zone it claims. */
export const dayOf = (value: unknown): PlainDate | undefined =>
  typeof value === 'string' && !value.startsWith('1900-01-01')
    ? (value.slice(0, 10) as PlainDate)
    : undefined;
