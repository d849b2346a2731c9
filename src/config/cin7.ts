import { z } from 'zod';
import { cin7Defaults } from './defaults.ts';
import { expecting, text, whole } from './fields.ts';
import { tls } from './tls.ts';
import { url } from './urls.ts';

const attributes = [
  'AdditionalAttribute1',
  'AdditionalAttribute2',
  'AdditionalAttribute3',
  'AdditionalAttribute4',
  'AdditionalAttribute5',
  'AdditionalAttribute6',
  'AdditionalAttribute7',
  'AdditionalAttribute8',
  'AdditionalAttribute9',
  'AdditionalAttribute10',
] as const;

const attribute = () => expecting(z.enum(attributes), 'AdditionalAttribute1 to AdditionalAttribute10');

export const cin7 = z.strictObject({
  credentials: text().describe('Name of the vault entry with accountId and applicationKey.'),
  baseUrl: url()
    .prefault('https://inventory.dearsystems.com/ExternalApi/v2')
    .describe("Address of Cin7 Core's API."),
  requestsPerMinute: whole(1, 6000)
    .default(60)
    .describe("Requests a minute at most; the API's own limit is 60."),
  tls: tls().optional().describe('How the server certificate is checked.'),
  supplierCode: attribute()
    .optional()
    .describe("The additional attribute that keeps the ERP's vendor number on a Cin7 supplier, if any does."),
  orderReference: attribute()
    .optional()
    .describe(
      "The additional attribute that keeps the ERP's order number on a Cin7 purchase that came from there.",
    ),
  defaults: cin7Defaults().prefault({}).describe('What new Cin7 records get that the ERP does not know.'),
});
