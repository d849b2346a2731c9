import type { Decimal } from './decimal.ts';

/** What holds for all lines of a purchase, a sale, or a document that came of one. */
export interface TradeTerms {
  readonly currency: string;
  readonly baseCurrency: string;
  /** Base units per one unit of `currency`; 1 or absent for the base currency. */
  readonly rate?: Decimal | undefined;
  /** Whether line totals contain the tax; decided by what adds up, see `systems/cin7`. */
  readonly taxInclusive: boolean;
  readonly terms?: string | undefined;
  readonly location?: string | undefined;
}

/** The other side of a trade, as Cin7 names it. */
export interface Counterparty {
  readonly id: string;
  readonly name: string;
}
