import { z } from 'zod';
import { code, plainDate, table, text, whole } from '../fields.ts';
import { url } from '../urls.ts';
import { common } from './common.ts';

const account = (what: string) => code().optional().describe(`Account for ${what}.`);

const batch = () =>
  text()
    .regex(/^([^{}]|\{date\})*$/, 'knows only {date}')
    .refine((value) => value.replaceAll('{date}', '20260131').length <= 15, 'is longer than 15 characters');

export const gp = z.strictObject({
  type: z.literal('gp').describe('Dynamics GP.'),
  ...common(),
  serviceUrl: url()
    .default('')
    .describe(
      'SBA: https://host:port/GPService. SOAP: the whole address of the service. May stand in the vault entry instead.',
    ),
  protocol: z.enum(['soap', 'sba']).describe('soap: GP Web Services. sba: the REST service.'),
  auth: z.enum(['ntlm', 'negotiate']).default('ntlm').describe('How to sign in.'),
  tenant: code().default('DefaultTenant').describe('Tenant of a multitenant installation.'),
  company: text().describe('Display name of the company.'),
  companyId: whole(-1, 32767).optional().describe('Id of the company; found out when absent.'),
  concurrency: whole(1, 8).default(1).describe('Requests under way at once.'),
  accounts: z
    .strictObject({
      payable: account('payables, where the vendor has none'),
      accruedPurchases: account('goods received but not invoiced; required with receipts'),
      freight: account('freight'),
      tax: account('tax'),
      misc: account('miscellaneous charges; unused unless set'),
      tradeDiscount: account('trade discounts'),
      priceVariance: account('the price difference between a receipt and its bill'),
    })
    .prefault({})
    .describe('Accounts of distributions that no line names.'),
  freightAccounts: z.array(code()).default([]).describe('Cin7 account codes whose charges are freight.'),
  openPeriods: z
    .strictObject({
      from: plainDate().describe('First open day.'),
      to: plainDate().describe('Last open day.'),
    })
    .refine(({ from, to }) => from <= to, { message: 'must not end before it begins', path: ['to'] })
    .optional()
    .describe('Posting dates that are open; documents outside are held.'),
  rateDirection: table(z.enum(['multiply', 'divide']).describe('How GP reads a rate of this currency.'))
    .prefault({})
    .describe('By currency: whether GP multiplies by the rate or divides by it.'),
  batch: batch().default('C7-{date}').describe('Name of the batch of a day; {date} becomes the date.'),
  receiptLines: z
    .enum(['non-inventory', 'item'])
    .default('non-inventory')
    .describe('item: for shops whose GP stock is also issued.'),
  listCap: whole(1, 1_000_000)
    .default(1000)
    .describe('Rows at which the server cuts a list; 1000 unless changed there.'),
  unitSchedules: table(code().describe('Cin7 unit.'))
    .prefault({})
    .describe('GP unit of measure schedules and the Cin7 units that they stand for.'),
});

export type GpConfig = z.output<typeof gp>;
