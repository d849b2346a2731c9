import type { z } from 'zod';
import { supplier, text } from './wire.ts';

/** What a customer has besides what a supplier has (API Blueprint, "Customer"). */
export const customer = supplier
  .omit({ AccountPayable: true })
  .extend({ AccountReceivable: text(), RevenueAccount: text() });

export type CustomerRow = z.output<typeof customer>;
