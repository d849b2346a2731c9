import { z } from 'zod';
import { code, text, yesNo } from '../fields.ts';
import { url } from '../urls.ts';
import { authority, common, tenantId } from './common.ts';

const numbering = (what: string) =>
  z
    .enum(['sequence', 'ours'])
    .default('sequence')
    .describe(
      `Who numbers new ${what}: the number sequence of F&O, or we (the sequence must then be manual).`,
    );

export const financeOperations = z.strictObject({
  type: z.literal('finance-operations').describe('Dynamics 365 Finance & Operations.'),
  ...common(),
  tenantId: tenantId(),
  environmentUrl: url()
    .default('')
    .describe(
      'Address of the environment, https://NAME.operations.dynamics.com. May stand in the vault entry instead.',
    ),
  legalEntity: text().describe('The legal entity (company) that documents are written to.'),
  crossCompany: z
    .array(code())
    .default([])
    .describe('Legal entities whose vendors and products are read besides.'),
  authority: authority(),
  chartOfAccounts: text().optional().describe('Chart of accounts; found out when there is only one.'),
  dimensions: z
    .strictObject({
      format: z
        .array(code())
        .default(['BusinessUnit', 'Department'])
        .describe('Financial dimensions of the active default dimension format, in its order.'),
      delimiter: text().max(1).default('-').describe('The segment delimiter of the dimension parameters.'),
    })
    .prefault({})
    .describe('How dimension values are joined to one string.'),
  numbering: z
    .strictObject({ vendors: numbering('vendors'), purchaseOrders: numbering('purchase orders') })
    .prefault({})
    .describe('Who numbers new records.'),
  procurement: z
    .strictObject({
      hierarchy: code().optional().describe('Procurement category hierarchy.'),
      default: code().optional().describe('Category of service lines and charges whose account names none.'),
    })
    .prefault({})
    .describe('Procurement categories.'),
  matchOrders: yesNo()
    .default(true)
    .describe('Whether bill lines refer to the lines of their purchase order.'),
  modifiedField: code()
    .optional()
    .describe('Name of a modified date-time field, where the site has added one to its entities.'),
});

export type FinanceOperationsConfig = z.output<typeof financeOperations>;
