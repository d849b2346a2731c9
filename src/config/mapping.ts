import { z } from 'zod';
import { code, expecting, table } from './fields.ts';

const dimensions = () =>
  table(code().describe('Dimension value.'))
    .transform((entries): Readonly<Record<string, string>> => Object.fromEntries(entries))
    .optional()
    .describe('Dimension values by dimension.');

const account = expecting(
  z.strictObject({
    account: code().describe('Account of the ERP.'),
    dimensions: dimensions(),
    subaccount: code().optional().describe('Only acumatica: subaccount.'),
    category: code()
      .optional()
      .describe('Only finance-operations: procurement category of service lines and charges.'),
  }),
  'a map such as { account: "10700" }',
);

const taxField = (type: string, what: string) => code().optional().describe(`Only ${type}: ${what}.`);

const tax = expecting(
  z.union([
    z.literal('none').describe('No tax: the tax of its lines must be 0.'),
    z.strictObject({
      code: taxField('business-central', 'tax code'),
      group: taxField('finance-operations', 'sales tax group'),
      itemGroup: taxField('finance-operations', 'item sales tax group'),
      vatBus: taxField('nav', 'VAT business posting group'),
      vatProd: taxField('nav', 'VAT product posting group'),
      account: taxField('nav and gp', 'account of the tax'),
      detail: taxField('gp', 'tax detail'),
      category: taxField('acumatica', 'tax category'),
      zone: taxField('acumatica', 'tax zone'),
    }),
  ]),
  'none, or a map such as { code: TAXABLE }',
);

const location = expecting(
  z.union([
    code().describe('Location of the ERP, or `ignore`.'),
    z.strictObject({
      code: code().optional().describe('Location of the ERP.'),
      dimensions: dimensions(),
      site: code().optional().describe('Only finance-operations: site.'),
      warehouse: code().optional().describe('Only finance-operations and acumatica: warehouse.'),
      branch: code().optional().describe('Only acumatica: branch.'),
      inTransit: code().optional().describe('Only nav: in-transit location of transfers.'),
    }),
  ]),
  'a code, ignore, or a map such as { code: BLUE }',
);

const optional = <V extends z.ZodType>(value: V, description: string) =>
  table(value).prefault({}).describe(description);

/** Keys are what Cin7 prints; both keys and codes are taken as written, and the order is that of the file. */
export const mapping = z.strictObject({
  accounts: optional(
    account,
    'Cin7 account code: account of the ERP. `default` stands for lines without an account.',
  ),
  units: optional(code(), 'Cin7 unit: unit of the ERP. Without an entry the same code.'),
  taxes: optional(tax, 'Cin7 tax rule: tax of the ERP, or `none`.'),
  paymentTerms: optional(code(), 'Cin7 payment term: payment term of the ERP.'),
  currencies: optional(code(), 'Cin7 currency: currency of the ERP. Without an entry the same code.'),
  locations: optional(location, 'Cin7 location: location of the ERP, or `ignore`.'),
  suppliers: optional(code(), 'Cin7 supplier name: vendor number. Settles a match.'),
  customers: optional(code(), 'Cin7 customer name: customer number. Settles a match.'),
  products: optional(code(), 'Cin7 SKU: item number of the ERP. Without an entry the same code.'),
});

export type MappingConfig = z.output<typeof mapping>;
