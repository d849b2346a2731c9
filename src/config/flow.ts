import { z } from 'zod';
import { type flowNames, legs } from '../domain/document.ts';
import { amount, code, duration, plainDate, yesNo } from './fields.ts';

export const matchKeys = ['code', 'taxNumber', 'name', 'email', 'phone'] as const;
export const purchaseDocuments = ['orders', 'bills', 'credits'] as const;

/** A flow as written; `resolveFlow` fills in what depends on the type of the ERP. */
export const flow = z.strictObject({
  enabled: yesNo().default(true).describe('false: the flow does not run.'),
  every: duration().prefault('15m').describe('How often `sync --due` runs it: 15m, 1h, 1d.'),
  direction: z
    .enum([...legs, 'both'])
    .optional()
    .describe('One direction, or both; default: all that the ERP type has for this flow.'),
  since: plainDate()
    .optional()
    .describe(
      'Documents dated before this day are skipped for ever; required for purchases, receipts, sales, inventory.',
    ),
  post: yesNo()
    .optional()
    .describe('Whether checked documents are posted; default true for business-central, else false.'),
  lines: z
    .enum(['account', 'item'])
    .optional()
    .describe(
      'account: each line books on its mapped account. item: stock lines book on the item of the ERP.',
    ),
  documents: z
    .array(z.enum(purchaseDocuments))
    .min(1)
    .optional()
    .describe('What purchases become; default: all that the ERP type has.'),
  postingDate: z
    .enum(['invoice-date', 'today'])
    .default('invoice-date')
    .describe('The posting date of documents.'),
  closedPeriod: z
    .enum(['hold', 'next-open-day'])
    .default('hold')
    .describe('What happens to a document whose posting date lies in a closed period.'),
  totalTolerance: amount().prefault('0.00').describe("How far the ERP's net and total may be from Cin7's."),
  taxTolerance: amount().prefault('0.00').describe("How far the ERP's tax may be from Cin7's."),
  rounding: z
    .strictObject({
      account: code().describe('Account of the ERP for rounding differences.'),
      limit: amount().describe('Differences below or at this amount are booked there.'),
    })
    .optional()
    .describe('Books small differences on an account; off when absent.'),
  conflicts: z
    .enum(['erp-wins', 'cin7-wins', 'newest-wins', 'ask'])
    .default('erp-wins')
    .describe('What happens when both sides changed the same field.'),
  create: z
    .enum(['always', 'used', 'never'])
    .default('always')
    .describe('Which records without a match are created on the other side.'),
  deactivate: z
    .enum(['report', 'block'])
    .default('report')
    .describe('What a supplier deprecated in Cin7 means for its vendor.'),
  matchOn: z
    .array(z.enum(matchKeys))
    .default([...matchKeys])
    .describe('What may identify a record on first contact.'),
  only: z
    .strictObject({
      locations: z
        .array(code())
        .min(1)
        .optional()
        .describe('Cin7 locations; documents of others are left alone.'),
    })
    .prefault({})
    .describe('Limits the flow to a part of the documents.'),
});

export type FlowInput = z.output<typeof flow>;

export const flows = z.strictObject({
  suppliers: flow.optional().describe('Suppliers and vendors.'),
  customers: flow.optional().describe('Customers.'),
  products: flow.optional().describe('Products and items.'),
  purchases: flow.optional().describe('Purchase orders, bills and credit notes of suppliers.'),
  receipts: flow.optional().describe('Goods receipts.'),
  sales: flow.optional().describe('Invoices and credit notes of customers.'),
  inventory: flow.optional().describe('Stock movements.'),
} satisfies Record<(typeof flowNames)[number], z.ZodType>);
