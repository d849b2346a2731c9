import { z } from 'zod';
import { code, text, whole, yesNo } from '../fields.ts';
import { url } from '../urls.ts';
import { common } from './common.ts';

export const acumatica = z.strictObject({
  type: z.literal('acumatica').describe('Acumatica Cloud ERP.'),
  ...common(),
  instanceUrl: url()
    .default('')
    .describe(
      'Address of the site, with the instance name if it has one. May stand in the vault entry instead.',
    ),
  endpoint: text().default('Default').describe('Name of the web service endpoint.'),
  endpointVersion: text().describe('Its version, such as 24.200.001; `ping` lists those that the site has.'),
  tenant: code()
    .optional()
    .describe('Tenant (company) to sign in to; with oauth it is part of the client id.'),
  branch: code().optional().describe('Branch of documents whose location names none.'),
  auth: z.enum(['oauth', 'session']).default('oauth').describe('How to sign in.'),
  requestsPerMinute: whole(1, 6000)
    .optional()
    .describe(
      'Requests a minute at most, to leave some of the licence to other programs; without it the site sets the pace.',
    ),
  linkOrders: yesNo()
    .default(false)
    .describe('Whether bill lines refer to the lines of their purchase order.'),
  closeOrders: yesNo()
    .default(false)
    .describe('Whether the lines of unlinked orders are completed once Cin7 says fully invoiced.'),
  orderItem: code()
    .optional()
    .describe('Non-stock item that stands for products which Acumatica does not know.'),
  subaccount: code().optional().describe('Subaccount of accounts that name none.'),
  taxZone: code().optional().describe('Tax zone of taxes that name none.'),
  supplierReference: z
    .enum(['none', 'AccountRef'])
    .default('none')
    .describe('The vendor field that carries the id of the Cin7 supplier.'),
});

export type AcumaticaConfig = z.output<typeof acumatica>;
